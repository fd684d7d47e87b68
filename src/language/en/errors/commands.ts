/** What is wrong with what the command was given, and with its files. */
export const commands = {
  // Dossiers and stock lenses that a vault keeps
  "amc-with-identity": "is the identity's already; give one of the two",
  "erased-while-settling": ({ until }: { until: string }) =>
    `its shares may still be settled until ${until}, and the key that grants them goes with its secret; --yes erases it all the same`,
  "erased-before-invoice":
    "the vault keeps no receipt of its invoice, and the key that grants its shares goes with its secret; --yes erases it all the same",
  "anchor-late": ({ count, since }: { count: number; since: string }) =>
    `${count} of what gateways were given wait since ${since}, longer than a quarter of their time; run \`clairevoie sync\``,
  "without-stock-lens": "has no lens from stock; `clairevoie stock take` takes one",

  // What keeps a machine from working
  "node-too-old": ({ found, needed }: { found: string; needed: string }) =>
    `Node ${found} is too old: install Node ${needed} or later`,
  "balance-too-low": ({ balance, needed }: { balance: string; needed: string }) =>
    `${balance}; send it at least ${needed} to anchor or withdraw`,

  // The command's files
  "standard-input-twice": "is named twice; standard input holds one document",
  "no-such-folder": ({ folder }: { folder: string }) => `${folder} is no folder; make it first, or name another`,
  "folder-not-empty": ({ folder }: { folder: string }) => `${folder} is not empty; name another one`,
  "secret-for-path": "is a key, a ticket or an id, not a path; put a ticket in a file, and name that",
  unusable: ({ system }: { system: string }) =>
    `cannot be used (${system}); check the folder, your rights and the space left`,
  "not-a-home": ({ folder, file }: { folder: string; file: string }) => `${folder} has no ${file}`,
  "not-alert-log": ({ line }: { line: number }) =>
    `line ${line} is no alert of \`clairevoie watch --log\`; name another file`,
  "vault-not-there": ({ folder }: { folder: string }) =>
    `${folder} does not exist; \`clairevoie dossier open\` makes it`,
  "unknown-format": "names nothing that is known here; is it a file of this project?",
  "policy-not-object": "must be a JSON object, with what is to differ from the default policy",
  "certificates-of-none": "are none: standard input has no dossier id",
  "certificates-need-folder": "must be a folder where there are several dossiers; name one, it is made",
  "pages-need-folder": "must be a folder where there are several certificates; make it first",
  "cursor-of-chain": ({ chainId }: { chainId: number }) => `is the cursor of chain ${chainId}; name another file`,
  "certificate-of-another-deployment": "is another chain or deployment; watch it where it was anchored",
  "plan-of-another-account": "is the plan of another account or chain; use that account, or remove the file",

  // The command's options
  "not-count": ({ limit }: { limit: number }) => `must be a count up to ${limit}`,
  "not-eyes": "must be right, left or right,left",
  "not-disclosure": "must be frame, lenses or frame,lenses",
  "not-unix-seconds": "must be unix seconds",
  "not-time": "must be unix seconds or a date such as 2026-01-31T12:00:00Z",
  "issued-too-far-ahead": "is more than a day ahead; no anchor before that time would count",
  "not-checksummed-address": "is not an address, or its checksum is wrong",
  "not-hexadecimal": "must be 0x and hexadecimal digits",
  "not-node-address": "must be the http(s) address of a JSON-RPC node",
  "not-block-number": "must be a block number",
  "not-block-tag": "must be latest, safe, finalized or a block number",
  "not-block-hash": "must be a block hash: 0x and 64 hexadecimal digits",
  "block-after-deployment": ({ block }: { block: number }) =>
    `must be at most ${block}, the block of the deployment: keys before would be missing`,
  "block-hash-without-proof": "is what proofs are held to; add --trust proof",
  "block-hash-of-one-block": "is of one block: add --once, or give --rpc for each of several nodes",
  "two-blocks": "says another block than --block-hash; leave it out",
  "several-nodes-to-verify": "is given more than once; add --trust quorum or --trust proof",
  "several-nodes-to-index": "is given more than once; add --trust proof",
  "no-quorum-to-index": "must be rpc or proof here; proof takes --rpc several times",
  "one-node-vouches":
    "is needed: one node cannot vouch for itself; give a block that you trust, or --rpc for each of several nodes",
  "node-twice": "names one node twice; it would agree with itself",
  "age-without-index": "is the age of an index; add --index",
  "index-asks-no-node": "asks a node, and --index asks none; leave one of them out",
  "evidence-asks-no-node": "asks elsewhere, and --evidence asks nobody; leave one of them out",
  "signers-needed": "are the keys that you trust to sign checkpoints; --checkpoints and --signers go together",
  "two-vouchers": "vouches for the block already; leave out --block-hash or --checkpoints",
  "evidence-needed": "is of evidence; add --evidence",
  "evidence-pays-nothing": "says what was once true; no payment rests on it, settle asks a node",
  "deployment-unknown": ({ chainId }: { chainId: number }) =>
    `is needed: nothing is known of chain ${chainId}; give the deployment file that the council publishes`,
  "not-as-recorded": ({ file }: { file: string }) =>
    `is not as ${file} records; the council changes roles and delays on chain, another suite goes to another --folder`,
  "not-as-planned": ({ file }: { file: string }) =>
    `is not as ${file} says, which was begun; repeat its options or none, or remove the file`,
  "identity-needed": "is needed: the file that `clairevoie party new` made",
  "insurer-states-nothing": "is that of an insurer, which states nothing",
  "consent-needed": "is needed for another key than the controller's; run `keys consent` with that key",
  "passphrase-not-repeated": "is not the same twice; try again",
  "claims-not-paired": ({ count }: { count: number }) =>
    count === 1
      ? "must name 1 file, the claim of the certificate"
      : `must name ${count} files, one for each certificate`,
  "resume-without-out": "needs --out, the file to go on with",
  "package-needed": ({ needed }: { needed: string }) =>
    `is a package of its own; install it beside this one: npm install ${needed}`,
  "prover-needed": "is needed: the program that makes proofs; see docs/zero-knowledge.md",
  "prover-not-run": "cannot be run; check the command",
  "prover-ended": ({ said }: { said: string }) =>
    `ended without a proof; check the command${said && `. It said: ${said}`}`,
  "prover-too-slow": ({ seconds, said }: { seconds: number; said: string }) =>
    `made no proof in ${seconds} seconds and was ended; give it more by --prover-seconds, or check the command${said && `. It said: ${said}`}`,
  "prover-made-no-proof": "made no proof; is it the program of docs/zero-knowledge.md?",
  "prover-refused": ({ said }: { said: string }) => `was refused by the prover${said && `: ${said}`}`,

  // The command and the chain
  "node-at-address-silent": ({ origin }: { origin: string }) =>
    `the node at ${origin} does not answer; check --rpc and that it runs`,
  "node-failed": "the node failed to answer; check --rpc and that it runs, then run it again",
  "contract-garbled": "a contract does not answer as it should; check the deployment file with `clairevoie doctor`",
  "deployment-of-another-chain": ({ file, found, expected }: { file: string; found: number; expected: number }) =>
    `the node is on chain ${found}, ${file} is of chain ${expected}; use a node of that chain`,
  "not-development-chain": ({ found, expected }: { found: number; expected: number }) =>
    `the node is on chain ${found}; a sandbox is made on a development node (anvil, hardhat node; chain ${expected})`,
};
