import type * as en from "../en.js";
import type { Translation } from "../translation.js";
import { enumerated, thousands } from "../wording.js";
import { names } from "./names.js";

const THE_STAGES = {
  quote: "le devis",
  order: "la commande",
  shipment: "la livraison",
  invoice: "la facture",
  stock: "la livraison de stock",
};

const THE_ROLES = {
  optician: "l'opticien",
  "lens-maker": "le verrier",
  insurer: "l'organisme complémentaire",
  none: "la partie sans rôle",
};

const AS_ROLES = {
  optician: "d'opticien",
  "lens-maker": "de verrier",
  insurer: "d'organisme complémentaire",
  none: "de partie sans rôle",
};

const held = (does: string) => `la demande que vous détenez ${does}`;

const MONTHS = [
  ...["janvier", "février", "mars", "avril", "mai", "juin"],
  ...["juillet", "août", "septembre", "octobre", "novembre", "décembre"],
];

export const report: Translation<typeof en.report> = {
  language: "fr",
  /** Une ligne ne commence jamais par un signe qui s'écrit après une espace. */
  typeset: ({ text }) => text.replace(/ (?=[:;?!»€≠])/g, "\u00a0").replaceAll("« ", "«\u00a0"),
  list: ({ parts }) => enumerated(parts, "et"),
  clauses: ({ parts }) => parts.join(" ; "),
  euros: ({ cents }) => {
    const [whole = "", part = ""] = (cents / 100).toFixed(2).split(".");
    return `${thousands(whole, "\u202f")},${part}\u00a0€`;
  },
  instant: ({ day, month, year, hour, minute }) =>
    `${day === 1 ? "1er" : day}\u00a0${MONTHS[month - 1] ?? ""}\u00a0${year} à ${hour}:${minute}`,
  outcomes: {
    conforming: "conforme",
    justified: "conforme, avec justification",
    "not-verifiable": "non vérifiable",
    pending: "en attente",
    "not-conforming": "non conforme",
  },
  until: ({ when }) => `jusqu'au ${when}`,
  asOf: {
    line: ({ block, when }) => `Au ${when}, bloc ${block}, sur preuves seules : rien de postérieur n'y figure`,
    unsettled: "Les règlements ne sont pas examinés",
    ask: "Rien pour l'instant ; avant de payer, vérifiez auprès d'un nœud.",
    outcomes: {
      conforming: ({ when }) => `était conforme le ${when}`,
      justified: ({ when }) => `était conforme, avec justification, le ${when}`,
      "not-verifiable": ({ when }) => `n'était pas vérifiable le ${when}`,
      pending: ({ when }) => `était en attente le ${when}`,
      "not-conforming": ({ when }) => `n'était pas conforme le ${when}`,
    },
  },
  severities: {
    blocking: "Bloquant",
    pending: "En attente",
    "not-verifiable": "Non vérifiable",
    review: "À examiner",
    info: "Pour information",
  },
  items: { rightLens: "Verre droit", leftLens: "Verre gauche", frame: "Monture", extras: "Supplément" },
  bothEyes: {
    code: "codes de regroupement des deux verres",
    lens: "deux verres",
    prescription: "corrections des deux yeux",
    orderReference: "références de commande des deux verres",
    maker: "verriers des deux verres",
  },
  wholeEye: { Right: "tout ce qui concerne le verre droit", Left: "tout ce qui concerne le verre gauche" },
  seen: {
    opened: "ouvert pour vous",
    equal: "égal, valeur cachée",
    mismatched: "diffère",
    hidden: "caché",
  },
  actors: {
    store: ({ siret }) => `magasin (SIRET ${siret})`,
    theStore: ({ siret }) => `le magasin (SIRET ${siret})`,
    party: ({ role, id }) => `${names.roles[role]} ${id}`,
    theParty: ({ role, id }) => `${THE_ROLES[role]} ${id}`,
    unverified: ({ key, role }) => `un auteur non vérifié (clé ${key}, au titre ${AS_ROLES[role]})`,
    notEnrolled: ({ key, role }) => `un signataire non inscrit (clé ${key}, au titre ${AS_ROLES[role]})`,
  },
  status: {
    counts: "compte",
    doesNotCount: "ne compte pas",
    replaces: ({ number, reason }) => `remplace le n°\u00a0${number} (${reason})`,
    replacesUnseen: ({ reason }) => `remplace une déclaration non présentée (${reason})`,
    withdrawn: ({ when, reason }) => `retrait le ${when} (${reason})`,
    voidWithdrawal: ({ when, reason }) => `retrait sans effet le ${when} (${reason})`,
    replacedBy: ({ number }) => `remplacée par le n°\u00a0${number}`,
  },
  reasonGiven: ({ reason }) => `Motif : ${reason}.`,
  summary: {
    parisTime: "Heure de Paris.",
    alsoConcerns: ({ aspects }) => `Concerne aussi : ${aspects}.`,
    otherFindings: ({ count }) => `(${count} ${count > 1 ? "autres constats" : "autre constat"} ci-dessous.)`,
    stated: ({ who, what }) => `${who} a déclaré ${what}`,
    isNamed: ({ who, what }) => `${who} figure comme auteur de : ${what}`,
    otherStatements: ({ count }) => `et ${count} ${count > 1 ? "autres déclarations" : "autre déclaration"}`,
    statement: ({ stage, when }) => `${stage ? THE_STAGES[stage] : "une déclaration"} (${when})`,
    unverified: ({ signed }) => `dit le ${signed}, non vérifié`,
    late: ({ signed, anchored }) => `signature datée du ${signed}, ancrage le ${anchored}`,
    withdrawn: ({ when }) => `retrait le ${when}`,
    paid: ({ rank, payer }) => `part de rang ${rank} réglée par ${payer}`,
    you: "vous",
    insurer: ({ id }) => `l'organisme ${id}`,
    toReview: ({ count }) => `À examiner : ${count} constat${count > 1 ? "s" : ""} ci-dessous.`,
    makerNamed: ({ makers }) => `la commande désigne le verrier ${makers}`,
    noShipment: "aucun verrier n'a déclaré de livraison",
    nobodyStated: ({ stages }) => `personne n'a déclaré : ${stages}`,
  },
  claim: {
    from: ({ siret }) => held(`vient du SIRET ${siret}`),
    shares: ({ shares, total }) => held(`porte ${shares} de parts pour ${total}`),
    payers: ({ payers, rank }) => held(`compte ${payers} payeur${payers > 1 ? "s" : ""}, vous au rang ${rank}`),
    bills: ({ code, grade, price }) => held(`facture ${code}, classe ${grade}, ${price}`),
    billsNone: () => held("n'en facture pas"),
    asks: ({ share, rank, authorisation }) =>
      held(`réclame ${share} au rang ${rank}, prise en charge : ${authorisation || "sans numéro"}`),
    billsInAll: ({ total }) => held(`facture ${total} au total`),
    file: ({ file, siret }) => held(`porte le dossier ${file} du SIRET ${siret}`),
    otherwise: () => held("dit autre chose"),
  },
  conforming: {
    plain: "Aucun écart : ce qui est facturé est ce qui a été devisé, commandé et livré, selon chacun.",
    corrected: ({ corrections }) => `Aucun écart, après rectification justifiée : ${corrections}.`,
    notGranted: ({ share }) =>
      `Demandez à l'opticien un certificat fait pour vous : sans son accord, votre part (${share}) ne peut être marquée réglée.`,
    isPaid: ({ share }) => `Rien : vous avez déjà réglé votre part (${share}).`,
    payable: ({ share }) => `Rien : votre part (${share}) peut être réglée.`,
  },
  drawing: {
    title: "Chronologie du dossier",
    store: "Magasin",
    insurers: "Organismes",
    payments: "règlements",
    noLensMaker: "aucun",
    missing: "manque",
    awaited: "attendu",
    outside: "ne participe pas",
    sharePaid: ({ rank }) => `part ${rank} réglée`,
    byYou: "par vous",
    notCounted: "non compté",
    replaces: ({ number }) => `remplace ${number}`,
    withdrawn: ({ number }) => `retrait ${number}`,
    legend:
      "Chaque numéro est une déclaration, détaillée plus bas ; cercle plein : elle compte, cercle pointillé : elle ne compte pas ou manque. « = » : les deux étapes disent la même chose ; « ≠ » : elles diffèrent. × : retrait ; € : règlement ; flèche : remplacement. Dates et heures de Paris.",
  },
  page: {
    title: ({ outcome, file }) => `${outcome} – dossier ${file}`,
    who: "Qui l'a déclaré :",
    ask: "À demander :",
    until: "En attente jusqu'au :",
    timeline: "Chronologie",
    judgedAt: ({ block, when }) =>
      `Jugé avec les faits de la chaîne au bloc ${block}, le ${when}. Heures de Paris, UTC entre parenthèses ; une heure est celle de l'ancrage, seule prouvée.`,
    fingerprint: "Certificat, par l'empreinte que le magasin a reçue aussi :",
    notProven:
      "Ce que ce rapport ne prouve pas : que les lunettes répondent à ce qu'un opticien et un verrier déclarent faussement ensemble, que le porteur existe, ni que les prix soient justes. Un constat appelle une question ; il ne vaut pas preuve de fraude.",
    facts: {
      store: "Magasin demandeur",
      file: "Dossier du magasin",
      insurer: "Organisme",
      priorAuthorisation: "Prise en charge",
      noPriorAuthorisation: "aucune",
      share: "Part demandée",
      shareOfTotal: ({ share, total, rank, payers }) =>
        `${share} sur ${total} (rang ${rank}, ${payers} organisme${payers > 1 ? "s" : ""})`,
      dossier: "Empreinte du dossier",
    },
    comparison: {
      title: "Qui concorde avec qui",
      caption:
        "Même lettre : même valeur, sans que la valeur soit montrée. A est la valeur de la dernière étape. « Ouvert » : votre demande dit cette valeur ; d'un verrier, le certificat. « Attendu » : l'élément peut encore venir.",
      what: "Élément",
      claim: "Votre demande",
      missing: "manque",
      awaited: "attendu",
      outside: "dehors",
      opened: "ouvert",
      mismatched: "diffère",
      hidden: "caché",
    },
    findings: ({ count }) => `Constats (${count})`,
    statements: ({ count }) => `Déclarations (${count})`,
    number: ({ number }) => `n°\u00a0${number}`,
    statement: {
      signed: "Signature (heure dite)",
      anchored: "Ancrage",
      notAnchored: "pas d'ancrage vérifié",
      status: "État",
      why: "Pourquoi",
      ids: "Empreintes",
      key: "clé",
      party: "partie",
    },
    billed: {
      title: "Ce que dit votre demande",
      item: "Article",
      code: "Code",
      class: "Classe",
      price: "Prix",
      total: "Total",
    },
    hidden: {
      title: "Ce qui reste caché",
      text: "La correction, la référence de commande et la part d'un autre organisme ne sont jamais montrées, pas même dans le certificat : seule se voit leur égalité d'une étape à l'autre. Ce rapport n'ajoute aucune donnée de santé à ce que vous détenez, et ne contient aucun sel.",
    },
  },
};
