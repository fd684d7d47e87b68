import type { Message, Stage } from "../protocol/index.js";
import type { AspectComparison } from "./comparison.js";
import type { AspectKind } from "./explanations.js";
import { list } from "./words.js";

/** Whose statement stands alone against the others. */
type Deviant = "maker" | "invoice" | "quote" | "optician";

interface Deviation {
  /** The whole sentence, for what only two stages state. */
  readonly cause?: Message;
  /** What is likely behind, after the sentence that says which stages disagree. */
  readonly behind: { readonly [D in Deviant]?: Message };
  readonly ask: Message;
}

const NEW_QUOTE: Message = {
  en: "Ask the optician for the new quote that the wearer accepted, and why it was not stated before the order.",
  fr: "Demandez à l'opticien le nouveau devis accepté par le porteur, et pourquoi il n'a pas été déclaré avant la commande.",
};

const DEARER: Message = {
  en: "the bill may be dearer than what was made",
  fr: "la facture est peut-être plus élevée que ce qui a été fabriqué",
};
const CHANGED_AFTER_QUOTE: Message = {
  en: "the wearer did not get what the quote promised",
  fr: "le porteur n'a pas reçu ce que le devis promettait",
};

const DEVIATIONS: { readonly [K in AspectKind]?: Deviation } = {
  code: {
    behind: {
      maker: DEARER,
      optician: DEARER,
      invoice: {
        en: "the code may have been raised on the invoice",
        fr: "le code a peut-être été relevé sur la facture",
      },
      quote: { en: "the code was changed after the quote", fr: "le code a changé après le devis" },
    },
    ask: {
      en: "Ask the lens maker to confirm the grouped code of what it delivered, and the optician for an invoice with that code.",
      fr: "Demandez au verrier de confirmer le code de regroupement de ce qu'il a livré, et à l'opticien une facture à ce code.",
    },
  },
  lens: {
    behind: {
      maker: {
        en: "lens substituted, or a treatment billed and not made",
        fr: "verre substitué, ou traitement facturé et non réalisé",
      },
      optician: {
        en: "another lens, perhaps cheaper, was ordered than billed",
        fr: "un autre verre, peut-être moins cher, a été commandé que celui qui est facturé",
      },
      invoice: { en: "what is billed was never made", fr: "ce qui est facturé n'a jamais été fabriqué" },
      quote: CHANGED_AFTER_QUOTE,
    },
    ask: {
      en: "Ask the lens maker for its delivery note, and the optician to have it remade as billed or to correct the invoice.",
      fr: "Demandez au verrier son bon de livraison, et à l'opticien de faire refaire l'équipement facturé ou de rectifier la facture.",
    },
  },
  prescription: {
    behind: {
      maker: {
        en: "raised to reach a dearer code, or made wrong",
        fr: "correction majorée pour un code plus cher, ou erreur de fabrication",
      },
      optician: {
        en: "the lens made does not fit what was prescribed and quoted",
        fr: "le verre fabriqué ne répond pas à ce qui a été prescrit et devisé",
      },
      quote: { en: "the correction was changed after the quote", fr: "la correction a changé après le devis" },
    },
    ask: {
      en: "Do not ask for the prescription. Ask the optician and the lens maker to compare what was ordered and made, and to state the remake or the change.",
      fr: "Ne demandez pas l'ordonnance. Demandez à l'opticien et au verrier de comparer commande et fabrication, et de déclarer la refabrication ou le changement.",
    },
  },
  orderReference: {
    cause: {
      en: "The lens maker delivered under another order reference than the optician's ({aspect}): these may be the lenses of another order.",
      fr: "Le verrier a livré sous une autre référence de commande que celle de l'opticien ({aspect}) : ce sont peut-être les verres d'une autre commande.",
    },
    behind: {},
    ask: {
      en: "Ask the lens maker for which order it delivered, and the optician for the reference of its own order.",
      fr: "Demandez au verrier pour quelle commande il a livré, et à l'opticien la référence de la sienne.",
    },
  },
  billing: {
    cause: {
      en: "The lines or prices invoiced are not those of the quote: a price or a code was changed after the wearer agreed.",
      fr: "Les lignes ou les prix facturés ne sont pas ceux du devis : un prix ou un code a changé après l'accord du porteur.",
    },
    behind: {},
    ask: {
      en: "Ask the optician for the quote that the wearer signed and what explains the change; a new quote must come before the invoice.",
      fr: "Demandez à l'opticien le devis signé par le porteur et ce qui explique l'écart ; un nouveau devis doit précéder la facture.",
    },
  },
  frame: {
    cause: {
      en: "The frame invoiced is not the one quoted: frame exchanged, or billed in another class.",
      fr: "La monture facturée n'est pas celle du devis : monture échangée, ou facturée dans une autre classe.",
    },
    behind: {},
    ask: {
      en: "Ask the optician for the reference of the frame delivered, and for a new quote or a corrected invoice.",
      fr: "Demandez à l'opticien la référence de la monture remise, et un nouveau devis ou une facture rectifiée.",
    },
  },
  reference: {
    cause: {
      en: "The quote names another store or another file than the invoice: two files may have been put together.",
      fr: "Le devis porte un autre magasin ou un autre numéro de dossier que la facture : deux dossiers ont pu être réunis.",
    },
    behind: {},
    ask: {
      en: "Ask the optician to which file the quote belongs, and for the quote of the file invoiced.",
      fr: "Demandez à l'opticien à quel dossier appartient le devis, et le devis du dossier facturé.",
    },
  },
};

