import { spawn } from "node:child_process";
import type { Command } from "commander";
import { InputError, type Proofs, parseCertificate } from "../../protocol/index.js";
import { prescriptionsInVault } from "../../vault/index.js";
import type { Builder } from "../command.js";
import { readId, type VaultOptions, vaultOptions, withVault } from "../options/vault.js";
import type { Session } from "../session.js";

interface ProveOptions extends VaultOptions {
  readonly certificate: string;
  readonly before?: string;
  readonly prover?: string;
}

/** `clairevoie prove`: power bands and early renewal, proven to the insurer without the prescription. */
export function addProve(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const command = vaultOptions(program.command("prove"), builder)
    .description(texts.prove.description)
    .argument("<dossier>", texts.arguments.dossier)
    .addOption(option("--certificate <file>", texts.prove.options.certificate).makeOptionMandatory())
    .addOption(option("--before <dossier>", texts.prove.options.before))
    .addOption(option("--prover <command>", texts.prove.options.prover))
    .addOption(option("-o, --out <file>", texts.options.out));
  builder.onCall<ProveOptions>(command, async (session, [id]) => {
    const { certificate: file, before } = session.options;
    const prover = session.options.prover ?? session.terminal.env["CLAIREVOIE_PROVER"];
    if (!prover?.trim()) {
      throw new InputError("--prover", "prover-needed");
    }
    session.requireFiles(file);
    const certificate = parseCertificate(await session.read(file));
    const dossier = readId(id);
    if (certificate.receipts[0]?.statement.dossier !== dossier) {
      throw new InputError("--certificate", "of-another-dossier");
    }
    const earlier = before === undefined ? undefined : readId(before);
    const input = await withVault(session, async (vault) => ({
      certificate,
      openings: await prescriptionsInVault(vault, dossier),
      ...(earlier && { before: await prescriptionsInVault(vault, earlier) }),
    }));
    session.note(session.texts.prove.proving);
    const proofs = proofsIn(await run(session, prover, JSON.stringify(input)));
    session.certificate({ ...certificate, proofs }, { dossier });
  });
}

function proofsIn(answer: string): Proofs {
  try {
    const { proofs } = parseCertificate(answer);
    if (proofs) return proofs;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
  throw new InputError("--prover", "prover-made-no-proof");
}

/** The prover's answer to one document. Its program is another's: nothing of its answer but the proofs is used. */
function run(session: Session<ProveOptions>, prover: string, input: string): Promise<string> {
  const [command = "", ...args] = prover.trim().split(/\s+/);
  const own = Object.entries(session.terminal.env).filter(([name]) => !name.startsWith("CLAIREVOIE_"));
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"], env: Object.fromEntries(own) });
    const [out, said]: [Buffer[], Buffer[]] = [[], []];
    const fail = (code: "prover-not-run" | "prover-ended") => reject(new InputError("--prover", code));
    child.on("error", () => fail("prover-not-run"));
    child.stdin.on("error", () => undefined); // Who ends early is told of by its exit code.
    child.stdout.on("data", (bytes: Buffer) => out.push(bytes));
    child.stderr.on("data", (bytes: Buffer) => said.push(bytes));
    child.on("close", (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString("utf8"));
      else if (code === 2)
        reject(new InputError("proof", "prover-refused", { said: lastLine(Buffer.concat(said).toString("utf8")) }));
      else fail("prover-ended");
    });
    child.stdin.end(input);
  });
}

/** The last line that the prover says: what is wrong, by the name of the field. */
function lastLine(said: string): string {
  return said.trim().split("\n").at(-1)?.slice(0, 300) ?? "";
}
