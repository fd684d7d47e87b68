import { names, type StageName } from "../names.js";
import { author, bracketed, bracketedNames, by, colon, type Found, The, verifyAgain } from "./words.js";

interface Rewritten {
  readonly correction: StageName;
  readonly stage: StageName;
}

const on = (aspects: string | undefined) => (aspects ? ` on: ${aspects}` : "");

export const dossier = {
  "missing-statement": {
    cause: "Nothing was stated at a stage that this dossier requires.",
    ask: ({ stage }: Found) =>
      `Ask ${stage ? author(stage) : "the optician or the lens maker"} for the missing statement, and for the document of that day.`,
    pending: {
      cause: ({ stage, until }: Found) =>
        `${stage ? `The ${names.stages[stage]}` : "A stage that this dossier requires"} is not stated yet: it may still come${by(until)}.`,
      ask: verifyAgain,
    },
    at: {
      quote: {
        cause: "No quote was stated: nothing shows what the wearer agreed to before the sale.",
        ask: "Ask the optician for the dated quote that the wearer signed; a quote is mandatory.",
      },
      order: {
        cause: "No order was stated: nothing shows that these lenses were ordered.",
        ask: "Ask the optician for the order to the lens maker, with its reference.",
      },
      shipment: {
        cause:
          "No lens maker stated a delivery: nothing shows that the lenses billed were ever made (fictitious equipment?).",
        ask: "Ask the optician which lens maker delivered, and for its delivery note; ask that lens maker to state the delivery; pay nothing before.",
      },
      invoice: {
        cause: "No invoice was stated: what is claimed was not billed in this dossier.",
        ask: "Ask the optician for the invoice of this dossier; nothing is owed without one.",
      },
    },
  },
  "same-party": {
    cause: "The optician itself stated the delivery: no independent lens maker confirms that it made these lenses.",
    ask: "Ask the optician which lens maker made the lenses, and for its delivery note; that lens maker must state the delivery itself.",
  },
  "store-mismatch": {
    cause: ({ stage }: Found) =>
      `${The(stage)} comes from a different optician than the rest of the dossier: another store's file may have been billed.`,
    ask: "Ask the store that claims what links it to the other (head office, sale of the store), with proof; whoever quoted and ordered must bill.",
  },
  "ambiguous-statement": {
    cause: ({ stage, aspects }: Found) =>
      `Two statements of the same stage${bracketed(stage)} are both in force and contradict each other${on(aspects)}. One must be false.`,
    ask: ({ stage }: Found) =>
      `Ask ${stage ? author(stage) : "their author"} which one is valid, and to withdraw the other on chain.`,
  },
  "missing-aspect": {
    cause: ({ stage, aspects }: Found) =>
      `${The(stage)} does not state something that the invoice bills${colon(aspects)}.`,
    ask: ({ stage }: Found) =>
      `Ask ${author(stage)} to state what is missing, or the optician for a corrected invoice without it.`,
    pending: {
      cause: ({ stage, aspects, until }: Found) =>
        `${The(stage)} does not yet state something that the invoice bills${colon(aspects)}. A further statement may still come${by(until)}.`,
      ask: verifyAgain,
    },
    at: {
      payer: {
        cause: "The invoice does not name you as a payer: the same invoice can be claimed from any insurer.",
        ask: "Ask the optician for a corrected invoice that names you, your rank and your share; pay nothing on this one.",
      },
      prescription: {
        ask: ({ stage }: Found) =>
          `Do not ask for the prescription. Ask ${author(stage)} to state the correction (it stays hidden from you).`,
      },
    },
  },
  "aspect-mismatch": {
    cause: ({ aspects }: Found) => `The stages do not agree${on(aspects)}.`,
    ask: "Ask the optician and the lens maker what was actually ordered and delivered, and for a corrected statement.",
    at: {
      orderReference: {
        cause: ({ aspects }: Found) =>
          `The lens maker delivered under a different order reference than the optician's${bracketedNames(aspects)}: these may be the lenses of another order.`,
        ask: "Ask the lens maker which order it delivered for, and the optician for the reference of its own order.",
      },
      billing: {
        cause:
          "The lines or prices invoiced are not those of the quote: a price or a code was changed after the wearer agreed.",
        ask: "Ask the optician for the quote that the wearer signed and what explains the change; a new quote must come before the invoice.",
      },
      frame: {
        cause: "The frame invoiced is not the one quoted: it was exchanged, or billed in another class.",
        ask: "Ask the optician for the reference of the frame delivered, and for a new quote or a corrected invoice.",
      },
      reference: {
        cause: "The quote names a different store or file than the invoice: two files may have been put together.",
        ask: "Ask the optician which file the quote belongs to, and for the quote of the file invoiced.",
      },
    },
  },
  "out-of-order": {
    cause: ({ stage }: Found) =>
      `${The(stage)} reached the chain before a stage that must come first: the dossier may have been completed after the fact.`,
    ask: "Ask the optician for the dated quote and order, and why they were anchored so late.",
    at: {
      invoice: {
        cause:
          "The invoice was stated before the delivery or another stage that must come first: what is billed may not exist yet.",
        ask: "Ask the optician when the wearer received the glasses, and the lens maker when it delivered.",
      },
    },
    /** An earlier stage was corrected afterwards, and changed what this one relies on. */
    rewritten: {
      cause: ({ correction, stage }: Rewritten) =>
        `The ${names.stages[correction]} was rewritten after the ${names.stages[stage]}, and changed what the ${names.stages[stage]} relies on: it was adjusted to match it, or never came before it.`,
      ask: ({ correction }: Rewritten) =>
        `Pay nothing on the rewritten ${names.stages[correction]}. Ask the optician for the one that the wearer or the lens maker was given, with its date.`,
    },
  },
};
