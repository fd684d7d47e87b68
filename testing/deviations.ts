import type { AspectName, KeyStatus, Policy } from "../src/protocol/index.js";
import { ASPECTS, hashDossier, hashStatement, ITEMS, partyId, settlementTag } from "../src/protocol/index.js";
import {
  DAY,
  type Draft,
  type DraftLink,
  type DraftStatement,
  NOON,
  replaced,
  restate,
  splitOf,
  statementOf,
  stockUnitOf,
  word,
} from "./drafts.js";

/** One thing that is not as usual about a dossier. */
type Deviation = readonly [name: string, apply: (draft: Draft) => void];

const STAGES = ["quote", "order", "shipment", "invoice"] as const;

/** Changes the statements of a stage. */
const at =
  (stage: number, change: (statement: DraftStatement, draft: Draft) => void) =>
  (draft: Draft): void => {
    for (const one of draft.statements) if (one.stage === stage) change(one, draft);
  };

/** The claim says something odd, and the statements say the same. */
const stated = (name: string, change: (draft: Draft) => void): Deviation => [
  name,
  (draft) => {
    change(draft);
    restate(draft);
  },
];

const ofEachStage: Deviation[] = STAGES.flatMap((name, stage): Deviation[] => [
  [
    `${name} missing`,
    (draft) => {
      draft.statements = draft.statements.filter((one) => one.stage !== stage);
    },
  ],
  [
    `${name} repeated`,
    (draft) => {
      draft.statements.push(...draft.statements.filter((one) => one.stage === stage));
    },
  ],
  [
    `${name} stated twice, otherwise`,
    (draft) => {
      const twin = draft.statements.filter((one) => one.stage === stage).map((one) => structuredClone(one));
      for (const one of twin)
        for (const key of Object.keys(one.aspects) as AspectName[]) one.aspects[key] = word("other");
      draft.statements.push(...twin);
    },
  ],
  [
    `${name} in parts`,
    (draft) => {
      draft.statements.push(...splitOff(draft, stage));
    },
  ],
  [
    `${name} of another dossier`,
    at(stage, (one) => {
      one.dossier = word("another dossier");
    }),
  ],
  [
    `${name} never anchored`,
    at(stage, (one) => {
      one.anchoredAt = 0;
    }),
  ],
  [
    `${name} neither dated nor anchored`,
    at(stage, (one) => {
      Object.assign(one, { issuedAt: 0, anchoredAt: 0 });
    }),
  ],
  [
    `a second ${name} for nothing, neither dated nor anchored`,
    (draft) => {
      const [first] = draft.statements;
      if (first) draft.statements.push({ ...structuredClone(first), stage, aspects: {}, issuedAt: 0, anchoredAt: 0 });
    },
  ],
  [
    `${name} anchored before it was signed`,
    at(stage, (one) => {
      one.anchoredAt = one.issuedAt - 1;
    }),
  ],
  [
    `${name} anchored as it was signed`,
    at(stage, (one) => {
      one.anchoredAt = one.issuedAt;
    }),
  ],
  [
    `${name} anchored at the last second`,
    at(stage, (one) => {
      one.anchoredAt = one.issuedAt + 2 * DAY;
    }),
  ],
  [
    `${name} anchored a second late`,
    at(stage, (one) => {
      one.anchoredAt = one.issuedAt + 2 * DAY + 1;
    }),
  ],
  [
    `${name} signed by another`,
    at(stage, (one) => {
      one.signature = "of another";
    }),
  ],
  [
    `${name} with the signature of another batch`,
    at(stage, (one) => {
      one.signature = "of another digest";
    }),
  ],
  [
    `${name} not signed`,
    at(stage, (one) => {
      one.signature = "none";
    }),
  ],
  [
    `${name} not in its batch`,
    at(stage, (one) => {
      one.isElsewhere = true;
    }),
  ],
  [
    `${name} withdrawn`,
    at(stage, (one) => {
      one.isWithdrawn = true;
    }),
  ],
  [
    `${name} by a suspended party`,
    at(stage, (one) => {
      one.standing = { ...one.standing, suspended: true };
    }),
  ],
  ...(["unknown", "not-yet", "revoked", "compromised"] as const).map(
    (status: KeyStatus): Deviation => [
      `${name} by a key that is ${status}`,
      at(stage, (one) => {
        one.standing = Object.assign({}, one.standing, { status, ...(status === "unknown" && { party: word("") }) });
      }),
    ],
  ),
  ...(["store", "other store", "maker", "insurer"] as const).map(
    (by): Deviation => [
      `${name} by the ${by}`,
      at(stage, (one) => {
        one.by = by;
      }),
    ],
  ),
  [`${name} by a lens maker that is the store`, at(stage, (one, draft) => asTheStore(one, draft))],
  [
    `${name} supersedes`,
    at(stage, (one) => {
      Object.assign(one, { supersedes: word("earlier"), reason: 1 });
    }),
  ],
  [
    `${name} supersedes for no reason`,
    at(stage, (one) => {
      one.supersedes = word("earlier");
    }),
  ],
  [
    `${name} with a reason`,
    at(stage, (one) => {
      one.reason = 2;
    }),
  ],
  [`${name} long before`, at(stage, (one) => move(one, -400 * DAY))],
  [`${name} a day and an hour early`, at(stage, (one) => move(one, -4 * DAY - 3_601))],
  [`${name} long after`, at(stage, (one) => move(one, 20 * DAY))],
]);

