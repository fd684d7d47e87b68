import type { Eye } from "./names.js";

/** What stands against a share that was paid. */
interface Standing {
  readonly stage: string;
  readonly when: string;
  readonly reason: string;
  readonly until: string;
}

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** The command: help, options, what it prints. */
export const command = {
  program: {
    description: "Conformity of optical equipment: what is invoiced is what was ordered, made and delivered.",
    version: "output the version number",
    json: "one JSON result on standard output",
    lang: ({ languages }: { languages: string }) => `${languages} (default: LANG)`,
    or: " or ",
    home: "folder of a party: its node, deployment, key, identity and vault (CLAIREVOIE_HOME)",
    exitCodes:
      "Exit codes: 0 done, or conforming; 1 not conforming; 2 bad input or usage; 3 the chain cannot be reached, is another one, or refused; 4 pending; 5 not verifiable.",
    help: "display help for command",
    choice: (value: string) => JSON.stringify(value),
    choices: ({ choices }: { choices: string }) => `choices: ${choices}`,
    byDefault: ({ value }: { value: string }) => `default: ${value}`,
    and: ", ",
    titles: {
      arguments: "Arguments:",
      options: "Options:",
      usage: "Usage:",
      globalOptions: "Global Options:",
      commands: "Commands:",
    },
  },
  usage: {
    unknownCommand: ({ given }: { given: string }) => `unknown command '${given}'`,
    unknownOption: ({ given }: { given: string }) => `unknown option '${given}'`,
    missingArgument: ({ given }: { given: string }) => `missing required argument '${given}'`,
    missingMandatoryOptionValue: ({ given }: { given: string }) => `required option '${given}' not specified`,
    optionMissingArgument: ({ given }: { given: string }) => `option '${given}' argument missing`,
    invalidArgument: ({ given, value, choices }: { given: string; value: string; choices: string }) =>
      `option '${given}' argument '${value}' is invalid. Allowed choices are ${choices}`,
    excessArguments: ({ given }: { given: string }) => `too many arguments for '${given}'`,
    meant: ({ guess }: { guess: string }) => `; did you mean ${guess}?`,
    help: ({ command }: { command: string }) => `; see \`${command} --help\``,
  },
  failure: {
    unexpected:
      "an unexpected failure; please report it with the command that you ran (run it again with CLAIREVOIE_DEBUG=1 for its origin)",
  },
  options: {
    policy: "what is accepted, as JSON (default: see docs)",
    rank: "1 or 2",
    identity: "your identity file (CLAIREVOIE_IDENTITY)",
    asker: "your identity file (CLAIREVOIE_IDENTITY): your own payments, and claims on others, are told apart",
    amc: "your AMC number, in place of an identity: claims on others are found",
    out: "where to write it",
    once: "read to the newest block, then stop",
    yes: "do not ask",
    interval: "between two readings",
    anchor: "sign and anchor it at once; the result is its receipt",
    rpc: "JSON-RPC node (CLAIREVOIE_RPC_URL; default http://127.0.0.1:8545)",
    deployment: "deployment file (CLAIREVOIE_DEPLOYMENT; default deployments/<chain id>.json)",
    supersedes: "the statement that this one replaces",
    reason: "why: breakage, laboratory-remake, adaptation-warranty, prescription-change, order-change, clerical-error",
    claim: "the claim of each certificate, in the same order",
    index: "take the facts from a local index (clairevoie index), and ask no node",
    maxAge: "refuse an index whose last block is older",
    keystore: "encrypted key (CLAIREVOIE_KEYSTORE); in CI, CLAIREVOIE_PRIVATE_KEY instead",
    passphraseFile: "file with the keystore's passphrase (or CLAIREVOIE_PASSPHRASE, or asked for)",
    dryRun: "say what it would cost; send nothing",
    trust: "the node, several nodes that agree (--rpc more than once), or nobody: proofs against a block",
    agree: "how many nodes must agree (default: more than half)",
    blockHash: "the block that you trust, for --trust proof (default: what several nodes agree on)",
    vault: "where dossiers are kept, encrypted (CLAIREVOIE_VAULT; default vault)",
    vaultPassphraseFile: "file with its passphrase (or CLAIREVOIE_VAULT_PASSPHRASE, or asked for)",
  },
  arguments: {
    dossier: "dossier id",
  },
  said: {
    written: ({ file }: { file: string }) => `Written to ${file}.`,
    statement: ({ hash }: { hash: string }) => `Statement ${hash}.`,
    anchored: ({ root, gas }: { root: string; gas: bigint }) => `Anchored under root ${root}, ${gas} gas.`,
    reorganised: "The chain was reorganised: what changed was read again.",
    wouldUse: ({ gas, price }: { gas: bigint; price: string }) => `Would use ${gas} gas, ${price}. Nothing was sent.`,
  },
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
    },
    judged: ({
      judged,
      notConforming,
      pending,
      notVerifiable,
      unreadable,
    }: {
      judged: number;
      notConforming: number;
      pending: number;
      notVerifiable: number;
      unreadable: number;
    }) =>
      `${judged} judged, ${notConforming} not conforming, ${pending} pending, ${notVerifiable} not verifiable, ${unreadable} unreadable.`,
    downgrade:
      "Naming a maker that does not take part turns what could be checked into what cannot: only the rates by store and by maker (--summary, --html), and the answer of the maker that is named, can tell whether it is true.",
    left: ({ seconds }: { seconds: number }) => `, ${seconds} s left`,
  },
  certify: {
    description: "Make the certificate of a dossier for the insurer of one rank (optician)",
    options: {
      receipts: "receipts beside those of the vault: the lens maker's",
      disclose: "frame, lenses or both, where the contract allows it",
      insurerCard: "the insurer's card: lets this insurer settle its share",
      round: "the round to grant it for, instead of the present one on chain",
    },
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
    operation: ({ call, caller, at }: { call: string; caller: string; at: string }) =>
      `${caller} may call ${call} from ${at}`,
  },
  completion: {
    description: "Print a completion script: source <(clairevoie completion bash)",
  },
  correction: {
    options: {
      out: "where to write it (default: standard output)",
    },
  },
  deploy: {
    description: "Deploy the suite, go on with a deployment that was cut off, or check the one that is recorded",
    options: {
      admin: "administers the council's roles; a multisig (default: you)",
      enroller: "enrols opticians and insurers, and declares affiliations (default: you)",
      lensEnroller: "announces lens makers and their names (default: you)",
      guard: "suspends, declares compromises and cancels announcements (default: you)",
      lookBackDays: "how far back a declared compromise may reach (default 30)",
      makerDelayDays: "how long a lens maker is announced before it is enrolled, for ever (default 3)",
      guardDelayDays: "how long a new guard is announced, for ever; no less than for a maker (default 30)",
      folder: "where the deployment file goes",
    },
    checked: ({ file }: { file: string }) => `Deployed already, and all is as ${file} says.`,
    alreadyThere: "already there",
    sending: "sending",
    wouldDeploy: ({ gas, cost }: { gas: bigint; cost: string }) => `Would deploy with at most ${gas} gas, ${cost}, at:`,
    nothingSent: "Nothing was sent or written.",
    poor: ({ account, balance }: { account: string; balance: string }) =>
      `${account} has ${balance}: send it more before you deploy.`,
  },
  doctor: {
    description: "Check node, chain, contracts, key, clock and balance",
    fails: "FAIL",
    node: ({ chainId, name, block }: { chainId: number; name: string; block: number }) =>
      `chain ${chainId} (${name}), block ${block}`,
    clockAgrees: "agrees with the chain",
    clockAhead: ({ seconds }: { seconds: number }) => `the latest block is ${seconds} s old`,
    asRecorded: ({ network }: { network: string }) => `as recorded for ${network}`,
    unexpected: "an unexpected failure",
  },
  dossier: {
    description: "Dossiers of an optician",
    arguments: {
      dossier: "dossier id, or new",
    },
    options: {
      file: "equipment file, or - (default: what was stated last)",
      ticket: "write the ticket for the maker of both lenses here",
    },
    open: {
      description: "Open a dossier: draw its secret and keep it",
    },
    list: {
      description: "List the dossiers of the vault",
    },
    ticket: {
      description: "The line that goes with the order to a lens maker",
      options: {
        eyes: "right, left or right,left",
      },
    },
    claimTicket: {
      description: "The line that goes with the claim to an insurer",
    },
    erase: {
      description:
        "Destroy the secrets of a dossier and of its stock lenses: all that remains of them anywhere is meaningless",
      options: {
        settlementDays: "how many days after the invoice its shares may be settled (default 730)",
      },
      erased: ({ id, units }: { id: string; units: number }) =>
        `${id}: erased${units === 0 ? "" : `, with ${plural(units, "unit", "units")} of stock`}`,
      question: ({ warning }: { warning: string }) => `${warning}\nErase it? (yes/no) `,
      answer: "yes",
      kept: "Nothing was erased.",
    },
    opened: ({ id }: { id: string }) => `Dossier ${id}.`,
    ticketWritten: ({ file }: { file: string }) => `Ticket written to ${file}.`,
    stages: {
      quote: "State the quote",
      order: "State the order; order references must be known",
      invoice: "State the invoice; payers must be known",
    },
  },
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
  party: {
    description: "Parties and their keys",
    options: {
      role: "optician, lens-maker or insurer",
      identity: "identity file (CLAIREVOIE_IDENTITY)",
    },
    new: {
      description:
        "Make the identity file of a business; its party id is a salted commitment, of a lens maker a public name",
      options: {
        identifier: "SIRET of an optician, SIREN of a lens maker, AMC number of an insurer",
        out: "where to write it (default: standard output)",
      },
      made: ({ party }: { party: string }) => `Party id ${party}: give it to the council, and keep the file.`,
    },
    card: {
      description: "Sign the card by which stores know you on chain, and grant you shares (insurer)",
      options: {
        recipient: "to whom certificates are enclosed (age1...), where you take enclosed ones",
        from: "when it starts, unix seconds or a date (default: now)",
        until: "when it ends, unix seconds or a date",
        out: "where to write it (default: standard output)",
      },
    },
    enrol: {
      description: "Enrol an optician or an insurer (council), or carry out an announcement once its delay is over",
      arguments: {
        party: "party id, or name of an announcement, 32 bytes",
      },
      options: {
        role: "optician or insurer; without it, an announcement is carried out",
        controller: "who will manage its keys",
      },
      already: ({ party }: { party: string }) => `${party}: already enrolled so`,
      done: ({ party }: { party: string }) => `${party}: enrolled`,
    },
    announce: {
      description: "Announce a lens maker, or further names of one, to be enrolled once the delay is over (council)",
      arguments: {
        identifiers: "its SIREN, then its EUDAMED numbers",
      },
      options: {
        controller: "who will manage its keys",
        party: "the lens maker that has the further names",
        statesFrom: "from when it states every delivery: unix seconds, or an ISO date (default: its enrolment)",
      },
      done: ({ announcement, party, at }: { announcement: string; party: string; at: string }) =>
        `Party ${party} may be enrolled from ${at}: party enrol ${announcement}`,
    },
    announced: {
      description: "List what is announced and open",
      nothing: "Nothing is announced.",
    },
    cancel: {
      description: "Cancel announcements (guard, or who announced them)",
      arguments: {
        announcements: "names of announcements",
      },
      done: ({ announcement }: { announcement: string }) => `${announcement}: cancelled`,
    },
    guard: {
      description: "The guard's replacement",
      announce: {
        description: "Announce a new guard (admin); it takes the longest delay, and nobody cancels it",
        arguments: { next: "address of the new guard" },
        done: ({ next }: { next: string }) => `${next}: announced as guard`,
      },
      take: {
        description: "Take the guard's place, once the delay is over",
        done: ({ guard }: { guard: string }) => `${guard}: guard`,
      },
    },
    control: {
      description: "Who controls a party",
      offer: {
        description: "Offer control to another account; nothing changes until it takes it (controller)",
        arguments: { candidate: "its address" },
        done: ({ candidate, party }: { candidate: string; party: string }) => `${party}: offered to ${candidate}`,
      },
      take: {
        description: "Take the control that was offered",
        done: ({ controller, party }: { controller: string; party: string }) => `${party}: controlled by ${controller}`,
      },
    },
    link: {
      description: "Links with other opticians",
      arguments: { other: "the other's party id" },
      options: { kind: "same-enterprise or takeover" },
      consent: {
        description: "Consent to a link; it begins with the second consent (controller)",
        done: ({ other, outcome }: { other: string; outcome: "linked" | "consented" }) =>
          outcome === "linked" ? `${other}: linked` : `${other}: consented; waits for its consent`,
      },
      end: {
        description: "End a link from now on, or take a consent back (controller)",
        done: ({ other }: { other: string }) => `${other}: not linked`,
      },
    },
    affiliate: {
      description: "Declare a store and a lens maker affiliated from now on, or end it (council)",
      arguments: { store: "the optician's party id", maker: "the lens maker's party id" },
      options: { end: "end it" },
      done: ({ store, maker, ended }: { store: string; maker: string; ended: boolean }) =>
        `${store} and ${maker}: ${ended ? "no longer affiliated" : "affiliated"}`,
    },
    done: ({ party }: { party: string }) => `${party}: done`,
    compromise: {
      description: "Declare that a key or a controller was in other hands from a past time on (guard)",
      arguments: {
        key: "its address; a controller hands control over first, for it controls nothing more",
      },
      options: {
        party: "the party that it controls or controlled (default: the party of the key)",
        from: "unix seconds, or an ISO date",
      },
      declared: ({ key, from }: { key: string; from: string }) => `${key}: compromised from ${from}`,
    },
    list: {
      description: "List the parties that were enrolled",
      suspended: "suspended",
      listed: ({ party, role, keys, state }: { party: string; role: string; keys: number; state: string }) =>
        `${party}  ${role.padEnd(10)}  ${plural(keys, "key", "keys")} ${state}`,
    },
    keys: {
      description: "A party's keys",
      list: {
        description: "List the keys of a party, with their times",
        arguments: {
          party: "party id (default: that of --identity)",
        },
        revoked: ({ at }: { at: string }) => `revoked ${at}`,
        compromised: ({ from }: { from: string }) => `compromised from ${from}`,
        listed: ({ key, from, ended }: { key: string; from: string; ended: string }) =>
          `${key}  from ${from}  ${ended}`,
      },
      consent: {
        description: "Sign, with the key itself, that it may be added to a party",
      },
      add: {
        description: "Add a key, valid from now on (controller)",
        arguments: {
          key: "the key's address (default: the controller's own)",
        },
        options: {
          consent: "what `keys consent` gave",
        },
        already: ({ key, party }: { key: string; party: string }) => `${key}: already a key of ${party}`,
        added: ({ key, party }: { key: string; party: string }) => `${key}: added to ${party}`,
      },
      revoke: {
        description: "Revoke a key from now on, for ever; what it signed before stays valid (controller)",
        revoked: ({ key }: { key: string }) => `${key}: revoked`,
      },
    },
    suspend: {
      description: "Suspend a party from now on (guard)",
    },
    reinstate: {
      description: "End a suspension (guard)",
    },
  },
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
  },
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
  },
  verify: {
    description: "Judge certificates against the claims that you hold (insurer)",
    arguments: {
      certificates: "certificate files, or - for standard input",
    },
    options: {
      block: "latest, safe, finalized or a number (default latest; what is agreed on: that of settlements)",
      html: "write the report as a page that needs nothing else; of several certificates, a folder",
    },
    verified: "verified",
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
