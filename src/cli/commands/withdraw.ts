import type { Command } from "commander";
import { LensMaker, Optician } from "../../parties/index.js";
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
import { openChain } from "../options/chain.js";
import { openIdentity, type PartyOptions } from "../options/identity.js";
import { openSigner, signingOptions } from "../options/signing.js";
import { hasVault, type VaultOptions, withVault } from "../options/vault.js";
import type { Session } from "../session.js";

interface WithdrawOptions extends PartyOptions, VaultOptions {
  readonly reason?: string;
}

/** `clairevoie withdraw`: take back what one stated. */
export function addWithdraw(program: Command, builder: Builder): void {
  const { text, option } = builder;
  const reasons = WITHDRAWAL_REASONS.slice(1);
  const command = signingOptions(program.command("withdraw"), builder)
    .description(
      text(
        "Withdraw your own statement, for everyone who verifies to find; it is final",
        "Retirer votre propre déclaration, au su de tous ceux qui vérifient ; c'est définitif",
      ),
    )
    .argument("<statement>", text("hash of the statement", "empreinte de la déclaration"))
    .addOption(
      option("--reason <reason>", reasons.join(", "), reasons.join(", ")).choices(reasons).makeOptionMandatory(),
    )
    .addOption(
      option(
        "--identity <file>",
        "your identity file (CLAIREVOIE_IDENTITY)",
        "votre fichier d'identité (CLAIREVOIE_IDENTITY)",
      ),
    );
  builder.onCall<WithdrawOptions>(command, async (session, [hash]) => {
    const statement = read(bytes32, hash, "statement");
    const { identity, role } = openIdentity(session);
    if (role === "insurer") throw new InputError("--identity", "insurer-states-nothing");
    const { deployment, provider } = await openChain(session);
    const signer = await openSigner(session, provider);
    if (role === "optician" && (await isInVault(session, statement)) === false) {
      session.note(
        "No receipt in your vault has this statement. If another party made it, withdrawing it has no effect for anyone.",
        "Aucun reçu de votre coffre ne contient cette déclaration. Si un autre l'a faite, la retirer n'a d'effet pour personne.",
      );
    }
    const connection = { deployment, provider, signer, identity };
    const party = await (role === "optician" ? Optician : LensMaker).connect(connection);
    const gas = await party.withdraw(statement, session.options.reason as Exclude<WithdrawalReason, "none">);
    session.say(`${statement}: withdrawn (${gas} gas)`, `${statement} : retirée (${gas} gaz)`);
    session.result({ statement, reason: session.options.reason, gas });
  });
}

/** Whether a receipt in the vault has a statement; undefined where there is no vault that opens without a question. */
async function isInVault(session: Session<WithdrawOptions>, statement: Hex): Promise<boolean | undefined> {
  if (!hasVault(session)) return undefined;
  return withVault(session, (vault) => isStatementInVault(vault, statement));
}
