import type { Command } from "commander";
import { policySchema } from "../../protocol/index.js";
import type { Builder } from "../command.js";
import { EXIT } from "../exit.js";
import { readPolicy } from "../options/policy.js";
import type { CommonOptions } from "../session.js";

/** `clairevoie policy`: the policy that `verify` would use, whole. */
export function addPolicy(program: Command, builder: Builder): void {
  const { text, option } = builder;
  const command = program
    .command("policy")
    .description(
      text(
        "Print a policy completed with the defaults, each rule explained (insurer)",
        "Afficher une politique complétée par les valeurs par défaut, chaque règle expliquée (organisme complémentaire)",
      ),
    )
    .argument(
      "[file]",
      text("your changes, as JSON; the defaults without it", "vos changements, en JSON ; sinon les valeurs par défaut"),
    )
    .addOption(option("-o, --out <file>", "where to write it", "où l'écrire"));
  builder.onCall<CommonOptions>(command, async (session, [file]) => {
    const whole = await readPolicy(session, file);
    for (const [name, rule] of Object.entries(policySchema.shape)) {
      const value = JSON.stringify(whole[name as keyof typeof whole] ?? null);
      session.note(
        `${name} ${value}: ${rule.meta()?.description ?? ""}.`,
        `${name} ${value} : ${FRENCH[name as keyof typeof FRENCH]}.`,
      );
    }
    session.document(whole);
    return EXIT.ok;
  });
}

const FRENCH = {
  lagSeconds: "délai admis entre la signature et l'ancrage, en secondes",
  toleranceSeconds: "avance admise d'une étape sur celle qui la précède, en secondes",
  quoteSeconds: "âge admis du devis à la facture, en secondes ; 0 : sans limite",
  finalitySeconds: "âge qu'un ancrage doit avoir pour compter, en secondes",
  reasons: "corrections admises",
  acceptOwnSettlement: "vrai pour contrôler ce que l'on a réglé soi-même ; faux avant de payer",
  require: "ouvertures et preuves sans lesquelles le certificat ne suffit pas",
  extras: "codes admis en supplément ; tous si la liste n'est pas donnée",
  categories: "catégorie pour laquelle chaque code de regroupement est facturé, pour les preuves de catégorie",
  acceptDevelopmentKeys:
    "vrai pour admettre des preuves que chacun peut contrefaire ; par défaut, sur chaîne locale seule",
} as const satisfies Readonly<Record<keyof typeof policySchema.shape, string>>;
