import { enumerated, thousands } from "../wording.js";
import { names, type StageName } from "./names.js";

interface Parts {
  readonly parts: readonly string[];
}

interface Instant {
  readonly day: number;
  readonly month: number;
  readonly year: string;
  readonly hour: string;
  readonly minute: string;
}

interface Party {
  readonly role: keyof typeof names.roles;
  readonly id: string;
}

interface Pretended {
  readonly role: keyof typeof names.roles;
  readonly key: string;
}

interface Billed {
  readonly code: string;
  readonly grade: string;
  readonly price: string;
}

const held = (does: string) => `the claim that you hold ${does}`;

const MONTHS = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];

/** Reports, their summaries and pages. */
export const report = {
  /** Of the page (BCP 47). */
  language: "en",
  /** What the typography of the language asks of a text before it is shown. */
  typeset: ({ text }: { text: string }) => text,
  list: ({ parts }: Parts) => enumerated(parts, "and"),
  clauses: ({ parts }: Parts) => parts.join("; "),
  euros: ({ cents }: { cents: number }) => {
    const [whole = "", part = ""] = (cents / 100).toFixed(2).split(".");
    return `€${thousands(whole, ",")}.${part}`;
  },
  instant: ({ day, month, year, hour, minute }: Instant) =>
    `${day}\u00a0${MONTHS[month - 1] ?? ""}\u00a0${year}, ${hour}:${minute}`,
  outcomes: {
    conforming: "conforming",
    justified: "conforming, with justification",
    "not-verifiable": "not verifiable",
    pending: "pending",
    "not-conforming": "not conforming",
  },
  until: ({ when }: { when: string }) => `until ${when}`,
  /** A verdict by evidence, which says nothing of what came after its block. */
  asOf: {
    line: ({ block, when }: { block: number; when: string }) =>
      `As of ${when}, block ${block}, by evidence alone: nothing later is in it`,
    unsettled: "What was settled is left out",
    ask: "Nothing now; before you pay, verify with a node.",
    /** Once it is older than a day. */
    outcomes: {
      conforming: ({ when }: { when: string }) => `conformed on ${when}`,
      justified: ({ when }: { when: string }) => `conformed, with justification, on ${when}`,
      "not-verifiable": ({ when }: { when: string }) => `was not verifiable on ${when}`,
      pending: ({ when }: { when: string }) => `was pending on ${when}`,
      "not-conforming": ({ when }: { when: string }) => `did not conform on ${when}`,
    },
  },
  severities: {
    blocking: "Blocking",
    pending: "Pending",
    "not-verifiable": "Not verifiable",
    review: "To review",
    info: "For information",
  },
  items: { rightLens: "Right lens", leftLens: "Left lens", frame: "Frame", extras: "Extra" },
  /** The aspects of both eyes at once, and all that is stated of one eye. */
  bothEyes: {
    code: "grouped codes of both lenses",
    lens: "both lenses",
    prescription: "prescriptions of both eyes",
    orderReference: "order references of both lenses",
    maker: "makers of both lenses",
  },
  wholeEye: { Right: "everything about the right lens", Left: "everything about the left lens" },
  /** What the insurer sees of an aspect. */
  seen: {
    opened: "opened to you",
    equal: "equal, value hidden",
    mismatched: "differs",
    hidden: "hidden",
  },
  /** Who made a statement: in a sentence, and with the article before it taken away in a list. */
  actors: {
    store: ({ siret }: { siret: string }) => `store (SIRET ${siret})`,
    theStore: ({ siret }: { siret: string }) => `the store (SIRET ${siret})`,
    party: ({ role, id }: Party) => `${names.roles[role]} ${id}`,
    theParty: ({ role, id }: Party) => `${names.roles[role]} ${id}`,
    unverified: ({ key, role }: Pretended) =>
      `an author who could not be checked (key ${key}, as ${names.roles[role]})`,
    notEnrolled: ({ key, role }: Pretended) => `a signer who is not enrolled (key ${key}, as ${names.roles[role]})`,
  },
  /** Whether a statement counts, what it replaces and what became of it. */
  status: {
    counts: "counts",
    doesNotCount: "does not count",
    replaces: ({ number, reason }: { number: number; reason: string }) => `replaces no.\u00a0${number} (${reason})`,
    replacesUnseen: ({ reason }: { reason: string }) => `replaces a statement not shown (${reason})`,
    withdrawn: ({ when, reason }: { when: string; reason: string }) => `withdrawn on ${when} (${reason})`,
    voidWithdrawal: ({ when, reason }: { when: string; reason: string }) =>
      `withdrawn to no effect on ${when} (${reason})`,
    replacedBy: ({ number }: { number: number }) => `replaced by no.\u00a0${number}`,
  },
  reasonGiven: ({ reason }: { reason: string }) => `Reason given: ${reason}.`,
  summary: {
    parisTime: "Times are those of Paris.",
    alsoConcerns: ({ aspects }: { aspects: string }) => `Also concerns: ${aspects}.`,
    otherFindings: ({ count }: { count: number }) => `(${count} other finding${count > 1 ? "s" : ""} below.)`,
    stated: ({ who, what }: { who: string; what: string }) => `${who} stated ${what}`,
    isNamed: ({ who, what }: { who: string; what: string }) => `${who} is named as author of ${what}`,
    otherStatements: ({ count }: { count: number }) => `and ${count} other statement${count > 1 ? "s" : ""}`,
    statement: ({ stage, when }: { stage?: StageName | undefined; when: string }) =>
      `the ${stage ? names.stages[stage] : names.statement} (${when})`,
    unverified: ({ signed }: { signed: string }) => `dated ${signed}, not verified`,
    late: ({ signed, anchored }: { signed: string; anchored: string }) => `dated ${signed}, anchored on ${anchored}`,
    withdrawn: ({ when }: { when: string }) => `withdrawn on ${when}`,
    paid: ({ rank, payer }: { rank: number; payer: string }) => `share of rank ${rank} paid by ${payer}`,
    you: "you",
    insurer: ({ id }: { id: string }) => `insurer ${id}`,
    toReview: ({ count }: { count: number }) => `To review: ${count} finding${count > 1 ? "s" : ""} below.`,
    makerNamed: ({ makers }: { makers: string }) => `the order names the maker ${makers}`,
    noShipment: "no lens maker stated a delivery",
    nobodyStated: ({ stages }: { stages: string }) => `nobody stated: ${stages}`,
  },
  /** What the claim says where it is the claim that differs. */
  claim: {
    from: ({ siret }: { siret: string }) => held(`comes from SIRET ${siret}`),
    shares: ({ shares, total }: { shares: string; total: string }) => held(`has shares of ${shares} for ${total}`),
    payers: ({ payers, rank }: { payers: number; rank: number }) =>
      held(`counts ${payers} payer${payers > 1 ? "s" : ""}, you at rank ${rank}`),
    bills: ({ code, grade, price }: Billed) => held(`bills ${code}, class ${grade}, ${price}`),
    billsNone: () => held("bills none"),
    asks: ({ share, rank, authorisation }: { share: string; rank: number; authorisation: string }) =>
      held(`asks for ${share} at rank ${rank}, prior authorisation: ${authorisation || "no number"}`),
    billsInAll: ({ total }: { total: string }) => held(`bills ${total} in all`),
    file: ({ file, siret }: { file: string; siret: string }) => held(`names file ${file} of SIRET ${siret}`),
    otherwise: () => held("says otherwise"),
  },
  conforming: {
    plain: "No deviation: what is invoiced is what was quoted, ordered and delivered, as each party stated.",
    corrected: ({ corrections }: { corrections: string }) =>
      `No deviation, after a justified correction: ${corrections}.`,
    notGranted: ({ share }: { share: string }) =>
      `Ask the optician for a certificate that is made for you: without its grant your share (${share}) cannot be marked as paid.`,
    isPaid: ({ share }: { share: string }) => `Nothing: you have already paid your share (${share}).`,
    payable: ({ share }: { share: string }) => `Nothing: your share (${share}) can be settled.`,
  },
  drawing: {
    title: "Timeline of the dossier",
    store: "Store",
    insurers: "Insurers",
    payments: "payments",
    noLensMaker: "none",
    missing: "missing",
    awaited: "awaited",
    outside: "not taking part",
    sharePaid: ({ rank }: { rank: number }) => `share ${rank} paid`,
    byYou: "by you",
    notCounted: "not counted",
    replaces: ({ number }: { number: string }) => `replaces ${number}`,
    withdrawn: ({ number }: { number: number }) => `withdrawn ${number}`,
    legend:
      "Each number is a statement, detailed below; full circle: it counts, dashed circle: it does not count or is missing. “=”: both stages state the same; “≠”: they differ. ×: withdrawal; €: payment; arrow: replacement. Dates and times are those of Paris.",
  },
  page: {
    title: ({ outcome, file }: { outcome: string; file: string }) => `${outcome} – file ${file}`,
    who: "Who stated it:",
    ask: "What to ask:",
    until: "Pending until:",
    timeline: "Timeline",
    judgedAt: ({ block, when }: { block: number; when: string }) =>
      `Judged with the facts of the chain at block ${block}, ${when}. Times are those of Paris, with UTC in brackets; a time is that of the anchor, the only one that is proven.`,
    fingerprint: "Certificate, by the fingerprint that the store was told too:",
    notProven:
      "What this report does not prove: that the glasses match what an optician and a lens maker state falsely together, that the wearer exists, or that prices are fair. A finding calls for a question; it does not prove fraud.",
    facts: {
      store: "Claiming store",
      file: "File of the store",
      insurer: "Insurer",
      priorAuthorisation: "Prior authorisation",
      noPriorAuthorisation: "none",
      share: "Share claimed",
      shareOfTotal: ({ share, total, rank, payers }: { share: string; total: string; rank: number; payers: number }) =>
        `${share} of ${total} (rank ${rank}, ${payers} insurer${payers > 1 ? "s" : ""})`,
      dossier: "Dossier id",
    },
    comparison: {
      title: "Who agrees with whom",
      caption:
        "Same letter: same value, without the value being shown. A is the value of the last stage. “Opened”: your claim gives that value; of a maker, the certificate does. “Awaited”: it may still come.",
      what: "What",
      claim: "Your claim",
      missing: "missing",
      awaited: "awaited",
      outside: "outside",
      opened: "opened",
      mismatched: "differs",
      hidden: "hidden",
    },
    findings: ({ count }: { count: number }) => `Findings (${count})`,
    statements: ({ count }: { count: number }) => `Statements (${count})`,
    number: ({ number }: { number: number }) => `no.\u00a0${number}`,
    statement: {
      signed: "Signed (as stated)",
      anchored: "Anchored",
      notAnchored: "no anchor verified",
      status: "Status",
      why: "Why",
      ids: "Ids",
      key: "key",
      party: "party",
    },
    billed: {
      title: "What your claim says",
      item: "Item",
      code: "Code",
      class: "Class",
      price: "Price",
      total: "Total",
    },
    hidden: {
      title: "What stays hidden",
      text: "The prescription, the order reference and the share of another insurer are never shown, not even in the certificate: only their equality from one stage to the next can be seen. This report adds no health data to what you hold, and contains no salt.",
    },
  },
};