const ofEachAspect: Deviation[] = STAGES.flatMap((name, stage) =>
  ASPECTS.flatMap((aspect): Deviation[] => [
    [
      `${aspect} not stated on the ${name}`,
      at(stage, (one) => {
        delete one.aspects[aspect];
      }),
    ],
    [
      `${aspect} stated otherwise on the ${name}`,
      at(stage, (one) => {
        one.aspects[aspect] = word("other");
      }),
    ],
  ]),
);

const ofTheClaim: Deviation[] = [
  [
    "another store",
    ({ claim }) => {
      claim.siret = "78467169500103";
    },
  ],
  [
    "another file",
    ({ claim }) => {
      claim.fileReference = "D-2026-000124";
    },
  ],
  [
    "another AMC number",
    ({ claim }) => {
      claim.amc = "87654321";
    },
  ],
  [
    "another authorisation",
    ({ claim }) => {
      claim.priorAuthorisation = "PEC-1";
    },
  ],
  [
    "another rank",
    ({ claim }) => {
      claim.rank = claim.rank === 1 ? 2 : 1;
    },
  ],
  [
    "another number of payers",
    ({ claim }) => {
      claim.payers = claim.payers === 1 ? 2 : 1;
    },
  ],
  [
    "another share",
    ({ claim }) => {
      claim.shareCents -= 1;
    },
  ],
  [
    "a share above all shares",
    ({ claim }) => {
      claim.shareCents = claim.sharesCents + 1;
    },
  ],
  [
    "shares above the total",
    ({ claim }) => {
      claim.sharesCents = claim.totalCents + 1;
    },
  ],
  stated("a share above all shares, as invoiced", ({ claim }) => {
    claim.shareCents = claim.sharesCents + 1;
  }),
  stated("shares above the total, as invoiced", ({ claim }) => {
    claim.sharesCents = claim.totalCents + 1;
  }),
  stated("a payer alone, as invoiced", ({ claim }) => {
    claim.payers = 1;
  }),
  stated("a payer alone that comes second, as invoiced", ({ claim, statements }) => {
    claim.payers = 1;
    for (const { aspects } of statements) if (claim.rank === 2) delete aspects.payerFirst;
  }),
  stated("a second payer, as invoiced", ({ claim }) => {
    claim.payers = 2;
  }),
  stated("no line of the first item, as invoiced", ({ claim }) => {
    claim.totalCents -= claim.lines.shift()?.priceCents ?? 0;
  }),
  stated("a lens as extras, as invoiced", ({ claim }) => {
    Object.assign(claim.lines[0] ?? {}, { item: "extras" });
  }),
  stated("extras as what was not sold, as invoiced", ({ claim }) => {
    const missing = ITEMS.find((item) => !claim.lines.some((line) => line.item === item));
    if (missing) Object.assign(claim.lines.at(-1) ?? {}, { item: missing });
  }),
  stated("a frame of another class, as invoiced", ({ claim }) => {
    if (claim.frame) claim.frame.class = "B";
  }),
  stated("another AMC number, as invoiced", ({ claim }) => {
    claim.amc = "8765432109";
  }),
  [
    "another price",
    ({ claim }) => {
      repriced(claim, 0, 1);
    },
  ],
  ["a price moved to another line", ({ claim }) => moved(claim)],
  [
    "another code",
    ({ claim }) => {
      Object.assign(claim.lines[0] ?? {}, { code: "VU9" });
    },
  ],
  [
    "another class",
    ({ claim }) => {
      Object.assign(claim.lines[0] ?? {}, { class: "A" });
    },
  ],
  [
    "lines in another order",
    ({ claim }) => {
      claim.lines.reverse();
    },
  ],
  [
    "a lens billed as extras",
    ({ claim }) => {
      Object.assign(claim.lines[0] ?? {}, { item: "extras" });
    },
  ],
  [
    "no line of the first item",
    ({ claim }) => {
      claim.totalCents -= claim.lines.shift()?.priceCents ?? 0;
    },
  ],
  [
    "a frame told",
    ({ claim }) => {
      claim.frame = { frameReference: "MONTURE-8", class: "A" };
    },
  ],
  [
    "a frame of another class told",
    ({ claim }) => {
      claim.frame = { frameReference: "MONTURE-7/54", class: "B" };
    },
  ],
  [
    "no frame told",
    ({ claim }) => {
      delete claim.frame;
    },
  ],
  [
    "no right lens told",
    ({ claim }) => {
      delete claim.lensRight;
    },
  ],
  [
    "another right lens told",
    ({ claim }) => {
      claim.lensRight &&= { ...claim.lensRight, index: 1_600 };
    },
  ],
  [
    "another left lens told",
    ({ claim }) => {
      claim.lensLeft &&= { ...claim.lensLeft, diameterMm: 70 };
    },
  ],
  [
    "treatments in another order",
    ({ claim }) => {
      claim.lensRight?.treatments.reverse();
    },
  ],
  [
    "one treatment more",
    ({ claim }) => {
      claim.lensLeft?.treatments.push("BLEU");
    },
  ],
  [
    "a right lens told that is not opened",
    ({ openings }) => {
      delete openings.lensRight;
    },
  ],
  [
    "a frame told that is not opened",
    ({ openings }) => {
      delete openings.frame;
    },
  ],
];

