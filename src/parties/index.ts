export * from "./controller.js";
export * from "./council.js";
export * from "./files.js";
export * from "./insurer.js";
export * from "./lens-maker.js";
export * from "./member.js";
export * from "./optician.js";
export * from "./sealing.js";
