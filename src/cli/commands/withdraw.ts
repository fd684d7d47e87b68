import type { Command } from "commander";
import { LensMaker, Optician, type WithdrawalAct, withdrawalOf } from "../../parties/index.js";
import {
  bytes32,
  type Hex,
  InputError,
  read,
  WITHDRAWAL_REASONS,
  type WithdrawalReason,
} from "../../protocol/index.js";
import { isStatementInVault } from "../../vault/index.js";
import type { Builder } from "../command.js";
import { EXIT, type ExitCode } from "../exit.js";
import { openIdentity, type PartyOptions } from "../options/identity.js";
import { Gateways, goesToGateways, wouldRelay } from "../options/posting.js";
import { openSigner, openSigning, signingOptions } from "../options/signing.js";
import { postingOptions, relayAndFinish, type SyncOptions } from "../options/syncing.js";
import { hasVault, vaultOptions, withVault } from "../options/vault.js";
import type { Session } from "../session.js";

interface WithdrawOptions extends PartyOptions, SyncOptions {
  readonly reason?: string;
}

/** `clairevoie withdraw`: take back what one stated. */
export function addWithdraw(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const reasons = WITHDRAWAL_REASONS.slice(1);
  const command = postingOptions(vaultOptions(signingOptions(program.command("withdraw"), builder), builder), builder)
    .description(texts.withdraw.description)
    .argument("<statement>", texts.withdraw.arguments.statement)
    .addOption(option("--reason <reason>", reasons.join(", ")).choices(reasons).makeOptionMandatory())
    .addOption(option("--identity <file>", texts.options.identity));
  builder.onCall<WithdrawOptions>(command, async (session, [hash]) => {
    const statement = read(bytes32, hash, "statement");
    const { identity, role, party: id } = openIdentity(session);
    if (role === "insurer") throw new InputError("--identity", "insurer-states-nothing");
    const reason = session.options.reason as Exclude<WithdrawalReason, "none">;
    if (goesToGateways(session)) return withdrawByGateways(session, withdrawalOf(id, statement, reason));
    const { deployment, provider, signer } = await openSigning(session);
    if (role === "optician" && (await isInVault(session, statement)) === false) {
      session.note(session.texts.withdraw.notInVault);
    }
    const connection = { deployment, provider, signer, identity };
    const party = await (role === "optician" ? Optician : LensMaker).connect(connection);
    const gas = await party.withdraw(statement, reason);
    session.say(session.texts.withdraw.withdrawn({ statement, gas }));
    session.result({ statement, reason, gas });
    return EXIT.ok;
  });
}

async function withdrawByGateways(session: Session<WithdrawOptions>, act: WithdrawalAct): Promise<ExitCode> {
  const signer = await openSigner(session);
  const gateways = await Gateways.of(session);
  return withVault(
    session,
    async (vault) => {
      if (!(await isStatementInVault(vault, act.statement))) session.note(session.texts.withdraw.notInVault);
      if (session.options.dryRun) return wouldRelay(session, gateways);
      const { about, exit } = await relayAndFinish(session, vault, gateways, signer, act);
      session.result({ statement: act.statement, reason: session.options.reason, ...about });
      return exit;
    },
    true,
  );
}

/** Whether a receipt in the vault has a statement; undefined where there is no vault that opens without a question. */
async function isInVault(session: Session<WithdrawOptions>, statement: Hex): Promise<boolean | undefined> {
  if (!hasVault(session)) return undefined;
  return withVault(session, (vault) => isStatementInVault(vault, statement));
}