const ofTheCertificate: Deviation[] = [
  [
    "another salt of the store",
    (draft) => {
      draft.opticianSalt = word("another");
    },
  ],
  [
    "another salt of the payer",
    ({ payer }) => {
      payer.salt = word("another");
    },
  ],
  [
    "another rank of the certificate",
    ({ payer }) => {
      payer.rank = payer.rank === 1 ? 2 : 1;
    },
  ],
  [
    "another salt of the reference",
    ({ openings }) => {
      openings.reference = word("another");
    },
  ],
  [
    "another salt of the bill",
    ({ openings }) => {
      openings.billing = word("another");
    },
  ],
  ...(["codeRight", "codeLeft", "frame", "lensRight", "lensLeft"] as const).flatMap((aspect): Deviation[] => [
    [
      `no salt of ${aspect}`,
      ({ openings }) => {
        delete openings[aspect];
      },
    ],
    [
      `another salt of ${aspect}`,
      ({ openings }) => {
        openings[aspect] = word("another");
      },
    ],
  ]),
  [
    "receipts in another order",
    ({ statements }) => {
      statements.reverse();
    },
  ],
];

const judgedBy = (name: string, changes: Partial<Policy>): Deviation => [
  name,
  (draft) => {
    draft.policy = { ...draft.policy, ...changes };
  },
];
const ofThePolicy: Deviation[] = [
  judgedBy("no lag", { lagSeconds: 0 }),
  judgedBy("a lag of an hour", { lagSeconds: 3_600 }),
  judgedBy("a lag of a second less", { lagSeconds: 3_599 }),
  judgedBy("no lag and no tolerance", { lagSeconds: 0, toleranceSeconds: 0 }),
  judgedBy("a lag and a tolerance of an hour", { lagSeconds: 3_600, toleranceSeconds: 3_600 }),
  judgedBy("a quote of nine days", { quoteSeconds: 9 * DAY }),
  judgedBy("a quote of a second less", { quoteSeconds: 9 * DAY - 1 }),
  judgedBy("any age of the quote", { quoteSeconds: 0 }),
  judgedBy("finality of a month", { finalitySeconds: 30 * DAY }),
  judgedBy("finality of twenty days", { finalitySeconds: 20 * DAY }),
  judgedBy("no reasons", { reasons: [] }),
  judgedBy("an audit of one's own", { acceptOwnSettlement: true }),
  judgedBy("no extras", { extras: [] }),
  judgedBy("a longer tolerance", { toleranceSeconds: 10 * DAY }),
  judgedBy("listed extras", { extras: ["MS1", "MS2"] }),
  ...(["frame", "lensRight", "lensLeft", "band", "renewal"] as const).map((one) =>
    judgedBy(`${one} required`, { require: [one] }),
  ),
  judgedBy("bands told", { bands: [{ code: "VU2", bands: ["VU2"] }] }),
  [
    "the insurer's own AMC number",
    (draft) => {
      draft.insurer = { amc: "12345678" };
    },
  ],
  [
    "another insurer",
    (draft) => {
      draft.insurer = { amc: "12345679" };
    },
  ],
  [
    "an insurer with a longer number",
    (draft) => {
      draft.insurer = { amc: "123456789" };
    },
  ],
  [
    "an insurer with a shorter number",
    (draft) => {
      draft.insurer = { amc: "1234567" };
    },
  ],
  [
    "an insurer that is a party",
    (draft) => {
      draft.insurer = { party: word("insurer") };
    },
  ],
  [
    "settled under another tag",
    (draft) => {
      draft.settled = { tag: `0x${"7a".repeat(20)}`, round: 0, ranks: {} };
    },
  ],
  ["settled by the asker", (draft) => settledBy(draft, word("insurer"))],
  ["settled by another", (draft) => settledBy(draft, word("another insurer"))],
  [
    "judged on the day of the invoice",
    (draft) => {
      draft.blockTime = NOON + 9 * DAY + 3_600;
    },
  ],
];

