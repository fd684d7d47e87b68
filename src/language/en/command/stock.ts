import type { Eye } from "../names.js";
import { plural } from "./words.js";

/** What stands against a share that was paid. */
interface Standing {
  readonly stage: string;
  readonly when: string;
  readonly reason: string;
  readonly until: string;
}

export const stock = {
  stock: {
    description: "Lenses that are shipped before anyone has ordered them",
    state: {
      description: "State what you ship to a store's stock, signed as one batch, and write its tickets (lens maker)",
      arguments: {
        stock: "stock file, or -",
      },
      options: {
        units: "where to write the tickets, for the store alone; they are secret",
        out: "where to write the batch, or the receipts",
      },
      ticketsWritten: ({ count, file }: { count: number; file: string }) =>
        `${plural(count, "ticket", "tickets")} written to ${file}.`,
      anchored: ({ root }: { root: string }) => `Anchored under root ${root}.`,
    },
    receive: {
      description: "Take delivered units into your vault (optician)",
      arguments: {
        units: "the maker's file of tickets, or -",
      },
      options: {
        receipts: "the maker's receipts of these units",
      },
      received: ({ count }: { count: number }) => `${plural(count, "unit", "units")} received`,
    },
    list: {
      description: "List the units of the vault",
      listed: ({
        unit,
        article,
        takenFor,
      }: {
        unit: string;
        article: string;
        takenFor: { eye: Eye; dossier: string } | undefined;
      }) => `${unit}  ${article}${takenFor ? `  ${takenFor.eye} of ${takenFor.dossier}` : ""}`,
    },
    take: {
      description: "Take a unit for an eye of a dossier, before the quote",
      arguments: {
        unit: "the unit, as listed",
      },
      options: {
        eye: "right or left",
      },
      taken: ({ id, eye }: { id: string; eye: Eye }) => `${id}: taken (${eye})`,
    },
    putBack: {
      description: "Put a unit back that was taken and not mounted: its dossier no longer states that eye under it",
      arguments: {
        unit: "the unit, as listed",
      },
      done: ({ id }: { id: string }) => `${id}: put back`,
    },
    erase: {
      description: "Destroy what you keep of a unit that serves no dossier: its ticket, its lens and its receipt",
      arguments: {
        unit: "the unit, as listed",
      },
      erased: ({ id }: { id: string }) => `${id}: erased`,
    },
    use: {
      description:
        "Consume the units of a dossier on chain, for ever: when they are mounted, by the time of the invoice",
      consumed: ({ eye, outcome }: { eye: Eye; outcome: "used" | "already-used" }) =>
        `${eye}: ${outcome === "used" ? "consumed" : "was consumed already"}`,
    },
    show: {
      description: "Say whether a unit of yours is consumed on chain",
      arguments: {
        unit: "the unit, as listed",
      },
      state: ({ on }: { on: string | null }) => (on === null ? "not consumed" : `consumed on ${on}`),
    },
  },
  trust: {
    agreed: ({ block }: { block: number }) => `Agreed at block ${block}.`,
    proven: ({ hash }: { hash: string }) => `Proven against block ${hash}.`,
    dissent: ({ nodes }: { nodes: string }) => `Not believed, for it was silent or said otherwise: ${nodes}.`,
  },
  vault: {
    askPassphrase: ({ folder }: { folder: string }) => `Passphrase of the vault ${folder}: `,
  },
  verdict: {
    who: "Who stated it:",
    ask: "What to ask:",
    timeline: "  Timeline",
    you: "you",
    insurer: "insurer",
    paid: ({ rank, who }: { rank: number; who: string }) => `   €  share of rank ${rank} paid by ${who}`,
    notAnchored: ({ says }: { says: string }) => `not anchored; says ${says}`,
    fingerprint: ({ fingerprint }: { fingerprint: string }) => `  Certificate ${fingerprint}`,
  },
  verify: {
    description: "Judge certificates against the claims that you hold (insurer)",
    arguments: {
      certificates: "certificate files, or - for standard input",
    },
    options: {
      block: "latest, safe, finalized or a number (default latest; what is agreed on: that of settlements)",
      ticket: "claim ticket, in place of a certificate: fetches what it leads to at --gateway, keeps and judges it",
      out: "where to keep what a ticket led to (default: its fingerprint, here)",
      html: "write the report as a page that needs nothing else; of several certificates, a folder",
      evidence:
        "judge by this evidence file, and ask no node; --block-hash or --checkpoints says which block you trust",
      checkpoints: "with --evidence: signed checkpoints that vouch for its block; --signers names whom you trust",
      withoutSettlements: "with --evidence that does not prove what was settled: judge all else",
    },
    verified: "verified",
  },
  evidence: {
    description: "Keep what proves the facts of verdicts, so that they can be repeated with no node, years later",
    make: "Collect the evidence of certificates at one block, from any node; one file for all",
    cut: "Cut out of an evidence file what these certificates need; asks no node",
    options: {
      block: "latest, safe, finalized or a number (default: that of settlements)",
      settlements: "prove what was settled too: it then shows whoever has a certificate which insurers paid",
      identity: "files of the keys that open enclosed certificates (CLAIREVOIE_ENCLOSING_KEY)",
      out: "where to write the evidence; never over another file",
    },
    proven: "proven",
    made: ({ block, hash }: { block: number; hash: string }) =>
      `Evidence of block ${block}. It proves something to whoever knows from elsewhere that the block's hash is ${hash}`,
  },
  checkpoint: {
    description: "Say that a block is the chain's, for readers of evidence",
    sign: "Sign the number and the hash of a block that your node holds for final",
    check: "Say which blocks are vouched for by enough of the keys that you trust",
    arguments: { checkpoints: "files of checkpoints" },
    options: {
      block: "latest, safe, finalized or a number (default: that of settlements)",
      signers: "your list of the keys that you trust to sign checkpoints, and how many must agree",
      out: "where to write the checkpoint; never over another file",
    },
    signed: ({ block, hash, by }: { block: number; hash: string; by: string }) =>
      `Block ${block}, ${hash}: signed by ${by}`,
    checked: ({ block, hash, found, needed }: { block: number; hash: string; found: number; needed: number }) =>
      `${found >= needed ? "✓" : "✗"} block ${block}, ${hash}: ${found} of the keys that you trust, ${needed} needed`,
  },
  watch: {
    description: "Report withdrawals, compromised keys and second claims that touch certificates (insurer)",
    arguments: {
      certificates: "certificates that you paid",
    },
    options: {
      cursor: "where to keep how far was read, for the next run",
      log: "a file to which each alert is added once, whatever happens to this process",
      from: "first block (default: that of the deployment)",
      identity: "your identity file (CLAIREVOIE_IDENTITY): only what stands against your own marks is an alarm",
      remakeDays: "how many days the remake of a returned or broken lens is awaited",
    },
    alarms: {
      "invoice-withdrawn": ({ when, reason }: Standing) =>
        `the invoice that you paid was withdrawn on ${when} (${reason}); move your mark to the invoice that replaces it, or release it`,
      "remake-awaited": ({ stage, when, reason, until }: Standing) =>
        `the ${stage} was withdrawn on ${when} (${reason}), and no remake is shown; it is awaited until ${until}`,
      "remake-missing": ({ stage, when, reason }: Standing) =>
        `the ${stage} was withdrawn on ${when} (${reason}), and no remake came; ask for one, or for your money, and release your mark`,
    },
    alert: ({
      file,
      kind,
      why,
      block,
      transaction,
    }: {
      file: string;
      kind: string;
      why: string;
      block: number;
      transaction: string;
    }) => `${file}: ${kind}${why} in block ${block}, ${transaction}`,
  },
  withdraw: {
    description: "Withdraw your own statement, for everyone who verifies to find; it is final",
    arguments: {
      statement: "hash of the statement",
    },
    notInVault:
      "No receipt in your vault has this statement. If another party made it, withdrawing it has no effect for anyone.",
    withdrawn: ({ statement, gas }: { statement: string; gas: bigint }) => `${statement}: withdrawn (${gas} gas)`,
  },
};
