import type { Command } from "commander";
import { type Policy, policySchema } from "../../protocol/index.js";
import type { Builder } from "../command.js";
import { EXIT } from "../exit.js";
import { readPolicy } from "../options/policy.js";
import type { CommonOptions } from "../session.js";

/** `clairevoie policy`: the policy that `verify` would use, whole. */
export function addPolicy(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const command = program
    .command("policy")
    .description(texts.policy.description)
    .argument("[file]", texts.policy.arguments.file)
    .addOption(option("-o, --out <file>", texts.options.out));
  builder.onCall<CommonOptions>(command, async (session, [file]) => {
    const whole = await readPolicy(session, file);
    for (const name of Object.keys(policySchema.shape) as (keyof Policy)[]) {
      const value = JSON.stringify(whole[name as keyof typeof whole] ?? null);
      session.note(
        session.texts.policy.rule({ name, value, meaning: session.texts.policy.rules[name as keyof typeof whole] }),
      );
    }
    session.document(whole);
    return EXIT.ok;
  });
}
