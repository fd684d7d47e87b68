export const program = {
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
    gateway: "gateway that anchors, relays and keeps boxes; several are tried in turn (CLAIREVOIE_GATEWAY)",
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
    as: "print the call that this account is to make, a multisig say; send nothing, and take no key",
    trust: "the node, several nodes that agree (--rpc more than once), or nobody: proofs against a block",
    agree: "how many nodes must agree (default: more than half)",
    blockHash: "the block that you trust, for --trust proof and --evidence (default: what several nodes agree on)",
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
    sent: ({ transaction }: { transaction: string }) => `Transaction ${transaction}: sent.`,
    replaced: ({ transaction, by }: { transaction: string; by: string }) =>
      `Transaction ${transaction}: replaced by ${by}, which does the same.`,
    mined: ({
      transaction,
      block,
      confirmations,
      needed,
    }: {
      transaction: string;
      block: number;
      confirmations: number;
      needed: number;
    }) =>
      `Transaction ${transaction}: mined in block ${block}${needed > 1 ? `, ${confirmations} of ${needed} confirmations` : ""}.`,
    callToMake: ({ as, to, data }: { as: string; to: string; data: string }) =>
      `Let ${as} call ${to}, with value 0 and this data:\n${data}`,
    wouldUse: ({ gas, price }: { gas: bigint; price: string }) => `Would use ${gas} gas, ${price}. Nothing was sent.`,
  },
};
