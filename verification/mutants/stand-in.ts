import { compileYul } from "./compiler.js";

/** Where the creation code of the contract under attack lies while tests run. */
export const MUTANT_AT = "0x00000000000000000000000000000000006d7574";

/**
 * Creation code that stands in a test for that of a contract, in exactly its length, and makes the contract whose creation code lies
 * at `MUTANT_AT`. So the tests are compiled once, and for each mutant nothing but its own contract. A constructor reads its
 * arguments from the end of the code that runs: its code is put at an address of its own with the arguments behind, and runs
 * from there in the place of the new contract, so that address, sender and storage are what they would be.
 */
function standIn(length: number): string {
  const code = compileYul(`object "StandIn" {
    code {
      let size := extcodesize(${MUTANT_AT})
      let arguments := sub(codesize(), ${length})
      mstore(0, shl(168, 0x600b5981380380925939f3)) // returns what follows it
      extcodecopy(${MUTANT_AT}, 11, 0, size)
      codecopy(add(11, size), ${length}, arguments)
      let made := create(0, 0, add(11, add(size, arguments)))
      let worked := delegatecall(gas(), made, 0, 0, 0, 0)
      returndatacopy(0, 0, returndatasize())
      if iszero(worked) { revert(0, returndatasize()) }
      return(0, returndatasize())
    }
  }`);
  if (code.length > 2 * length) throw new Error(`a contract of ${length} bytes is too small for its stand-in`);
  return code.padEnd(2 * length, "0");
}

/** The code of a test with the stand-in wherever it makes `contract`, or undefined when it never does. */
export function replaceCreation(test: string, contract: string): string | undefined {
  const parts = test.split(contract);
  return parts.length === 1 ? undefined : parts.join(standIn(contract.length / 2));
}
