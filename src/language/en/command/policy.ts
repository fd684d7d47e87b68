import { plural } from "./words.js";

export const policy = {
  policy: {
    description: "Print a policy completed with the defaults, each rule explained (insurer)",
    arguments: {
      file: "your changes, as JSON; the defaults without it",
    },
    rule: ({ name, value, meaning }: { name: string; value: string; meaning: string }) =>
      `${name} ${value}: ${meaning}.`,
    rules: {
      lagSeconds: "How long after issuedAt an anchor may come, seconds",
      toleranceSeconds:
        "By how much a later stage may be signed before an earlier one is anchored, and how long what is missing is waited for, seconds",
      makers: "Lens makers that are known though they do not take part; any maker without the list",
      quoteSeconds: "How long before the invoice the quote may have been anchored, seconds; 0 for any time",
      finalitySeconds: "How old an anchor must be before it is relied on, seconds",
      reasons: "Corrections that are accepted",
      acceptOwnSettlement:
        "True when auditing what one paid oneself; false before paying, so that a second claim is refused",
      require: "Openings and proofs without which the certificate does not do",
      extras: "Codes that may be billed as extras; without the list, those of the table in force",
      bands: "Power bands that a grouped code is billed for, where other than in the table in force",
      acceptDevelopmentKeys: "Whether proofs that anyone can forge count; by default on a local chain only",
    },
  },
  prove: {
    description: "Add proofs of the power bands, and of an early renewal, to a certificate (optician)",
    options: {
      certificate: "the certificate to add them to",
      before: "the dossier of the equipment before, for an early renewal",
      prover: "the program that makes proofs, which is apart (CLAIREVOIE_PROVER)",
      proverSeconds: "how long it may take before it is ended, seconds",
    },
    proving: "Proving…",
  },
  receipts: {
    description: "Gather receipts from several files, each once, of one dossier or of all",
    arguments: {
      files: "receipts files, or -",
    },
    options: {
      dossier: "only those of this dossier",
      out: "where to write them",
    },
    gathered: ({ count }: { count: number }) => `${plural(count, "receipt", "receipts")}.`,
  },
  sandbox: {
    description: "On a development node: deploy, and make an optician, a lens maker and an insurer to play with",
    arguments: {
      folder: "folder to make",
    },
    ready: ({ folder }: { folder: string }) => `Ready in ${folder}.`,
    deploying: "deploying",
  },
  seal: {
    description: "Sign statements as one batch (optician, lens maker)",
    arguments: {
      statements: "statement files, or -",
    },
    options: {
      issuedAt: "unix seconds (default: the time of the latest block)",
      out: "where to write the batch",
    },
  },
  settle: {
    description:
      "Verify certificates, then mark their shares as paid; nothing is marked unless all conform. Pay what it says is settled (insurer)",
    arguments: {
      certificates: "certificate files",
    },
    options: {
      release: "take the mark back instead",
      move: "move the mark to the corrected invoice instead, by a new grant",
    },
    moved: ({ file }: { file: string }) => `${file}: moved`,
    released: ({ file, gas }: { file: string; gas: bigint }) => `${file}: released (${gas} gas)`,
    nothing: "Nothing was settled.",
    outcomes: {
      settled: "settled",
      "already-yours": "already yours: settled before, so nothing is due",
      "rank-taken": "another insurer settled this rank",
      "other-invoice": "another invoice of the dossier is settled, or this one shared otherwise",
      "grant-refused": "the store's grant is not for this insurer and claim",
      "round-passed": "the store's grant is older than a release or a move; ask it for a new one",
      "grant-missing": "the store granted nothing; give it your insurer card, and ask it for a new certificate",
      refused: "not settled",
      held: "not settled, since not all can be",
    },
    outcome: ({ file, outcome }: { file: string; outcome: string }) => `${file}: ${outcome}`,
  },
  ship: {
    description: "State the shipment of the lenses that you made (lens maker)",
    arguments: {
      delivery: "delivery file: what was made, eye by eye",
    },
    options: {
      ticket: "file with the order ticket, or - for standard input; it is secret, so not on the command line",
    },
    posted: ({ until }: { until: string }) => `Posted for the optician, until ${until}.`,
  },
};
