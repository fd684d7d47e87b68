/** The page of an audit. */
export const audit = {
  title: "Audit of certificates",
  judged: "judged",
  against: "not conforming",
  pending: "pending",
  notVerifiable: "not verifiable",
  justified: "conforming with justification",
  cannotTell: "without their certificate: cannot tell",
  unreadable: ({ lines }: { lines: string }) => `unreadable of ${lines} lines`,
  unknown: "unknown",
  others: "all others",
  findings: "Findings",
  aboutFindings: "Certificates that have it, out of all that were judged.",
  months: "Months",
  aboutMonths: "Not conforming, out of those whose invoice says that it was signed in that month.",
  stores: "Stores",
  aboutStores: ({ most }: { most: number }) =>
    `Not conforming, out of those that the store claims; at most ${most} stores, those with most first.`,
  storesOpen: "Stores: not verifiable",
  aboutStoresOpen: ({ most }: { most: number }) =>
    `Not verifiable, out of those that the store claims; at most ${most} stores, those with most first.`,
  makers: "Makers that orders name",
  aboutMakers: ({ most }: { most: number }) =>
    `Not verifiable, out of those whose order names the maker; at most ${most} makers, those with most first.`,
  downgrade:
    "Naming a maker that does not take part turns what could be checked into what cannot: only these rates, and the answer of the maker that is named, can tell whether it is true.",
  judgedAt: ({ first, last }: { first: number; last: number }) =>
    `Judged with the facts of the chain at block ${first === last ? last : `${first} to ${last}`}.`,
  notProof: "A finding calls for a question; it does not prove fraud.",
};
