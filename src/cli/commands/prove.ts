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
  readonly proverSeconds?: string;
}

/** A proof takes a second, and a slow machine's a minute. */
const PROVER_SECONDS = "300";

/** `clairevoie prove`: power bands and early renewal, proven to the insurer without the prescription. */
export function addProve(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const command = vaultOptions(program.command("prove"), builder)
    .description(texts.prove.description)
    .argument("<dossier>", texts.arguments.dossier)
    .addOption(option("--certificate <file>", texts.prove.options.certificate).makeOptionMandatory())
    .addOption(option("--before <dossier>", texts.prove.options.before))
    .addOption(option("--prover <command>", texts.prove.options.prover))
    .addOption(option("--prover-seconds <n>", texts.prove.options.proverSeconds).default(PROVER_SECONDS))
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

/** No prover answers with more than a certificate, bytes. */
const LONGEST_ANSWER = 4_000_000;
/** How long a prover that is told to end may take, milliseconds. */
const GRACE_MS = 2_000;

/**
 * The prover's answer to one document. Its program is another's: nothing of its answer but the proofs is used, and what it says
 * is told without anything that it was given.
 */
function run(session: Session<ProveOptions>, prover: string, input: string): Promise<string> {
  const [command = "", ...args] = prover.trim().split(/\s+/);
  const { proverSeconds = PROVER_SECONDS } = session.options;
  const seconds = Number(proverSeconds);
  if (!/^\d{1,5}$/.test(proverSeconds) || seconds === 0) {
    throw new InputError("--prover-seconds", "not-in-range", { least: 1, most: 99_999, of: "seconds" });
  }
  const own = Object.entries(session.terminal.env).filter(([name]) => !name.startsWith("CLAIREVOIE_"));
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"], env: Object.fromEntries(own) });
    const out: Buffer[] = [];
    let [length, heard] = [0, ""];
    const said = () => lastLine(heard, input);
    const end = (error: InputError) => {
      clearTimeout(late);
      child.kill();
      setTimeout(() => child.kill("SIGKILL"), GRACE_MS).unref();
      // What it started itself may hold these open.
      for (const stream of child.stdio) stream?.destroy();
      reject(error);
    };
    const late = setTimeout(
      () => end(new InputError("--prover", "prover-too-slow", { seconds, said: said() })),
      1_000 * seconds,
    );
    child.on("error", () => end(new InputError("--prover", "prover-not-run")));
    child.stdin.on("error", () => undefined); // Who ends early is told of by its exit code.
    child.stdout.on("data", (bytes: Buffer) => {
      out.push(bytes);
      length += bytes.length;
      if (length > LONGEST_ANSWER) end(new InputError("--prover", "prover-made-no-proof"));
    });
    child.stderr.on("data", (bytes: Buffer) => {
      heard = (heard + bytes.toString("utf8")).slice(-4_000);
    });
    child.on("close", (code) => {
      clearTimeout(late);
      if (code === 0) resolve(Buffer.concat(out).toString("utf8"));
      else if (code === 2) reject(new InputError("proof", "prover-refused", { said: said() }));
      else reject(new InputError("--prover", "prover-ended", { said: said() }));
    });
    child.stdin.end(input);
  });
}

/** The last line that the prover says. Numbers and keys that it was given are left out: they may be a correction or a salt. */
function lastLine(said: string, given: string): string {
  const line = said.trim().split("\n").at(-1)?.slice(0, 300) ?? "";
  return line.replaceAll(/[0-9a-f]{6,}|\d+/gi, (part) => (given.includes(part) ? "…" : part));
}
