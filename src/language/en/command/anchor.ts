import { plural } from "./words.js";

export const anchor = {
  anchor: {
    description:
      "Anchor batches, yours or anyone's, under one root, and make their receipts; doing it again costs nothing",
    arguments: {
      batches: "batch files, or -",
    },
    options: {
      out: "where to write the receipts",
    },
    anchored: ({ root, at, gas }: { root: string; at: string; gas: bigint }) =>
      gas === 0n ? `Root ${root} was anchored already, ${at}.` : `Root ${root} anchored, ${at}, ${gas} gas.`,
  },
  audit: {
    description: "Judge a stream of certificates and claims, of any length (insurer)",
    arguments: {
      files: 'NDJSON, {"certificate", "claim"} a line, gzip or not; - for standard input',
    },
    options: {
      block: "latest, safe, finalized or a number",
      out: "where to write the verdicts, one a line",
      resume: "go on where --out ends, after an interruption",
      jobs: "how much is read and judged at the same time (default: one for each core)",
      summary: "write the summary, as JSON",
      html: "write the summary as a page",
      every: "seconds between two requests to a gateway, so that their times say nothing of claims (default: 0)",
    },
    judged: ({
      judged,
      notConforming,
      pending,
      notVerifiable,
      cannotTell,
      unreadable,
    }: {
      judged: number;
      notConforming: number;
      pending: number;
      notVerifiable: number;
      cannotTell: number;
      unreadable: number;
    }) =>
      `${judged} judged, ${notConforming} not conforming, ${pending} pending, ${notVerifiable} not verifiable, ${cannotTell} without their certificate, ${unreadable} unreadable.`,
    downgrade:
      "Naming a maker that does not take part turns what could be checked into what cannot: only the rates by store and by maker (--summary, --html), and the answer of the maker that is named, can tell whether it is true.",
    left: ({ seconds }: { seconds: number }) => `, ${seconds} s left`,
  },
  certify: {
    description: "Make the certificates of dossiers for the insurer of one rank (optician)",
    arguments: {
      dossiers: "dossier ids, or - for a list of them on standard input",
    },
    options: {
      out: "where to write it; of several dossiers, a folder",
      receipts: "receipts beside those of the vault: the lens maker's",
      disclose: "frame, lenses or both, where the contract allows it",
      insurerCard: "the insurer's card: lets this insurer settle its share",
      for: "the insurer's card: lets it settle, and encloses the certificate for it alone (--out names the file)",
      round: "the round to grant it for, instead of the present one on chain",
    },
    fingerprint: ({ fingerprint }: { fingerprint: string }) =>
      `Certificate ${fingerprint}: the insurer's report says the same.`,
    certifying: "certifying",
    made: ({ made, refused, folder }: { made: number; refused: number; folder: string }) =>
      `${plural(made, "certificate", "certificates")} in ${folder}${refused === 0 ? "" : `; ${plural(refused, "dossier", "dossiers")} refused`}.`,
    foreseen: ({ sentence, remedy }: { sentence: string; remedy: string }) =>
      `An insurer that verifies it now finds: ${sentence}${remedy}`,
    remedies: {
      withdraw: ({ statement }: { statement: string }) =>
        ` If you have not withdrawn what it replaces: clairevoie withdraw ${statement} --reason superseded`,
      showReplaced: ({ statement }: { statement: string }) =>
        ` Add the receipt of ${statement}, which it replaces: --receipts FILE`,
      replace: ({ statement }: { statement: string }) =>
        ` State what holds instead, with --supersedes ${statement} and --reason, and certify again.`,
    },
    withoutNode:
      "No node was asked. The card's signature, dates and AMC number were checked; not that its key is the insurer's: take the card from the insurer itself. No earlier release of the share is known of (--round). `clairevoie sync` tells whether the anchors stand.",
    unanchored: ({ count }: { count: number }) =>
      `${plural(count, "statement", "statements")} of this dossier wait for an anchor that two sources see: until then the insurer finds the certificate pending. \`clairevoie sync\` tells when.`,
  },
  announced: {
    maker: ({
      announcement,
      party,
      identifiers,
      at,
    }: {
      announcement: string;
      party: string;
      identifiers: string;
      at: string;
    }) => `lens maker ${identifiers} (party ${party}) may be enrolled from ${at}; announcement ${announcement}`,
    names: ({
      announcement,
      party,
      identifiers,
      at,
    }: {
      announcement: string;
      party: string;
      identifiers: string;
      at: string;
    }) => `names ${identifiers} of party ${party} may be enrolled from ${at}; announcement ${announcement}`,
    guard: ({ next, at }: { next: string; at: string }) => `${next} may take the guard's place from ${at}`,
    operation: ({
      operation,
      call,
      values,
      caller,
      at,
    }: {
      operation: string;
      call: string;
      values: string;
      caller: string;
      at: string;
    }) => `${caller} may call ${call}(${values}) from ${at}; announcement ${operation}`,
  },
  completion: {
    description: "Print a completion script: source <(clairevoie completion bash)",
  },
  correction: {
    options: {
      out: "where to write it (default: standard output)",
    },
  },
};
