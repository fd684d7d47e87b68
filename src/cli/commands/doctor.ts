import type { Command } from "commander";
import {
  checkActing,
  checkClock,
  connect,
  examineDeployment,
  fundsOf,
  networkOf,
  type RoleHolder,
} from "../../chain/index.js";
import { CannotTell, latenessOf, readGatewayStatus, relayLateness } from "../../gateway/index.js";
import { CATALOGUES, type Catalogue } from "../../language/index.js";
import { ClairevoieError } from "../../protocol/index.js";
import { pendingBatches, pendingRelays } from "../../vault/index.js";
import type { Builder } from "../command.js";
import { EXIT } from "../exit.js";
import { asKnown, describe } from "../failures.js";
import { findDeployment, hasNode, openNode, originOf } from "../options/chain.js";
import { type GatewayOptions, gatewayOption, gatewaysOf } from "../options/gateway.js";
import { hasIdentity, openIdentity, type PartyOptions } from "../options/identity.js";
import { nowSeconds } from "../options/posting.js";
import { openSigner, signingOptions } from "../options/signing.js";
import { hasVault, type VaultOptions, vaultOptions, withVault } from "../options/vault.js";
import { tellAct } from "../output/announced.js";
import { formatCoin } from "../output/coin.js";
import { holdersToTell } from "../output/holders.js";
import type { Session } from "../session.js";

interface Check {
  readonly check: string;
  readonly ok: boolean;
  /** For programs in English, for a person in the language of the run. */
  detail(catalogue: Catalogue): string;
}

interface DoctorOptions extends PartyOptions, VaultOptions, GatewayOptions {}

/** `clairevoie doctor`: what stands between this machine and a verdict. */
export function addDoctor(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const command = gatewayOption(vaultOptions(signingOptions(program.command("doctor"), builder), builder), builder)
    .description(texts.doctor.description)
    .addOption(option("--identity <file>", texts.options.identity));
  builder.onCall<DoctorOptions>(command, async (session) => {
    const held: RoleHolder[] = [];
    const checks = await examine(session, held);
    for (const { check, ok, detail } of checks) {
      const mark = ok ? session.paint("green", "ok  ") : session.paint("red", texts.doctor.fails);
      session.say(`${mark} ${check.padEnd(12)} ${detail(session.catalogue)}`);
    }
    const told = checks.map(({ check, ok, detail }) => ({ check, ok, detail: detail(CATALOGUES.en) }));
    session.result({ ok: checks.every(({ ok }) => ok), checks: told, roles: held });
    return checks.every(({ ok }) => ok) ? EXIT.ok : EXIT.chain;
  });
}

