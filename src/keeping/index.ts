export * from "./keys.js";
export * from "./passphrase.js";
export * from "./secret.js";
export * from "./vault.js";
