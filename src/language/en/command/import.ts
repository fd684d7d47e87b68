export const importing = {
  import: {
    description:
      "State and seal a file of quotes, orders, invoices (optician) or delivery notes (lens maker), CSV or JSON; again states nothing twice",
    arguments: {
      file: "file of documents (docs/documents.md says its columns)",
    },
    options: {
      kind: "what its documents are (default: what its columns tell)",
      identity: "your identity file (CLAIREVOIE_IDENTITY): the store of rows without a SIRET",
      rejects: "write the rows that were not stated here",
      tickets: "write the ids of dossiers and the tickets of orders and claims here (optician); they are secret",
      column: "what a title of the file means, as TITLE=NAME; TITLE= passes it over",
      anchor: "anchor the batch at once",
      out: "where to write the receipts, or the batch (default: beside the file)",
    },
    reading: "reading",
    stating: "stating",
    ticketsWritten: ({ file }: { file: string }) => `Tickets written to ${file}.`,
    ignored: ({ columns }: { columns: string }) => `Columns that are not read: ${columns}.`,
    stated: ({
      file,
      stated,
      already,
      refused,
      isDry,
    }: {
      file: string;
      stated: number;
      already: number;
      refused: number;
      isDry: boolean;
    }) => `${file}: ${stated} ${isDry ? "to state" : "stated"}, ${already} stated before, ${refused} refused.`,
    changed: ({ command, statement }: { command: string; statement: string }) =>
      `was stated with another content; correct it with \`${command} --supersedes ${statement} --reason …\`, then withdraw that`,
    refused: ({ line, column, reason }: { line: number; column: string | undefined; reason: string }) =>
      `line ${line}${column === undefined ? "" : `, column ${column}`}: ${reason}`,
    more: ({ count }: { count: number }) => `and ${count} more; see --rejects or --json`,
    warning: ({ line, column, reason }: { line: number; column: string | undefined; reason: string }) =>
      `warning: line ${line}${column === undefined ? "" : `, column ${column}`}: ${reason}`,
    moreWarnings: ({ count }: { count: number }) => `and ${count} more warnings; see --json`,
    errorColumn: "Error",
    rejectsWritten: ({ file }: { file: string }) => `Refused rows written to ${file}.`,
  },
  index: {
    description: "Follow the chain into a local file, so that audits ask no node (insurer)",
    arguments: {
      file: "the index; made where there is none",
    },
    options: {
      from: "first block (default: that of the deployment, and at most that)",
      check: "then check the index, and compare so many of its facts with the contracts",
    },
    added: ({ block, added, rate, rows }: { block: number | null; added: number; rate: number; rows: number }) =>
      `block ${block ?? "none"}: ${added} rows added (${rate} a second), ${rows} in all`,
    checked: ({ rows, compared, problems }: { rows: number; compared: number; problems: number }) =>
      `checked: ${rows} rows, ${compared} facts compared with the contracts, ${problems} problems`,
    problem: ({ kind, block }: { kind: string; block: number }) => `${kind}: block ${block}`,
    judgedWith: ({ block, hours }: { block: number; hours: number }) =>
      `Judged with a local index up to block ${block}, ${hours >= 1 ? `${hours} h old` : "fresh"}: what happened since is not seen.`,
    blocks: "blocks",
  },
  inspect: {
    description: "Print any file or ticket for a person, its secrets hidden",
    arguments: {
      file: "file, or - for standard input",
    },
    options: {
      reveal: "show salts, secrets and health values as well",
    },
  },
  key: {
    description: "Encrypted signing keys",
    options: {
      passphraseFile: "file with the passphrase (or CLAIREVOIE_PASSPHRASE, or asked for)",
    },
    new: {
      description: "Draw a key and write it encrypted",
      arguments: {
        file: "keystore file to make",
      },
    },
    import: {
      description:
        "Write a key that you have encrypted; it is read from CLAIREVOIE_PRIVATE_KEY or asked for, never from the command line",
      arguments: {
        file: "keystore file to make",
      },
    },
    convert: {
      description: "Make a keystore of ours from another (cast, geth, ethers), one that is derived with PBKDF2 too",
      arguments: {
        old: "keystore to read",
        file: "keystore file to make",
      },
      options: {
        newPassphraseFile: "file that holds the passphrase of the new keystore (default: that of the old one)",
      },
    },
    askPassphraseOf: ({ file }: { file: string }) => `Passphrase of ${file}: `,
    askPrivateKey: "Private key: ",
    address: {
      description: "Say whose key a keystore holds; no passphrase is needed",
      arguments: {
        file: "keystore file",
      },
    },
    askPassphrase: "New passphrase: ",
    askAgain: "Once more: ",
    encrypted: ({ address, file }: { address: string; file: string }) => `${address}, encrypted in ${file}`,
  },
};