/** Each check is made even when another fails, as far as it does not need what failed. */
async function examine(session: Session<DoctorOptions>, held: RoleHolder[]): Promise<Check[]> {
  const checks: Check[] = [];
  const attempt = async <T>(
    check: string,
    made: () => Promise<readonly [Check["detail"], T]>,
  ): Promise<T | undefined> => {
    try {
      const [detail, value] = await made();
      checks.push({ check, ok: true, detail });
      return value;
    } catch (caught) {
      const error = asKnown(caught);
      checks.push(failed(check, error));
      return undefined;
    }
  };
  if (hasVault(session)) {
    const waiting = await attempt("waiting", () => examineWaiting(session));
    if (waiting === 0) checks.pop(); // Nothing to tell.
  }
  for (const url of gatewaysOf(session)) {
    await attempt("gateway", async () => {
      const status = await readGatewayStatus({ url });
      if (!status.ready)
        throw new CannotTell("gateway-limit", { origin: originOf(url), problem: "not ready", seconds: 60 });
      const about = { origin: originOf(url), chainId: status.chainId, seconds: status.intervalSeconds };
      return [({ command }) => command.doctor.gateway(about), status] as const;
    });
  }
  // Whoever has gateways needs no node.
  if (gatewaysOf(session).length > 0 && !hasNode(session)) return checks;
  const node = await attempt("node", async () => {
    const opened = await openNode(session);
    const { name } = networkOf(opened.chainId);
    const about = { chainId: opened.chainId, name, block: await opened.provider.getBlockNumber() };
    return [({ command }) => command.doctor.node(about), opened] as const;
  });
  if (!node) return checks;
  await attempt("clock", async () => {
    const secondsOld = await checkClock(node.provider);
    return [
      ({ command: { doctor } }) => (secondsOld > 0 ? doctor.clockAhead({ seconds: secondsOld }) : doctor.clockAgrees),
      true,
    ] as const;
  });
  const deployment = await attempt("contracts", async () => {
    const found = findDeployment(session, node.chainId);
    const { deviations, announced, holders } = await examineDeployment(found, node.provider);
    for (const { isAsRecorded, detail } of holdersToTell(holders, found)) {
      checks.push({ check: "role", ok: isAsRecorded, detail });
    }
    const { makerDelaySeconds: maker, guardDelaySeconds: guard, lookBackSeconds: lookBack } = found.parameters;
    checks.push({
      check: "delays",
      ok: true,
      detail: ({ command }) => command.doctor.delays({ maker, guard, lookBack }),
    });
    held.push(...holders);
    const [first, ...others] = deviations;
    for (const error of others) checks.push(failed("contracts", error));
    // What is announced is lawful: it is told, so that whoever may stop it looks at it in time.
    for (const act of announced)
      checks.push({ check: "announced", ok: true, detail: (catalogue) => tellAct(act, catalogue) });
    if (first) throw first;
    return [({ command }) => command.doctor.asRecorded({ network: found.network }), found] as const;
  });
  if (!hasKey(session)) return checks;
  const signer = await attempt("key", async () => {
    const opened = await openSigner(session, node.provider);
    const address = await opened.getAddress();
    return [() => address, opened] as const;
  });
  if (!signer) return checks;
  await attempt("balance", async () => {
    const { balance, needed } = await fundsOf(node.provider, await signer.getAddress());
    const shown = `${formatCoin(balance)} ${networkOf(node.chainId).coin}`;
    if (balance < needed) throw new ClairevoieError("balance-too-low", { balance: shown, needed: formatCoin(needed) });
    return [() => shown, true] as const;
  });
  if (!deployment || !hasIdentity(session)) return checks;
  await attempt("party", async () => {
    const { party, role } = openIdentity(session);
    const suite = await connect({ deployment, provider: node.provider });
    await checkActing(suite, await signer.getAddress(), party);
    return [() => `${role} ${party}`, true] as const;
  });
  return checks;
}

/** What waits in the vault for gateways: an alarm from a quarter of its time on. */
async function examineWaiting(session: Session<DoctorOptions>): Promise<readonly [Check["detail"], number]> {
  const [batches, relays] = await withVault(session, async (vault) => [
    await pendingBatches(vault),
    await pendingRelays(vault),
  ]);
  const now = nowSeconds();
  const late = [
    ...batches
      .filter(({ pursuit }) => latenessOf(pursuit, now).alarm)
      .map(({ pursuit }) => pursuit.post.batch.issuedAt),
    ...relays.filter((one) => relayLateness(one, now).alarm).map(({ signedAt }) => signedAt),
  ];
  if (late.length > 0) {
    throw new ClairevoieError("anchor-late", {
      count: late.length,
      since: new Date(1000 * Math.min(...late)).toISOString(),
    });
  }
  const count = batches.length + relays.length;
  return [({ command }) => command.doctor.waiting({ count }), count];
}

const failed = (check: string, error: unknown): Check => ({
  check,
  ok: false,
  detail: (catalogue) => detailOf(error, catalogue),
});

function hasKey({ options, terminal: { env } }: Session<PartyOptions>): boolean {
  return Boolean(options.keystore ?? env["CLAIREVOIE_KEYSTORE"] ?? env["CLAIREVOIE_PRIVATE_KEY"]);
}

function detailOf(error: unknown, catalogue: Catalogue): string {
  return error instanceof ClairevoieError ? describe(error, catalogue) : catalogue.command.doctor.unexpected;
}