/** The first statement of a stage, if there is one. */
const first = (draft: Draft, stage: number) => draft.statements.find((one) => one.stage === stage);
const correct =
  (stage: number, reason: number, change: (statement: DraftStatement, draft: Draft) => void = () => {}) =>
  (draft: Draft): void => {
    const one = first(draft, stage);
    if (one) change(replaced(draft, one, { reason }), draft);
  };
const withoutShipment = (draft: Draft, change: (draft: Draft) => void = () => {}) => {
  draft.statements = draft.statements.filter(({ stage }) => stage !== 2);
  change(draft);
};
const linked = (draft: Draft, link: Partial<DraftLink>) =>
  draft.links.push({
    ...{ of: "other store", from: 0, until: Number.MAX_SAFE_INTEGER },
    ...{ sameEnterprise: false, takeover: false, affiliation: false },
    ...link,
  });

/** What revision 1 brought: corrections, makers, links, grants, stock, and what is waited for. */
export const TRADE_DEVIATIONS: readonly Deviation[] = [
  ["a quote corrected for a clerical error", correct(0, 6)],
  ["an order changed", correct(1, 5)],
  ["a shipment remade", correct(2, 2)],
  ["an invoice corrected", correct(3, 6)],
  [
    "another lens made than ordered",
    correct(2, 7, (correction, draft) => {
      for (const one of [correction, first(draft, 3)]) if (one?.aspects.lensRight) one.aspects.lensRight = word("lens");
    }),
  ],
  [
    "a quote corrected by a thief",
    (draft) => {
      correct(0, 6)(draft);
      const quote = first(draft, 0);
      if (quote) quote.isVoid = true;
    },
  ],
  [
    "an invoice not yet anchored",
    (draft) => {
      const invoice = first(draft, 3);
      if (invoice) Object.assign(draft, { blockTime: invoice.issuedAt + DAY });
      if (invoice) invoice.anchoredAt = 0;
    },
  ],
  ["a day after the invoice", (draft) => Object.assign(draft, { blockTime: NOON + 10 * DAY })],
  ["a shipment not yet stated", (draft) => withoutShipment(draft, () => (draft.blockTime = NOON + 10 * DAY))],
  ["a shipment never stated", (draft) => withoutShipment(draft)],
  ["makers that do not take part", (draft) => withoutShipment(draft, () => (draft.enrolled = []))],
  ["makers that are not shown", (draft) => Object.assign(draft, { makers: {} })],
  ["another maker than named", at(2, (one) => Object.assign(one, { by: "other maker" }))],
  [
    "a quote in a linked store",
    (draft) => {
      linked(draft, { sameEnterprise: true });
      at(0, (one) => Object.assign(one, { by: "other store" }))(draft);
    },
  ],
  ["a quote in another store", at(0, (one) => Object.assign(one, { by: "other store" }))],
  ["a maker that is the store's", (draft) => linked(draft, { of: "maker", affiliation: true })],
  ["no grant", (draft) => Object.assign(draft, { grant: null })],
  ["a grant of another key", (draft) => draft.grant && Object.assign(draft.grant, { by: "store" })],
  ["a grant of a later round", (draft) => draft.grant && Object.assign(draft.grant, { round: 1 })],
  ["a share released", (draft) => Object.assign(draft, { settled: { ...draft.settled, round: 1 } })],
  [
    "a right lens from stock",
    (draft) => {
      if (!draft.makers.right) return;
      draft.stock.right = stockUnitOf(draft, "right");
      for (const one of draft.statements) {
        if (one.stage !== 2) continue;
        for (const name of Object.keys(one.aspects)) if (name.endsWith("Right")) delete one.aspects[name as AspectName];
      }
    },
  ],
  ["a unit not used yet", (draft) => draft.stock.right && Object.assign(draft.stock.right, { usedAt: 0 })],
];

