import { getAddress } from "ethers";
import { InputError } from "../../protocol/index.js";

/** An address with its checksum. @throws {InputError} naming the option. */
export function readAddress(value: string, flag: string): string {
  try {
    return getAddress(value);
  } catch {
    throw new InputError(flag, "not-checksummed-address");
  }
}
