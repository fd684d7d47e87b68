/** What `src/fast` calls. It works on its own memory and knows no rule: reading, hashing, paths, and what it did before. */
export { certificate } from "./certificates.as";
export { claim } from "./claims.as";
export { hex } from "./cursor.as";
export { keccak, permutations } from "./keccak.as";
export { grant, open, statement } from "./structs.as";
export { batch, climb, isIncluded, level } from "./trees.as";
export { isSame } from "./words.as";
