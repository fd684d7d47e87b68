import { getAddress } from "ethers";
import * as z from "zod";
import { bytes32, chainId, read } from "../protocol/index.js";
import { parseJson } from "../protocol/json.js";
import { says } from "../protocol/schema.js";

export const DEPLOYMENT_FORMAT = "clairevoie-deployment/1";

/** An address with its EIP-55 checksum, so that a typing error shows. */
const checksummed = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, says("not-address"))
  .refine((value) => isChecksummed(value), says("wrong-checksum"))
  .meta({ description: "Address with its EIP-55 checksum" });

function isChecksummed(value: string): boolean {
  try {
    return getAddress(value.toLowerCase()) === value;
  } catch {
    return false;
  }
}

const contractSchema = z.strictObject({
  address: checksummed,
  codeHash: bytes32.meta({ description: "keccak256 of the code on chain" }),
});

export const deploymentSchema = z
  .strictObject({
    format: z
      .literal(DEPLOYMENT_FORMAT, says("wrong-version", { format: DEPLOYMENT_FORMAT }))
      .meta({ description: "What the file is, and its version" }),
    chainId,
    network: z.string().min(1).max(64).meta({ description: "Name of the network, for people" }),
    block: z.int().min(0).meta({ description: "Block of the first contract, from which an indexer starts" }),
    contracts: z.strictObject({
      accessManager: contractSchema,
      partyRegistry: contractSchema,
      linkRegistry: contractSchema,
      anchorRegistry: contractSchema,
      withdrawalRegistry: contractSchema,
      settlementRegistry: contractSchema,
      stockRegistry: contractSchema,
      bandVerifier: contractSchema,
      renewalVerifier: contractSchema,
      conformityVerifier: contractSchema,
    }),
    parameters: z.strictObject({
      lookBackSeconds: z
        .int()
        .min(1)
        .meta({ description: "How far into the past a compromise may be declared, seconds" }),
      makerDelaySeconds: z.int().min(0).meta({
        description: "How long a lens maker or a name of one is announced before it is enrolled, seconds; fixed",
      }),
      guardDelaySeconds: z
        .int()
        .min(0)
        .meta({ description: "How long a new guard is announced before it takes its place, seconds; fixed" }),
      admin: checksummed.meta({ description: "Gives and takes the roles" }),
      adminDelaySeconds: z
        .int()
        .min(0)
        .meta({ description: "How long what the admin does is announced before it is done, seconds" }),
      enroller: checksummed.meta({ description: "Enrols opticians and insurers, and declares affiliations" }),
      lensEnroller: checksummed.meta({ description: "Announces lens makers and their names" }),
      guard: checksummed.meta({
        description: "Suspends parties, declares compromises and cancels announcements, at once",
      }),
    }),
  })
  .meta({ title: "Deployment", description: "Where the suite is deployed on a chain, and how" });
/** Where the suite is deployed, and how: `deployments/<chainId>.json`. */
export type Deployment = z.infer<typeof deploymentSchema>;

/** @internal */
export type ContractName = keyof Deployment["contracts"];

/**
 * The contracts of a deployment, by name.
 * @internal
 */
export function contractsOf({
  contracts,
}: Deployment): [name: ContractName, contract: z.infer<typeof contractSchema>][] {
  return Object.entries(contracts) as [ContractName, z.infer<typeof contractSchema>][];
}

/**
 * Reads a deployment from its text or from parsed JSON.
 * @throws {InputError} naming the first field that is wrong.
 *
 * @example
 * ```ts
 * import { parseDeployment } from "clairevoie/chain";
 * const deployment = parseDeployment(text);
 * ```
 */
export function parseDeployment(input: unknown): Deployment {
  return read(deploymentSchema, typeof input === "string" ? parseJson(input, "deployment") : input, "deployment");
}
