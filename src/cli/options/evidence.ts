import type { Command } from "commander";
import { type EvidenceFile, evidenceFacts, parseEvidence } from "../../evidence.js";
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
}

/** `--evidence`, with what belongs to it. */
export function addEvidence(command: Command, { texts, option }: Builder): Command {
  return command
    .addOption(option("--evidence <file>", texts.verify.options.evidence))
    .addOption(option("--without-settlements", texts.verify.options.withoutSettlements));
}

/** The evidence of `--evidence`; nothing where none is named. @throws {InputError} when other options ask elsewhere. */
export async function readEvidence(session: Session<EvidenceOptions>): Promise<EvidenceFile | undefined> {
  const { evidence, withoutSettlements } = session.options;
  if (evidence === undefined) {
    if (withoutSettlements) throw new InputError("--without-settlements", "evidence-needed");
    return undefined;
  }
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
export function factsIn(
  session: Session<EvidenceOptions>,
  file: EvidenceFile,
  certificates: readonly Certificate[],
): Promise<ChainFacts> {
  const { blockHash, withoutSettlements = false } = session.options;
  return evidenceFacts(file, certificates.map(evidenceOf), {
    deployment: deploymentFor(session, file.chainId),
    settlements: !withoutSettlements,
    ...(blockHash !== undefined && { blockHash: hashOf(blockHash) }),
  });
}
