import { runGateway } from "./index.js";

/** The service alone: configured by a file and the environment. `clairevoie gateway` takes flags too. */
const [file] = process.argv.slice(2);
process.exitCode = await runGateway({}, { file });
