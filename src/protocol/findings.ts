import { names as namesEn } from "../language/en.js";
import { names as namesFr } from "../language/fr.js";
import { type AspectName, STAGES, type Stage } from "./aspects.js";
import type { Hex } from "./bytes.js";

/** How much a finding matters: for information, to be looked at by a person, or against paying. */
export type Severity = "info" | "review" | "blocking";

/** A message in the two languages of the trade. */
export interface Message {
  readonly en: string;
  readonly fr: string;
}

interface Definition {
  /** The number, stable for ever. Below 64: in Solidity too. */
  readonly number: number;
  readonly severity: Severity;
  readonly message: Message;
}

/** Every finding that there is. docs/protocol.md explains each. */
export const FINDINGS = {
  "malformed-statement": {
    number: 0,
    severity: "blocking",
    message: {
      en: "The statement says something that has no place at its stage.",
      fr: "La déclaration contient un élément qui n'a pas sa place à cette étape.",
    },
  },
  "other-dossier": {
    number: 1,
    severity: "blocking",
    message: { en: "The statement belongs to another dossier.", fr: "La déclaration appartient à un autre dossier." },
  },
  "bad-inclusion": {
    number: 2,
    severity: "blocking",
    message: {
      en: "The statement is not in the batch that was signed.",
      fr: "La déclaration ne figure pas dans le lot signé.",
    },
  },
  "bad-signature": {
    number: 3,
    severity: "blocking",
    message: {
      en: "The batch is not signed by the key that it names.",
      fr: "Le lot n'est pas signé par la clé qu'il désigne.",
    },
  },
  "not-anchored": {
    number: 4,
    severity: "blocking",
    message: { en: "The batch is not anchored on chain.", fr: "Le lot n'est pas ancré dans la chaîne." },
  },
  "anchor-before-issue": {
    number: 5,
    severity: "blocking",
    message: {
      en: "The batch was anchored before the time at which it says it was signed.",
      fr: "Le lot a été ancré avant l'heure de signature qu'il indique.",
    },
  },
  "late-anchor": {
    number: 6,
    severity: "blocking",
    message: {
      en: "The batch was anchored too long after it says it was signed: it may be back-dated.",
      fr: "Le lot a été ancré trop longtemps après la signature indiquée : il peut être antidaté.",
    },
  },
  "unknown-key": {
    number: 7,
    severity: "blocking",
    message: { en: "The signing key belongs to no party.", fr: "La clé de signature n'appartient à aucune partie." },
  },
  "key-not-valid": {
    number: 8,
    severity: "blocking",
    message: {
      en: "The signing key was not valid when the batch was anchored (not yet added, revoked or compromised).",
      fr: "La clé de signature n'était pas valide à l'ancrage (pas encore ajoutée, révoquée ou compromise).",
    },
  },
  "wrong-role": {
    number: 9,
    severity: "blocking",
    message: {
      en: "The party that signed has not the role that this stage requires.",
      fr: "La partie signataire n'a pas le rôle requis à cette étape.",
    },
  },
  "party-suspended": {
    number: 10,
    severity: "blocking",
    message: {
      en: "The party that signed was suspended when the batch was anchored.",
      fr: "La partie signataire était suspendue à la date de l'ancrage.",
    },
  },
  withdrawn: {
    number: 11,
    severity: "blocking",
    message: {
      en: "The party withdrew this statement, and nothing here lawfully replaces it.",
      fr: "La partie a retiré cette déclaration et rien ne la remplace valablement.",
    },
  },
  "superseded-without-justification": {
    number: 12,
    severity: "blocking",
    message: {
      en: "The statement replaces another without an accepted reason, or without withdrawing it on chain.",
      fr: "La déclaration en remplace une autre sans motif admis, ou sans l'avoir retirée dans la chaîne.",
    },
  },
  justified: {
    number: 13,
    severity: "info",
    message: {
      en: "A correction with an accepted reason; what it replaces is withdrawn.",
      fr: "Correction pour un motif admis ; la déclaration remplacée est retirée.",
    },
  },
  "missing-statement": {
    number: 14,
    severity: "blocking",
    message: { en: "Nothing was stated at this stage.", fr: "Rien n'a été déclaré à cette étape." },
  },
  "same-party": {
    number: 15,
    severity: "blocking",
    message: {
      en: "The shipment was stated by the party that ordered.",
      fr: "La livraison a été déclarée par la partie qui a commandé.",
    },
  },
  "store-mismatch": {
    number: 16,
    severity: "blocking",
    message: {
      en: "Quote, order and invoice come from different opticians.",
      fr: "Devis, commande et facture proviennent d'opticiens différents.",
    },
  },
  "ambiguous-statement": {
    number: 17,
    severity: "blocking",
    message: {
      en: "At one stage this has two different values.",
      fr: "À une même étape, cet élément a deux valeurs différentes.",
    },
  },
  "missing-aspect": {
    number: 18,
    severity: "blocking",
    message: {
      en: "The invoice calls for this, and it was not stated at this stage.",
      fr: "La facture suppose cet élément, qui n'a pas été déclaré à cette étape.",
    },
  },
  "aspect-mismatch": {
    number: 19,
    severity: "blocking",
    message: {
      en: "What was stated at this stage differs from what was stated later.",
      fr: "Ce qui a été déclaré à cette étape diffère de ce qui l'a été ensuite.",
    },
  },
  "out-of-order": {
    number: 20,
    severity: "blocking",
    message: {
      en: "This stage was anchored before one that must come first.",
      fr: "Cette étape a été ancrée avant une étape qui doit la précéder.",
    },
  },
  "already-settled": {
    number: 21,
    severity: "blocking",
    message: { en: "This share of the invoice is paid already.", fr: "Cette part de la facture est déjà réglée." },
  },
  "other-invoice-settled": {
    number: 22,
    severity: "blocking",
    message: {
      en: "Another invoice of this dossier, or this one shared otherwise between insurers, is paid already.",
      fr: "Une autre facture de ce dossier, ou celle-ci avec d'autres parts, est déjà réglée.",
    },
  },
  "settled-by-asker": {
    number: 23,
    severity: "info",
    message: { en: "You paid this share of the invoice.", fr: "Vous avez réglé cette part de la facture." },
  },
  "missing-link": {
    number: 24,
    severity: "review",
    message: {
      en: "What this correction replaces is not shown: nobody can see what it changed.",
      fr: "Ce que cette correction remplace n'est pas montré : nul ne voit ce qu'elle change.",
    },
  },
  "forked-correction": {
    number: 25,
    severity: "review",
    message: {
      en: "Two corrections in force replace the same statement and state the same thing again.",
      fr: "Deux corrections en vigueur remplacent la même déclaration et redisent le même élément.",
    },
  },
  "broken-link": {
    number: 26,
    severity: "blocking",
    message: {
      en: "The correction replaces a statement of another party or of another stage.",
      fr: "La correction remplace une déclaration d'une autre partie ou d'une autre étape.",
    },
  },
  "quote-too-old": {
    number: 27,
    severity: "blocking",
    message: {
      en: "The quote is older than the policy accepts.",
      fr: "Le devis est plus ancien que la politique ne l'admet.",
    },
  },
  "not-final": {
    number: 28,
    severity: "blocking",
    message: {
      en: "The anchor is too recent to be relied on yet: verify again later.",
      fr: "L'ancrage est encore trop récent pour s'y fier : vérifiez plus tard.",
    },
  },
  "stock-not-used": {
    number: 29,
    severity: "blocking",
    message: {
      en: "The stock lens was not consumed on chain by the time of the invoice.",
      fr: "Le verre de stock n'a pas été consommé dans la chaîne à la date de la facture.",
    },
  },
  "stock-used-elsewhere": {
    number: 30,
    severity: "blocking",
    message: {
      en: "The stock lens was consumed for another dossier, or for the other eye.",
      fr: "Le verre de stock a été consommé pour un autre dossier, ou pour l'autre œil.",
    },
  },
  "stock-of-another-store": {
    number: 31,
    severity: "blocking",
    message: {
      en: "The stock lens is another unit, or was not shipped to the store that invoices it.",
      fr: "Le verre de stock est une autre unité, ou n'a pas été livré au magasin qui le facture.",
    },
  },
  "wrong-chain": {
    number: 64,
    severity: "blocking",
    message: {
      en: "The certificate refers to another chain or to other contracts.",
      fr: "Le certificat renvoie à une autre chaîne ou à d'autres contrats.",
    },
  },
  "store-not-claimant": {
    number: 65,
    severity: "blocking",
    message: {
      en: "The store of the claim is not the party that signed the invoice.",
      fr: "Le magasin de la demande n'est pas la partie qui a signé la facture.",
    },
  },
  "claim-does-not-open": {
    number: 66,
    severity: "blocking",
    message: {
      en: "What the claim says of this is not what the invoice stated.",
      fr: "Ce que la demande indique n'est pas ce que la facture a déclaré.",
    },
  },
  "code-billing-disagree": {
    number: 67,
    severity: "blocking",
    message: {
      en: "The lens billed has not the grouped code or class that optician and lens maker stated.",
      fr: "Le verre facturé n'a pas le code de regroupement ou la classe déclarés par l'opticien et le verrier.",
    },
  },
  "shares-exceed-total": {
    number: 68,
    severity: "blocking",
    message: {
      en: "The insurers' shares together exceed the invoice.",
      fr: "Les parts des assureurs dépassent ensemble la facture.",
    },
  },
  "not-disclosed": {
    number: 69,
    severity: "blocking",
    message: {
      en: "The policy asks for the opening of this, and the certificate has none.",
      fr: "La politique demande l'ouverture de cet élément, et le certificat ne la contient pas.",
    },
  },
  "payers-disagree": {
    number: 70,
    severity: "blocking",
    message: {
      en: "The claim says that this insurer pays alone, or of fewer than its rank, and the invoice states another.",
      fr: "La demande dit cet organisme seul payeur, ou d'un rang hors du compte, et la facture en déclare un autre.",
    },
  },
  "frame-billing-disagree": {
    number: 71,
    severity: "blocking",
    message: {
      en: "A frame is billed that was not stated, or was stated in another class.",
      fr: "La monture facturée n'est pas déclarée, ou l'est dans une autre classe.",
    },
  },
  "category-not-proven": {
    number: 72,
    severity: "blocking",
    message: {
      en: "The policy asks for a proof of the lens's category; there is none, or the policy has no category for its code.",
      fr: "La politique demande la preuve de la catégorie du verre ; elle manque, ou le code facturé n'a pas de catégorie.",
    },
  },
  "category-wrong": {
    number: 73,
    severity: "blocking",
    message: {
      en: "The lens is proven to be of another category than the one billed.",
      fr: "Il est prouvé que le verre relève d'une autre catégorie que celle facturée.",
    },
  },
  "renewal-not-proven": {
    number: 74,
    severity: "blocking",
    message: {
      en: "The policy asks for a proof that the sight changed; there is none, or the claim names no equipment before.",
      fr: "La politique demande la preuve que la vue a changé ; elle manque, ou la demande ne dit rien de l'équipement précédent.",
    },
  },
  "proof-does-not-verify": {
    number: 75,
    severity: "blocking",
    message: {
      en: "The proof does not hold for what was stated, or its keys are not known here.",
      fr: "La preuve ne vaut pas pour ce qui a été déclaré, ou ses clés sont inconnues ici.",
    },
  },
  "development-keys": {
    number: 76,
    severity: "blocking",
    message: {
      en: "The proofs use development keys, with which anyone can forge: they count on a local chain only.",
      fr: "Les preuves emploient des clés de développement, que chacun peut contrefaire : valables sur chaîne locale seule.",
    },
  },
  "extras-not-accepted": {
    number: 77,
    severity: "blocking",
    message: {
      en: "What is billed as an extra is not among the extras that the policy accepts.",
      fr: "Ce qui est facturé en supplément n'est pas parmi les suppléments admis par la politique.",
    },
  },
  "told-not-opened": {
    number: 78,
    severity: "review",
    message: {
      en: "The claim describes this and the certificate does not open it: it was compared with nothing.",
      fr: "La demande décrit cet élément et le certificat ne l'ouvre pas : il n'a été comparé à rien.",
    },
  },
  "claim-of-another-insurer": {
    number: 79,
    severity: "blocking",
    message: {
      en: "The claim is addressed to another insurer than the one that asks.",
      fr: "La demande est adressée à un autre organisme que celui qui vérifie.",
    },
  },
} as const satisfies Readonly<Record<string, Definition>>;

