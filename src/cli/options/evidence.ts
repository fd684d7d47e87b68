import type { Command } from "commander";
import {
  type CheckpointSigners,
  type CheckpointsFile,
  type EvidenceFile,
  evidenceFacts,
  parseCheckpointSigners,
  parseCheckpoints,
  parseEvidence,
} from "../../evidence.js";
import { type Certificate, type ChainFacts, evidenceOf, InputError } from "../../protocol/index.js";
import type { Builder } from "../command.js";
import { readNamed, type Session } from "../session.js";
import { deploymentFor } from "./chain.js";
import { type IndexOptions, refuseAsking } from "./local-index.js";
import { hashOf } from "./trust.js";

/** Options of commands that may judge by an evidence file. */
export interface EvidenceOptions extends IndexOptions {
  readonly evidence?: string;
  readonly withoutSettlements?: boolean;
  readonly checkpoints?: readonly string[];
  readonly signers?: string;
}

/** `--evidence`, with what belongs to it. */
export function addEvidence(command: Command, { texts, option }: Builder): Command {
  return command
    .addOption(option("--evidence <file>", texts.verify.options.evidence))
    .addOption(option("--checkpoints <files...>", texts.verify.options.checkpoints))
    .addOption(option("--signers <file>", texts.checkpoint.options.signers))
    .addOption(option("--without-settlements", texts.verify.options.withoutSettlements));
}

/** The evidence of `--evidence`; nothing where none is named. @throws {InputError} when other options ask elsewhere. */
export async function readEvidence(session: Session<EvidenceOptions>): Promise<EvidenceFile | undefined> {
  const { evidence, withoutSettlements, checkpoints, signers, blockHash } = session.options;
  if (evidence === undefined) {
    if (withoutSettlements) throw new InputError("--without-settlements", "evidence-needed");
    if (checkpoints) throw new InputError("--checkpoints", "evidence-needed");
    if (signers !== undefined) throw new InputError("--signers", "evidence-needed");
    return undefined;
  }
  if ((checkpoints === undefined) !== (signers === undefined)) throw new InputError("--signers", "signers-needed");
  if (checkpoints && blockHash !== undefined) throw new InputError("--block-hash", "two-vouchers");
  refuseAsking(session.options, "evidence-asks-no-node", [
    "--rpc",
    "--trust",
    "--agree",
    "--block",
    "--index",
    "--max-age",
  ]);
  return readNamed(session, evidence, parseEvidence);
}

/** The facts that evidence proves of certificates. @throws {ChainError} where nothing can be told. */
export async function factsIn(
  session: Session<EvidenceOptions>,
  file: EvidenceFile,
  certificates: readonly Certificate[],
): Promise<ChainFacts> {
  const { blockHash, checkpoints = [], signers, withoutSettlements = false } = session.options;
  return evidenceFacts(file, certificates.map(evidenceOf), {
    deployment: deploymentFor(session, file.chainId),
    settlements: !withoutSettlements,
    ...(blockHash !== undefined && { blockHash: hashOf(blockHash) }),
    ...(signers !== undefined && { checkpoints: await readCheckpoints(session, checkpoints, signers) }),
  });
}

/** Files of checkpoints, and the list of the keys that the reader trusts. @throws {InputError} naming the file and the field. */
export async function readCheckpoints(
  session: Session,
  names: readonly string[],
  list: string,
): Promise<{ readonly files: readonly CheckpointsFile[]; readonly signers: CheckpointSigners }> {
  const files = [];
  for (const name of names) files.push(await readNamed(session, name, parseCheckpoints));
  return { files, signers: await readNamed(session, list, parseCheckpointSigners) };
}
