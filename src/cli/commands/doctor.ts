import type { Command } from "commander";
import { checkDeployment, connect, networkOf } from "../../chain/index.js";
import { ClairevoieError } from "../../protocol/index.js";
import type { Builder } from "../command.js";
import { EXIT } from "../exit.js";
import { asKnown } from "../failures.js";
import { findDeployment, openNode } from "../options/chain.js";
import { openIdentity, type PartyOptions } from "../options/identity.js";
import { openSigner, signingOptions } from "../options/signing.js";
import { formatCoin } from "../output/coin.js";
import type { Session } from "../session.js";

const CLOCK_TOLERANCE_S = 120;
/** An anchor and a withdrawal, with room to spare. */
const GAS_TO_WORK_WITH = 200_000n;

interface Check {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** `clairevoie doctor`: what stands between this machine and a verdict. */
export function addDoctor(program: Command, builder: Builder): void {
  const { text, option } = builder;
  const command = signingOptions(program.command("doctor"), builder)
    .description(
      text(
        "Check node, chain, contracts, key, clock and balance",
        "Vérifier nœud, chaîne, contrats, clé, horloge et solde",
      ),
    )
    .addOption(
      option(
        "--identity <file>",
        "your identity file (CLAIREVOIE_IDENTITY)",
        "votre fichier d'identité (CLAIREVOIE_IDENTITY)",
      ),
    );
  builder.onCall<PartyOptions>(command, async (session) => {
    const checks = await examine(session);
    for (const { check, ok, detail } of checks) {
      const mark = ok ? session.paint("green", "ok  ") : session.paint("red", session.text("FAIL", "NON "));
      session.say(`${mark} ${check.padEnd(12)} ${detail}`, `${mark} ${check.padEnd(12)} ${detail}`);
    }
    session.result({ ok: checks.every(({ ok }) => ok), checks });
    return checks.every(({ ok }) => ok) ? EXIT.ok : EXIT.chain;
  });
}

/** Each check is made even when another fails, as far as it does not need what failed. */
async function examine(session: Session<PartyOptions>): Promise<Check[]> {
  const checks: Check[] = [];
  const attempt = async <T>(check: string, made: () => Promise<readonly [string, T]>): Promise<T | undefined> => {
    try {
      const [detail, value] = await made();
      checks.push({ check, ok: true, detail });
      return value;
    } catch (caught) {
      const error = asKnown(caught);
      const detail = error instanceof ClairevoieError ? error.message : "an unexpected failure";
      checks.push({ check, ok: false, detail });
      return undefined;
    }
  };
  const node = await attempt("node", async () => {
    const opened = await openNode(session);
    const { name } = networkOf(opened.chainId);
    return [`chain ${opened.chainId} (${name}), block ${await opened.provider.getBlockNumber()}`, opened] as const;
  });
  if (!node) return checks;
  await attempt("clock", async () => {
    const block = await node.provider.getBlock("latest");
    const ahead = Math.floor(Date.now() / 1000) - (block?.timestamp ?? 0);
    if (ahead < -CLOCK_TOLERANCE_S) {
      throw new ClairevoieError(`this clock is ${-ahead} s behind the chain; set it, or pass --issued-at when sealing`);
    }
    return [ahead > CLOCK_TOLERANCE_S ? `the latest block is ${ahead} s old` : "agrees with the chain", true] as const;
  });
  const deployment = await attempt("contracts", async () => {
    const found = findDeployment(session, node.chainId);
    await checkDeployment(found, node.provider);
    return [`as recorded for ${found.network}`, found] as const;
  });
  if (!hasKey(session)) return checks;
  const signer = await attempt("key", async () => {
    const opened = await openSigner(session, node.provider);
    return [await opened.getAddress(), opened] as const;
  });
  if (!signer) return checks;
  await attempt("balance", async () => {
    const [balance, { gasPrice }] = await Promise.all([
      node.provider.getBalance(await signer.getAddress()),
      node.provider.getFeeData(),
    ]);
    const needed = GAS_TO_WORK_WITH * (gasPrice ?? 0n);
    const shown = `${formatCoin(balance)} ${networkOf(node.chainId).coin}`;
    if (balance < needed)
      throw new ClairevoieError(`${shown}; send it at least ${formatCoin(needed)} to anchor or withdraw`);
    return [shown, true] as const;
  });
  if (!deployment || !hasIdentity(session)) return checks;
  await attempt("party", async () => {
    const { party, role } = openIdentity(session);
    const suite = await connect({ deployment, provider: node.provider });
    const acting = await suite.parties.actingParty(await signer.getAddress());
    if (acting.party !== party)
      throw new ClairevoieError("the key is no valid key of this party; add it with `party keys add`");
    if (acting.suspended) throw new ClairevoieError("the party is suspended; the council reinstates it");
    return [`${role} ${party}`, true] as const;
  });
  return checks;
}

function hasKey({ options, terminal: { env } }: Session<PartyOptions>): boolean {
  return Boolean(options.keystore ?? env["CLAIREVOIE_KEYSTORE"] ?? env["CLAIREVOIE_PRIVATE_KEY"]);
}

function hasIdentity({ options, terminal: { env } }: Session<PartyOptions>): boolean {
  return Boolean(options.identity ?? env["CLAIREVOIE_IDENTITY"]);
}
