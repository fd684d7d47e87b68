import { CATALOGUES } from "../language/index.js";
import type { AspectName, CorrectionReason, Hex, Message, Stage, WithdrawalReason } from "../protocol/index.js";
import { type AspectKind, kindOf } from "./explanations.js";

/** The languages of a report. */
export type ReportLanguage = keyof Message;

/**
 * A list as a sentence has it: "a, b and c".
 * @internal
 */
export function list(parts: readonly string[], language: ReportLanguage): string {
  const last = parts.at(-1) ?? "";
  if (parts.length < 2) return last;
  return `${parts.slice(0, -1).join(", ")} ${language === "fr" ? "et" : "and"} ${last}`;
}

const BOTH: { readonly [K in AspectKind]?: Message } = {
  code: { en: "grouped codes of both lenses", fr: "codes de regroupement des deux verres" },
  lens: { en: "both lenses", fr: "deux verres" },
  prescription: { en: "prescriptions of both eyes", fr: "corrections des deux yeux" },
  orderReference: { en: "order references of both lenses", fr: "références de commande des deux verres" },
};

const OF_EYE = ["code", "lens", "prescription", "order"] as const;
const ALL_OF: Message = { en: "everything about the", fr: "tout ce qui concerne le" };

/**
 * The aspects by their names; those of both eyes as one.
 * @internal
 */
export function namesOf(aspects: readonly AspectName[], language: ReportLanguage): string {
  const whole = (["Right", "Left"] as const).filter((eye) => OF_EYE.every((kind) => aspects.includes(`${kind}${eye}`)));
  const left = aspects.filter((aspect) => !whole.some((eye) => aspect.endsWith(eye)));
  const names = [...new Set(left.map(kindOf))].flatMap((kind) => {
    const of = [...new Set(left.filter((aspect) => kindOf(aspect) === kind))];
    const both = BOTH[kind];
    return of.length > 1 && both ? [both[language]] : of.map((aspect) => CATALOGUES[language].names.aspects[aspect]);
  });
  return list(
    [...whole.map((eye) => `${ALL_OF[language]} ${CATALOGUES[language].names.aspects[`lens${eye}`]}`), ...names],
    language,
  );
}

/**
 * Why something was replaced or withdrawn.
 * @internal
 */
export function reasonName(reason: CorrectionReason | WithdrawalReason, language: ReportLanguage): string {
  return CATALOGUES[language].names.reasons[reason];
}

/**
 * The stage, by its name.
 * @internal
 */
export function stageNameIn(stage: Stage | undefined, language: ReportLanguage): string {
  const { stages, statement } = CATALOGUES[language].names;
  return stage ? stages[stage] : statement;
}

/**
 * An id short enough to be read out: eight digits are enough to tell the parties of one dossier apart.
 * @internal
 */
export function shortId(id: Hex): string {
  return `${id.slice(0, 10)}…`;
}

/**
 * A SIRET as people write it.
 * @internal
 */
export function spacedSiret(siret: string): string {
  return siret.replace(/^(\d{3})(\d{3})(\d{3})(\d{5})$/, "$1\u00a0$2\u00a0$3\u00a0$4");
}

/**
 * Euro cents as an amount.
 * @internal
 */
export function euros(cents: number, language: ReportLanguage): string {
  const [whole = "", part = ""] = (cents / 100).toFixed(2).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, language === "fr" ? "\u202f" : ",");
  return language === "fr" ? `${grouped},${part}\u00a0€` : `€${grouped}.${part}`;
}