export type FindingCode = keyof typeof FINDINGS;

const BY_NUMBER = new Map<number, FindingCode>(
  Object.entries(FINDINGS).map(([code, { number }]) => [number, code as FindingCode]),
);

/**
 * The code that has this number, as in Solidity; undefined when there is none.
 *
 * @example
 * ```ts
 * import { findingCode } from "clairevoie/protocol";
 * findingCode(11); // "withdrawn"
 * ```
 */
export function findingCode(number: number): FindingCode | undefined {
  return BY_NUMBER.get(number);
}

/** One deviation: what, how much it matters, where, and in the two languages. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly stage?: Stage;
  readonly aspect?: AspectName;
  /** Hash of the statement concerned. */
  readonly subject?: Hex;
  readonly message: Message;
}

/** Where a finding was made. */
export interface Place {
  readonly stage?: Stage;
  readonly aspect?: AspectName;
  readonly subject?: Hex;
}

const NAMES = { en: namesEn, fr: namesFr };

/**
 * Makes a finding, with its severity and its messages.
 * @internal
 */
export function finding(code: FindingCode, place: Place = {}): Finding {
  const { severity, message }: Definition = FINDINGS[code];
  const where = (language: keyof Message) => {
    const names = [
      place.stage && NAMES[language].stages[place.stage],
      place.aspect && NAMES[language].aspects[place.aspect],
    ].filter((name) => name !== undefined);
    return names.length === 0 ? "" : `${names.join(", ")}${language === "fr" ? " : " : ": "}`;
  };
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  return {
    code,
    severity,
    ...place,
    message: { en: capital(where("en")) + message.en, fr: capital(where("fr")) + message.fr },
  };
}

/**
 * A stage by its number, when it is one.
 * @internal
 */
export function stageName(stage: number): Stage | undefined {
  return STAGES[stage];
}
