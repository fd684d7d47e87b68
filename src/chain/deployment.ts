import { getAddress } from "ethers";
import { z } from "zod";
import { bytes32, chainId, parseJson, read } from "../protocol/index.js";

export const DEPLOYMENT_FORMAT = "clairevoie-deployment/1";

/** An address with its EIP-55 checksum, so that a typing error shows. */
const checksummed = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, "must be an address: 0x and 40 hexadecimal digits")
  .refine((value) => isChecksummed(value), "has a wrong checksum (EIP-55): a character was changed");

function isChecksummed(value: string): boolean {
  try {
    return getAddress(value.toLowerCase()) === value;
  } catch {
    return false;
  }
}

const contractSchema = z.strictObject({
  address: checksummed,
  /** keccak256 of the code on chain. */
  codeHash: bytes32,
});

export const deploymentSchema = z.strictObject({
  format: z.literal(DEPLOYMENT_FORMAT, `must be ${JSON.stringify(DEPLOYMENT_FORMAT)}: another version?`),
  chainId,
  network: z.string().min(1).max(64),
  /** The block of the first contract, from which an indexer starts. */
  block: z.int().min(0),
  contracts: z.strictObject({
    accessManager: contractSchema,
    partyRegistry: contractSchema,
    anchorRegistry: contractSchema,
    withdrawalRegistry: contractSchema,
    settlementRegistry: contractSchema,
    conformityVerifier: contractSchema,
  }),
  parameters: z.strictObject({
    lookBackSeconds: z.int().min(1),
    lensEnrolDelaySeconds: z.int().min(0),
    admin: checksummed,
    enroller: checksummed,
    lensEnroller: checksummed,
    guard: checksummed,
  }),
});
/** Where the suite is deployed, and how: `deployments/<chainId>.json`. */
export type Deployment = z.infer<typeof deploymentSchema>;

/**
 * Reads a deployment from its text or from parsed JSON.
 * @throws {InputError} naming the first field that is wrong.
 */
export function parseDeployment(input: unknown): Deployment {
  return read(deploymentSchema, typeof input === "string" ? parseJson(input, "deployment") : input, "deployment");
}