const DONE: Readonly<Record<Stage, Message>> = {
  quote: { en: "quoted", fr: "devisé" },
  order: { en: "ordered", fr: "commandé" },
  shipment: { en: "delivered", fr: "livré" },
  invoice: { en: "invoiced", fr: "facturé" },
};

type Eyes = "right" | "left" | "both";

const EYES: Readonly<Record<"right" | "left", Message>> = {
  right: { en: "right", fr: "droit" },
  left: { en: "left", fr: "gauche" },
};

/** What is not the same: of which lens, and how it is taken up again. */
function subjectOf(kind: "lens" | "code" | "prescription", eyes: Eyes): readonly [subject: Message, again: Message] {
  const both = eyes === "both";
  const lens: Message = both
    ? { en: "lenses", fr: "verres" }
    : { en: `${EYES[eyes].en} lens`, fr: `verre ${EYES[eyes].fr}` };
  if (kind === "lens") {
    return both
      ? [
          { en: "The lenses", fr: "Les verres" },
          { en: "those", fr: "ceux" },
        ]
      : [
          { en: `The ${lens.en}`, fr: `Le ${lens.fr}` },
          { en: "the one", fr: "celui" },
        ];
  }
  const isCode = kind === "code";
  return both
    ? [
        {
          en: `The ${isCode ? "grouped codes" : "corrections"} of the lenses`,
          fr: `Les ${isCode ? "codes de regroupement" : "corrections"} des verres`,
        },
        { en: "those of the lenses", fr: `${isCode ? "ceux" : "celles"} des verres` },
      ]
    : [
        {
          en: `The ${isCode ? "grouped code" : "correction"} of the ${lens.en}`,
          fr: `${isCode ? "Le code de regroupement" : "La correction"} du ${lens.fr}`,
        },
        { en: "that of the lens", fr: `${isCode ? "celui" : "celle"} du verre` },
      ];
}

/** The stages that agree, in groups: first the group that stands against the other. */
function groupsOf({ stages }: AspectComparison): readonly (readonly Stage[])[] {
  const groups = new Map<number, Stage[]>();
  for (const { stage, value } of stages) {
    if (value !== undefined) groups.set(value, [...(groups.get(value) ?? []), stage]);
  }
  // At a tie the invoice is what is held against the others.
  return [...groups.values()].sort(
    (a, b) => a.length - b.length || Number(a.includes("invoice")) - Number(b.includes("invoice")),
  );
}

function deviantOf(alone: readonly Stage[]): Deviant {
  if (alone.length > 1) return "optician";
  if (alone[0] === "shipment") return "maker";
  return alone[0] === "invoice" || alone[0] === "quote" ? alone[0] : "optician";
}

/**
 * Says which stages disagree on what, what is likely behind it and what to ask.
 * @param compared The aspect, or those of both eyes when the same stages disagree.
 * @internal
 */
export function deviation(
  kind: AspectKind,
  compared: readonly AspectComparison[],
): { readonly cause: Message; readonly ask: Message } | undefined {
  const found = DEVIATIONS[kind];
  const [first] = compared;
  if (!found || !first) return undefined;
  if (found.cause) return { cause: found.cause, ask: found.ask };
  const groups = groupsOf(first);
  const [alone = [], others = []] = groups;
  const eyes: Eyes = compared.length > 1 ? "both" : first.aspect.endsWith("Right") ? "right" : "left";
  const [subject, again] = subjectOf(kind as "lens" | "code" | "prescription", eyes);
  const isMany = eyes === "both";
  const done = (stages: readonly Stage[]): Message => ({
    en: list(
      stages.map((stage) => DONE[stage].en),
      "en",
    ),
    fr: list(
      stages.map((stage) => `${DONE[stage].fr}${isMany ? "s" : ""}`),
      "fr",
    ),
  });
  if (groups.length > 2) {
    const stages = done(groups.flat());
    return {
      cause: {
        en: `${subject.en} ${isMany ? "are" : "is"} not the same when ${stages.en}: ${groups.length} different values.`,
        fr: `${subject.fr} ${stages.fr} ne ${isMany ? "sont" : "est"} pas ${isMany ? "les mêmes" : "le même"} : ${groups.length} valeurs différentes.`.replace(
          "ne est",
          "n'est",
        ),
      },
      ask: found.ask,
    };
  }
  const deviant = deviantOf(alone);
  const behind = found.behind[deviant];
  return {
    cause: {
      en: `${subject.en} ${done(alone).en} ${isMany ? "are" : "is"} not ${again.en} ${done(others).en}${behind ? `: ${behind.en}` : ""}.`,
      fr: `${subject.fr} ${done(alone).fr} ${isMany ? "ne sont" : "n'est"} pas ${again.fr} ${done(others).fr}${behind ? ` : ${behind.fr}` : ""}.`,
    },
    ask: deviant === "quote" && kind !== "prescription" ? NEW_QUOTE : found.ask,
  };
}
