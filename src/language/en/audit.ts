/** The page of an audit. */
export const audit = {
  title: "Audit of certificates",
  judged: "judged",
  against: "not conforming",
  justified: "conforming with justification",
  unreadable: ({ lines }: { lines: string }) => `unreadable of ${lines} lines`,
  unknown: "unknown",
  findings: "Findings",
  aboutFindings: "Certificates that have it, out of all that were judged.",
  months: "Months",
  aboutMonths: "Not conforming, out of those whose invoice says that it was signed in that month.",
  stores: "Stores",
  aboutStores: ({ most }: { most: number }) =>
    `Not conforming, out of those that the store claims; at most ${most} stores, those with most first.`,
  judgedAt: ({ first, last }: { first: number; last: number }) =>
    `Judged with the facts of the chain at block ${first === last ? last : `${first} to ${last}`}.`,
  notProof: "A finding calls for a question; it does not prove fraud.",
};