/** Each is tried alone, and some together. */
export const DEVIATIONS: readonly Deviation[] = [
  ...TRADE_DEVIATIONS,
  ...ofEachStage,
  ...ofEachAspect,
  ...ofTheClaim,
  ...ofTheCertificate,
  ...ofThePolicy,
];

/** Half of what a stage states goes into a statement of its own. */
function splitOff(draft: Draft, stage: number): DraftStatement[] {
  return draft.statements
    .filter((one) => one.stage === stage)
    .map((one) => {
      const half = structuredClone(one);
      const names = Object.keys(one.aspects) as AspectName[];
      for (const [i, aspect] of names.entries()) delete (i % 2 === 0 ? one : half).aspects[aspect];
      return half;
    });
}

function asTheStore(one: DraftStatement, { opticianSalt, claim }: Draft): void {
  const party = partyId(opticianSalt, "optician", claim.siret);
  Object.assign(one, { by: "maker", standing: { ...one.standing, party } });
}

function move(one: DraftStatement, seconds: number): void {
  one.issuedAt += seconds;
  one.anchoredAt += seconds;
}

function repriced({ lines }: Draft["claim"], line: number, cents: number): void {
  const found = lines[line];
  if (found) found.priceCents += cents;
}

function moved(claim: Draft["claim"]): void {
  repriced(claim, 0, 1);
  repriced(claim, claim.lines.length - 1, -1);
}

/** The invoice as it stands, in this insurer's rank. */
function settledBy(draft: Draft, party: `0x${string}`): void {
  const invoice = draft.statements.find(({ stage }) => stage === 3);
  const hash = invoice ? hashStatement(statementOf(invoice)) : word("invoice");
  const tag = settlementTag(hashDossier(draft.dossier), hash, splitOf(draft));
  draft.settled = { tag: tag.slice(0, 42) as `0x${string}`, round: 0, ranks: { [draft.payer.rank]: party } };
}
