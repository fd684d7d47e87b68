import type { Command } from "commander";
import { JsonRpc, networkOf } from "../../chain/index.js";
import { cutEvidence, type EvidenceFile, makeEvidence, parseEvidence } from "../../evidence.js";
import { evidenceOf } from "../../protocol/index.js";
import type { Builder } from "../command.js";
import { chainOptions, deploymentFor, nodesOf, openChain } from "../options/chain.js";
import { type AskerOptions, repeatable } from "../options/identity.js";
import { readCertificate } from "../options/judging.js";
import type { IndexOptions } from "../options/local-index.js";
import { blockTag } from "../options/trust.js";
import { readNamed, type Session } from "../session.js";

type Options = AskerOptions & IndexOptions & { readonly settlements?: boolean };

/** `clairevoie evidence certificate.json … --rpc URL -o evidence.json`, and `clairevoie evidence cut`. */
export function addEvidenceCommands(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const group = program.command("evidence").description(texts.evidence.description);
  const common = (command: Command) =>
    command
      .addOption(option("--settlements", texts.evidence.options.settlements))
      .addOption(repeatable(option("--identity <file>", texts.evidence.options.identity)))
      .addOption(option("-o, --out <file>", texts.evidence.options.out).makeOptionMandatory());

  const make = common(
    chainOptions(group.command("make <certificates...>", { isDefault: true }), builder)
      .description(texts.evidence.make)
      .addOption(option("--block <tag>", texts.evidence.options.block)),
  );
  builder.onCall<Options>(make, async (session, files) => {
    session.requireFiles(...files);
    session.requireNew("evidence");
    const { block, settlements = false } = session.options;
    const at = block === undefined ? undefined : blockTag(block);
    const dossiers = await shownIn(session, files);
    const { deployment, chainId } = await openChain(session);
    const node = new JsonRpc(nodesOf(session)[0]);
    const { progress } = progressOf(session);
    const content = { deployment, settlements, progress };
    const { file, blockHash, number } = await makeEvidence(node, dossiers, at ?? networkOf(chainId).settleAt, content);
    write(session, file, { certificates: files.length, block: number, blockHash });
    session.note(session.texts.evidence.made({ block: number, hash: blockHash }));
  });

  const cut = common(
    group
      .command("cut <evidence> <certificates...>")
      .description(texts.evidence.cut)
      .addOption(option("--deployment <file>", texts.options.deployment)),
  );
  builder.onCall<Options>(cut, async (session, [shared = "", ...files]) => {
    session.requireFiles(shared, ...files);
    session.requireNew("evidence");
    const { settlements = false } = session.options;
    const file = await readNamed(session, shared, parseEvidence);
    const dossiers = await shownIn(session, files);
    const content = { deployment: deploymentFor(session, file.chainId), settlements, ...progressOf(session) };
    write(session, await cutEvidence(file, dossiers, content), { certificates: files.length });
  });
}

async function shownIn(session: Session<Options>, files: readonly string[]) {
  const shown = [];
  for (const file of files) shown.push(evidenceOf(await readCertificate(session, file)));
  return shown;
}

function progressOf(session: Session<Options>) {
  return { progress: (done: number, of: number) => session.progress(session.texts.evidence.proven, done, of) };
}

function write(session: Session<Options>, file: EvidenceFile, about: object): void {
  const { nodes, leaves } = file;
  session.document(file, { ...about, nodes: nodes.length, leaves: leaves.length });
}
