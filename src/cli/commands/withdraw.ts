import type { Command } from "commander";
import { connectMember, withdrawStatement } from "../../parties/index.js";
import { bytes32, InputError, read, WITHDRAWAL_REASONS, type WithdrawalReason } from "../../protocol/index.js";
import { openChain, openIdentity, openSigner, type PartyOptions } from "../network.js";
import type { Builder } from "../program.js";

interface WithdrawOptions extends PartyOptions {
  readonly reason?: string;
}

/** `clairevoie withdraw`: take back what one stated. */
export function addWithdraw(program: Command, builder: Builder): void {
  const { text, option } = builder;
  const reasons = WITHDRAWAL_REASONS.slice(1);
  const command = builder
    .signingOptions(program.command("withdraw"))
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
    if (role === "insurer") throw new InputError("--identity", "is that of an insurer, which states nothing");
    const { deployment, provider } = await openChain(session);
    const signer = await openSigner(session, provider);
    const member = await connectMember({ deployment, provider, signer, identity }, role);
    const gas = await withdrawStatement(member, statement, session.options.reason as Exclude<WithdrawalReason, "none">);
    session.say(`${statement}: withdrawn (${gas} gas)`, `${statement} : retirée (${gas} gaz)`);
    session.result({ statement, reason: session.options.reason, gas });
  });
}
