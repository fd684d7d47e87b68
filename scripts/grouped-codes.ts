import { writeFileSync } from "node:fs";
import { bandsAndCodes, CODES_FILE } from "../testing/code-tables.js";

/** Writes the tables of grouped codes and of extras, which are data, as the SDK holds them. A test compares. */
writeFileSync(CODES_FILE, bandsAndCodes());
