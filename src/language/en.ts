import { enumerated, thousands } from "./wording.js";

/**
 * Every sentence in English, by what says it. `errors` are by their code: a code never changes its meaning once published.
 * A section is a constant of its own and calls nothing while it is made, so that a program which says little bundles little.
 */

type Eye = "right" | "left";

/** What to do when a contract refuses, by the name of its error. */
export const remedies = {
  AccessManagedUnauthorized: "sign with the account that holds this role",
  AccessManagerNotReady: "wait until the delay is over, then run it again",
  AccessManagerExpired: "it was announced too long ago; announce it anew",
  AccessManagerAlreadyScheduled: "it is announced already; wait for its delay",
  PartyExists: "it is enrolled already; see `party list`",
  UnknownParty: "the council enrols it first; see `party list`",
  RoleNotEnrollable: "use the role of the party's identity file",
  ZeroParty: "use the id that `party new` gave",
  AlreadySuspended: "there is nothing to do",
  NotSuspended: "there is nothing to do",
  NotController: "the council enrols the party first, then its controller signs",
  KeyTaken: "the key is of a party already, for ever; see `party keys list`",
  KeyConsentInvalid: "run `keys consent` with that key and identity",
  UnknownKey: "see `party keys list` for the keys",
  KeyAlreadyRevoked: "there is nothing to do",
  CompromiseInFuture: "give a --from that is past",
  CompromiseTooOld: "give a --from that is no earlier than the second number, in unix seconds",
  CompromiseNotEarlier: "an earlier time is declared already",
  NotInsurer: "sign with a valid key of an enrolled insurer",
  NotOfParty: "sign with a valid key of this identity's party",
  NotSettled: "nothing is marked; there is nothing to release",
  NotSettledBy: "another party marked it; only that one releases it",
};

/** What was being done when the chain refused. */
export const activities = {
  "adding-key": "adding a key",
  anchoring: "anchoring",
  "announcing-lens-maker": "announcing a lens maker",
  "asking-verdict": "asking the chain's verdict",
  "checking-deployment": "checking the deployment",
  "declaring-compromise": "declaring a compromise",
  deploying: "deploying",
  "enrolling-lens-maker": "enrolling a lens maker",
  "enrolling-party": "enrolling a party",
  "planning-deployment": "planning the deployment",
  "reading-anchor": "reading the anchor",
  "reading-chain": "reading the chain",
  "reading-deployed": "reading what was deployed",
  "reading-events": "reading events",
  "reading-key": "reading the key",
  "reading-keys": "reading keys",
  "reading-party": "reading the party",
  "reading-stock": "reading stock lenses",
  "reinstating-party": "reinstating a party",
  "releasing-settlement": "releasing a settlement",
  "revoking-key": "revoking a key",
  settling: "settling",
  "suspending-party": "suspending a party",
  "using-stock": "using stock lenses",
  "withdrawing-statement": "withdrawing a statement",
};

/** A sentence with what it is about before it: a field, a file, an activity. */
export const about = ({ subject, sentence }: { subject: string; sentence: string }) => `${subject}: ${sentence}`;

const remedyOf = (refusal: string): string => {
  const remedy = Object.entries(remedies).find(([name]) => refusal.startsWith(`${name}(`))?.[1];
  return remedy === undefined ? "" : `; ${remedy}`;
};

/** What an error counts, as its sentence names it. */
const counted = {
  items: "items",
  columns: "columns",
  documents: "documents; split it",
  leaves: "leaves",
  statements: "statements",
  treatments: "treatments",
  units: "units; make several files",
};

const types = {
  text: "a text",
  number: "a number",
  "whole number": "a whole number",
  "true or false": "true or false",
  object: "an object",
  list: "a list",
  bytes: "bytes",
};

const stages = { quote: "a quote", order: "an order", shipment: "a shipment", invoice: "an invoice" };

const unproven = {
  unlinked: "has no header that links it to its neighbours",
  "other-receipts": "has other receipts than its header says",
  astray: "does not belong to the chain of the trusted block",
};

const notAsDeployed = (what: string) =>
  `${what}: not as the deployment file says; remove the file if the chain was started anew, correct it if the council changed this`;

const aRole = { optician: "an optician", "lens-maker": "a lens maker", insurer: "an insurer" };

/** What the range of an option is measured in. */
const measured = {
  number: "",
  seconds: " seconds",
  hours: " hours",
  days: " days",
  nodes: ", the nodes that --rpc names",
};

/** What is wrong with an input, or why the chain did not do what was asked; after the field, where there is one. */
export const errors = {
  // Whether something is there
  needed: "is needed",
  empty: "is empty",
  "not-there": "is not there; check the path",
  "already-there": ({ holds }: { holds: "key" | "identity" }) =>
    `is there already, and may be the only copy of ${holds === "key" ? "a key" : "an identity"}; choose another name`,
  unreadable: ({ system }: { system: string }) => `cannot be read (${system}); check the path and your rights`,
  unwritable: ({ system }: { system: string }) => `cannot be written (${system}); check the folder and the space left`,
  "not-a-file": "is not a file",

  // Size and number
  "too-long": ({ limit, unit }: { limit: number; unit: "characters" | "bytes" }) => `is longer than ${limit} ${unit}`,
  "too-short": ({ limit }: { limit: number }) => `must have at least ${limit} characters`,
  "too-large": ({ limit }: { limit: number }) => `is larger than ${limit} bytes`,
  "too-large-for-its-kind": ({ limit }: { limit: number }) =>
    `is larger than ${limit} bytes: it is no such file, or edited`,
  "too-deep": ({ limit }: { limit: number }) => `is nested deeper than ${limit} levels`,
  "too-many": ({ limit, of }: { limit: number; of: keyof typeof counted }) => `has more than ${limit} ${counted[of]}`,
  "too-many-receipts": ({ limit }: { limit: number }) => `are more than ${limit} with those of stock lenses`,
  "too-few": ({ limit, of }: { limit: number; of: keyof typeof counted }) => `has fewer than ${limit} ${counted[of]}`,
  "too-small": ({ limit }: { limit: number }) => `must be at least ${limit}`,
  "too-big": ({ limit }: { limit: number }) => `must be at most ${limit}`,

  // The shape of JSON and of values
  "not-json": "is not valid JSON (truncated or edited?)",
  "not-valid": "is not valid",
  "wrong-type": ({ type }: { type: keyof typeof types }) => `must be ${types[type]}`,
  "wrong-format": ({ pattern }: { pattern: string }) => `must match ${pattern}`,
  "wrong-version": ({ format }: { format: string }) => `must be ${JSON.stringify(format)}: another version?`,
  "not-one-of": ({ options }: { options: string }) => `must be one of ${options}`,
  "must-equal": ({ expected }: { expected: string }) => `must be ${expected}`,
  "unknown-field": ({ given }: { given: string }) => `has an unknown field ${given}`,
  "forbidden-field": ({ given }: { given: string }) => `has a field that may not be there: ${given}`,
  "field-twice": ({ given }: { given: string }) => `has the field ${given} twice`,
  "field-twice-in-two-spellings": "has a field twice, in two spellings",
  "lost-in-json": ({ type }: { type: string }) =>
    `cannot be written as JSON (${type}); leave it out, or write it as text or a number`,

  // Numbers and identifiers
  "not-siret": "must be 14 digits",
  "siret-check-digit": "is not a SIRET: its check digit is wrong",
  "not-amc": "must be 8 to 10 digits",
  "not-identifier": ({ shortest, longest }: { shortest: number; longest: number }) =>
    `must be ${shortest} to ${longest} upper-case letters, digits or . / _ -`,
  "not-whole-cents": "must be a whole number of euro cents",
  "not-whole-millimetres": "must be a whole number of millimetres",
  "not-whole-seconds": "must be a whole number of seconds",
  "not-thousandths": "must be the refractive index in thousandths",
  "not-hex": ({ digits }: { digits: number }) => `must be 0x and ${digits} lower-case hexadecimal digits`,
  "not-lower-case-hex": "must be lower-case hexadecimal after 0x",
  "not-signature": "must be 0x, or 0x and 130 lower-case hexadecimal digits",
  "wrong-length-in-bytes": ({ bytes }: { bytes: number }) =>
    `must be ${bytes} bytes (${2 * bytes} hexadecimal digits after 0x)`,
  "not-bytes": ({ bytes }: { bytes: number }) => `must be ${bytes} bytes`,
  "not-words": "must be words of 32 bytes",
  "not-address": "must be an address: 0x and 40 hexadecimal digits",
  "wrong-checksum": "has a wrong checksum (EIP-55): a character was changed",
  "not-predicate": "must be 1 to 40 of a-z, 0-9 and -",

  // Equipment, prices, prescriptions
  "not-dioptres": "must be dioptres with at most two decimals, such as -1.25",
  "addition-of-lens-type": "must be zero for a unifocal lens and positive for any other",
  "out-of-range-transposed": "is out of range once the cylinder is written positive",
  "above-field-order": "must be below the order of the BN254 scalar field",
  "item-twice": "may have one line for each lens and one for the frame",
  "not-sum-of-lines": "is not the sum of the lines",
  "not-total-or-item-twice": "do not add up to totalCents, or repeat an item",
  "not-rank-of-aspect": "is not the rank of this aspect",
  "aspect-not-of-stage": ({ stage }: { stage: string }) => `has no place at the stage ${stage}`,
  "no-such-leaf": ({ leaf }: { leaf: number }) => `there is no leaf ${leaf}`,
  "categories-incomplete":
    "the table of categories does not have one row for every lens; use a table that was published",

  // Proofs
  "without-category": "falls under no category of the article; a category cannot be proven of it",
  "without-renewal-criterion": "differs from the earlier one by no criterion of early renewal",

  // Tickets
  "not-ticket-characters": "holds a character that no ticket has",
  "ticket-length": "has a wrong length or ending",
  "ticket-cut-short": "is cut short",
  "ticket-prefix": ({ prefix }: { prefix: string }) =>
    `must begin with ${prefix}: is it another kind of ticket, or of another version?`,
  "ticket-check": "does not check: a character was changed, lost or added on the way; copy it again",
  "ticket-without-eye": "must name at least one eye",
  "ticket-without-rank": "is for no rank",
  "eye-not-ordered": "is an eye that the ticket does not order",

  // Dossiers, statements, certificates
  "of-another-dossier": "is of another dossier",
  "of-another-unit": "is that of another unit",
  "needed-to-state": ({ stage }: { stage: keyof typeof stages }) => `is needed to state ${stages[stage]}`,
  "needed-for-stock": "is needed where stock lenses are used",
  "without-lens": "has no lens",
  "without-ticket": "has no ticket",
  "without-invoice": "has no invoice that counts; verify it first",
  "id-twice": "has one id twice; put one after the other",
  "cursor-of-another-chain": ({ given, found }: { given: number; found: number }) =>
    `is ${given}, the node is on chain ${found}; name the cursor of that chain`,

  // Stock lenses
  "stock-not-unifocal": "must be unifocal: others are ordered",
  "stock-prescription": "must be left out of a lens with a cylinder or a prism: mounting sets it",
  "stock-other-eye": "serves the other eye of this dossier; a pair takes two units",
  "stock-not-ordered": ({ eye }: { eye: Eye }) => `name the ${eye} one, which comes from stock; leave it out`,
  "stock-receipt-needed": ({ eye }: { eye: Eye }) =>
    `have none of the ${eye} lens, which comes from stock; add its maker's`,
  "stock-consumed": ({ eye, day }: { eye: Eye; day: string }) =>
    `the ${eye} lens: its unit was consumed on ${day} for another dossier or eye; take another unit`,
  "stock-without-registry": "this deployment has no stock registry; use one that was made with it",

  // Documents that are imported
  "cell-empty": "is empty; fill it in",
  "prices-empty": "is empty, and so is every price; fill in what is billed",
  "eyes-empty": "is empty, and so is the other eye; fill in what was made",
  "cell-never-stated": "is empty, and was never stated of that lens; fill it in",
  "cell-rounded": "was turned into a rounded number by a spreadsheet; format the column as text",
  "cell-with-control": "holds a control character; type it again",
  "not-euros": "must be euros with at most two decimals, such as 1234,50",
  "dioptres-out-of-range": ({ least, most }: { least: number; most: number }) =>
    `must be ${least} to ${most} dioptres; was a decimal mark lost?`,
  "not-degrees": ({ most }: { most: number }) => `must be whole degrees, 0 to ${most}`,
  "not-diameter": "must be whole millimetres, 40 to 90",
  "not-refractive-index": "must be a refractive index, such as 1,600",
  "not-class": "must be A or B",
  "not-lens-type": "must be unifocal, multifocal or progressif (progressive)",
  "not-document-kind": "must be devis, commande, livraison or facture",
  "not-correction": "must be written like -2,00 (-1,00) 20° Add 2,00",
  "correction-twice": "is given beside sphere, cylinder and axis; keep one of the two",
  "not-sum-of-prices": "is not the sum of the prices; correct a price or the total",
  "eye-not-of-ticket": "is of an eye that the ticket does not order; empty the cells of that eye",
  "lens-never-quoted": "is of a lens that was never quoted; correct the quote first, or empty the cells of that eye",
  "without-quote": "has no quote that was stated; import its quote first",
  "quoted-without-lenses": "is of a file that was quoted without lenses; remove the row",
  "of-another-store": "is another store's than the identity; import it with that store's identity",
  "kind-needed": "is needed: the columns do not tell; say quote, order, shipment or invoice",
  "not-texts-and-numbers": "must be an object of texts and numbers",
  "column-twice": "is there twice, under two names; remove one",
  "columns-alike": ({ first, second }: { first: string; second: string }) =>
    `has two columns for the same thing, ${first} and ${second}; remove one`,
  "more-cells-than-titles":
    "has more cells than there are titles; is a delimiter within a cell that has no quotation marks?",
  "fewer-cells-than-titles": "has fewer cells than there are titles; is the row cut short?",
  "without-titles": "has no title for the file reference or the ticket; titles come first, see docs/documents.md",
  "titles-too-long": "has a first line that is too long for titles; is it a CSV file?",
  "quotation-mark": "has a quotation mark that is not closed, or stands within a cell; write it twice, or remove it",
  "workbook-or-archive": "is a workbook or an archive; save it as CSV first",

  // Audits
  "gzip-damaged": "is gzip that is cut short or damaged; copy it again",
  "packed-otherwise": ({ packing, opener }: { packing: string; opener: string }) =>
    `is ${packing}; open it on the way: ${opener} FILE | clairevoie audit -`,
  "audit-output-longer": "the output has more lines than the input; name the files of the same audit",
  "audit-output-of-others": "the output is of other files; name the files of the same audit, in their order",
  "not-audit-output": ({ line }: { line: number }) => `line ${line} is no verdict of an audit; name another file`,

  // Keys and passphrases
  "key-needed": ({ variable }: { variable: string }) => `has no key; name a keystore file, or set ${variable}`,
  "key-on-command-line": ({ variable }: { variable: string }) =>
    `takes no private key: this one is in the history of the shell now, so replace it; use a keystore or ${variable}`,
  "not-private-key": "is no private key (32 bytes in hexadecimal)",
  "keystore-missing": "is missing; check its name, or create a keystore",
  "keystore-not-made": "the keystore could not be made; try again",
  "keystore-version": "must be 3 (Web3 Secret Storage)",
  "keystore-kdf": "must be scrypt; make the keystore anew with it",
  "keystore-salt": "must be 16 to 64 bytes in hexadecimal",
  "keystore-bytes": ({ bytes }: { bytes: number }) => `must be ${bytes} bytes in hexadecimal`,
  "keystore-without-address": "must be an address; without one, nobody knows what the file holds",
  "scrypt-invalid": "is no cost of scrypt (n a power of two, r and p positive): was the file edited?",
  "scrypt-too-costly": "asks for more memory or time than any file made with care; get it from a good source",
  "wrong-passphrase": ({ file }: { file: string }) =>
    `does not open ${file}; type it again, or restore that file from a backup if it was edited`,
  "passphrase-too-short": ({ limit }: { limit: number }) =>
    `must have at least ${limit} characters; four or five words do`,
  "passphrase-with-control": "holds a control character, which nobody can type",
  "passphrase-without-terminal": "cannot be asked for without a terminal; set CLAIREVOIE_PASSPHRASE or name a file",
  "passphrase-interrupted": "was not typed: interrupted; run it again",
  "passphrase-terminal-gone": "was not typed: the terminal went away; run it again",
  "passphrase-not-one-line": "must hold one line, the passphrase",
  "passphrase-not-a-file": "is no file; name the file that holds the passphrase",
  "open-to-others": ({ command }: { command: string }) => `is open to other accounts of this machine; run: ${command}`,

  // The vault
  "not-a-vault": "is missing: this is no vault; create one, or restore it",
  "not-a-vault-folder": "is no folder; check its name, or create a vault there",
  "vault-not-empty": "is not empty; open the vault that is there, or name a new folder",
  "vault-version": ({ format }: { format: string }) => `is not ${format}; open it with the version that wrote it`,
  "vault-closed": "the vault is closed; open it again",
  "vault-in-use": ({ process }: { process: string }) =>
    `is used by the process ${process}; close that program, or wait for it to end`,
  "vault-in-use-elsewhere": ({ lock }: { lock: string }) =>
    `is used by a program on another machine; close it there or, if it is gone, delete ${lock}`,
  missing: "is missing; restore it from a backup",
  "record-missing": "is missing; restore it from a backup, or erase the dossier",
  "record-key-missing": "is missing; restore it from a backup, or open the vault again",
  damaged: "was changed, swapped or cut short, or is of another version; restore it from a backup",
  "of-another-kind": ({ given, found }: { given: string; found: string }) =>
    `is ${given}, but the id is kept as ${found}; erase that first`,
  "line-break": "has a line break within a line",
  "not-sealed-master": ({ bytes }: { bytes: number }) => `must be ${bytes} bytes of lower-case hexadecimal`,

  // The local index
  "index-not-there": "is not there; build it with clairevoie index",
  "index-not-opened": ({ detail }: { detail: string }) =>
    `is no index that can be opened (${detail}); name another file, or a new one`,
  "index-damaged": ({ detail }: { detail: string }) => `the index is damaged (${detail}); build a new one`,
  "index-of-another-deployment": "is the index of another deployment; name another file",
  "index-begun-elsewhere": ({ found, given }: { found: number; given: number }) =>
    `was begun at block ${found}, not ${given}; build a new one`,
  "index-without-proofs": "was read without proofs; build a new one to have them",
  "index-with-proofs": "was read with proofs; go on with --trust proof",
  "index-empty": "has read nothing yet; run clairevoie index first",
  "index-not-at-trusted-block": "was not read up to the block that is trusted; run clairevoie index to its end",
  "fact-not-gathered": "a fact of the chain is asked that was not gathered; gather the facts of that certificate",
  "standing-in-future": "a standing is asked at a time after the block of the facts; read newer facts",

  // The node
  "node-needed": "no node is given; pass rpc or a provider",
  "node-silent": "the node does not answer; check the RPC address and that it runs",
  "node-garbled": "the node answers what is no answer; is it a JSON-RPC node?",
  "node-refuses": ({ status, said }: { status: string; said: string }) =>
    `the node refuses (${status}: ${said}); try another node`,
  "node-unhelpful": ({ said }: { said: string }) =>
    `the node answers what does not help (${said}); run it again, or ask another node`,
  "node-without-block": ({ block }: { block: string }) => `the node has no block ${block}; is it synchronised?`,
  "node-on-another-chain": ({ found, expected }: { found: number; expected: number }) =>
    `the node is on chain ${found}, the deployment on chain ${expected}; use a node of that chain`,
  "node-contradicts-itself": ({ key }: { key: string }) =>
    `the node says two things of whose the key ${key} is; ask another`,
  "node-misleads": ({ block }: { block: number }) =>
    `the node gives logs of block ${block} that were not asked for; ask another`,
  "node-without-proofs": "the node gives no proof; use a node that answers eth_getProof",
  "reorganised-again": "the chain is reorganised again and again while it is read; try later",
  "quorum-impossible": ({ needed, given }: { needed: number; given: number }) =>
    `${needed} of ${given} nodes cannot agree; name as many nodes`,
  "quorum-not-reached": ({ needed, given, on, nodes }: { needed: number; given: number; on: string; nodes: string }) =>
    `fewer than ${needed} of ${given} nodes agree on ${on === "fact" ? "a fact" : `block ${on}`} (${nodes}); ask other nodes, or one that you run`,

  // What is proven of the chain
  "other-header":
    "the node gives another header for the trusted block hash; use another node, or a newer version if the chain has forked",
  "state-not-proven": ({ part, contract }: { part: "account" | "slot"; contract: string }) =>
    `${part === "account" ? "the account" : "a slot of"} ${contract} is not proven from the trusted block: the node lies or has pruned that block; use another node`,
  "contract-not-proven": ({ contract }: { contract: string }) =>
    `${contract} is not at its address in the trusted block, or has other code; check the block hash and the deployment file`,
  "contract-not-deployed": ({ contract }: { contract: string }) =>
    `the deployment file names no ${contract}; use a newer one`,
  "call-not-provable": "what is asked cannot be proven; ask the contracts of the deployment file",
  "block-not-proven": ({ block, because }: { block: number; because: keyof typeof unproven }) =>
    `block ${block} is not proven (${unproven[because]}): the node lies, is on another chain or has pruned it; use another node`,

  // Contracts and transactions
  "contract-refused": ({ refusal }: { refusal: string }) => `the contract refused with ${refusal}${remedyOf(refusal)}`,
  "contract-missing": "there is no such contract; check the chain and the deployment file",
  "cannot-pay": "the account cannot pay for the transaction; send it some of the coin",
  "key-used-twice":
    "another transaction of the account was sent at the same time; let one program at a time use a key, and run it again",
  "too-much-gas": "takes more gas than this node grants a call; ask one that grants more (geth: --rpc.gascap)",
  "fees-rose": ({ said }: { said: string }) => `the fees rose meanwhile (${said}); run it again`,
  "transaction-dropped": ({ transaction }: { transaction: string }) =>
    `the transaction ${transaction} was dropped, its fee too low perhaps; run it again`,
  "transaction-failed": ({ transaction }: { transaction: string }) =>
    `the transaction ${transaction} was mined and failed, another was faster perhaps; run it again, which tells why`,
  "transaction-replaced": ({ transaction, by }: { transaction: string; by: string }) =>
    `the transaction ${transaction} was replaced by ${by}, which does something else; run it again`,
  "transaction-waits": ({ transaction }: { transaction: string }) =>
    `the transaction ${transaction} waits to be mined; raise its fee in the wallet or wait, then run it again`,
  "transaction-waits-for-another": ({ transaction, nonce }: { transaction: string; nonce: number }) =>
    `the transaction ${transaction} waits for the one before it (nonce ${nonce}), which was not sent; send that, then run it again`,
  "dry-run": ({ gas, gasPrice }: { gas: bigint; gasPrice: bigint }) =>
    `a dry run: ${gas} gas at ${gasPrice} wei; nothing was sent`,
  "dry-run-signs-nothing": "a dry run signs no transaction; use the signer itself",
  "signer-without-node": "the signer is connected to no node; connect it to a provider",
  "insurer-without-node": "this needs a node; connect the insurer to one",
  "settling-without-key": "settling needs a key; connect the insurer with a signer",

  // Deployments
  "deployer-needed": "no account can deploy; set DEPLOYER_PRIVATE_KEY or the keystore",
  "account-used-meanwhile": ({ account, nonce }: { account: string; nonce: number }) =>
    `the account ${account} sent something else with nonce ${nonce} while it deployed; remove the plan and deploy anew`,
  "deploying-waits": ({ account, nonce }: { account: string; nonce: number }) =>
    `a transaction with nonce ${nonce} of ${account} waits to be mined; run it again`,
  "deployed-no-code": ({ contract, address }: { contract: string; address: string }) =>
    notAsDeployed(`there is no code at ${contract} (${address})`),
  "deployed-other-code": ({ contract, address }: { contract: string; address: string }) =>
    notAsDeployed(`the code of ${contract} (${address}) is not what was recorded`),
  "deployed-other-wiring": ({ getter, found }: { getter: string; found: string }) =>
    notAsDeployed(`${getter} is ${found}`),
  "deployed-other-look-back": ({ found }: { found: number }) => notAsDeployed(`the look-back is ${found} seconds`),
  "deployed-role-not-held": ({ account, role }: { account: string; role: string }) =>
    notAsDeployed(`${account} does not hold the role ${role}`),
  "deployed-other-delay": ({ role, found }: { role: string; found: number }) =>
    notAsDeployed(`the delay of the role ${role} is ${found} seconds`),
  "deployed-function-not-bound": ({ called, role }: { called: string; role: string }) =>
    notAsDeployed(`${called} is not bound to the role ${role}`),
  "deployment-without-assessor": "this deployment has no proofAssessor; judge the proofs with the SDK (assess)",
  "unknown-finding": ({ finding }: { finding: string }) =>
    `the verifier reports finding ${finding}, unknown to this version; use a newer one`,

  // Dossiers and stock lenses that a vault keeps
  "not-in-vault": ({ id }: { id: string }) => `${id} is not in the vault`,
  "unit-not-in-vault": ({ id }: { id: string }) => `${id} is not in the vault; \`clairevoie stock list\` lists`,
  "never-stated": "is needed: nothing was stated of this dossier yet",
  "without-equipment": ({ id }: { id: string }) => `${id} has no equipment yet; state its quote first`,
  "receipts-of-other-dossiers": "hold none of this dossier",
  "units-of-another-delivery": "holds the tickets of another delivery; name another file",
  "units-of-another-store": "is another store; only that store can use these units",
  "unit-taken": ({ eye, dossier }: { eye: Eye; dossier: string }) =>
    `is taken for the ${eye} eye of ${dossier}; take another unit`,
  "without-stock-lens": "has no lens from stock; `clairevoie stock take` takes one",
  "identity-of-another-role": ({ given, wanted }: { given: keyof typeof aRole; wanted: keyof typeof aRole }) =>
    `is that of ${aRole[given]}; this command is for ${aRole[wanted]}`,

  // What keeps a machine from working
  "clock-behind": ({ seconds }: { seconds: number }) =>
    `this clock is ${seconds} s behind the chain; set it, or pass --issued-at when sealing`,
  "balance-too-low": ({ balance, needed }: { balance: string; needed: string }) =>
    `${balance}; send it at least ${needed} to anchor or withdraw`,
  "key-not-of-party": "the key is no valid key of this party; add it with `party keys add`",
  "party-suspended": "the party is suspended; the council reinstates it",
  "index-too-old": ({ hours }: { hours: number }) =>
    `the index ends ${hours} hours ago, more than --max-age; run clairevoie index first`,
  "index-of-another-chain": ({ found, expected }: { found: number; expected: number }) =>
    `the index is of chain ${found}, the deployment of chain ${expected}; name another file`,

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
  "pages-need-folder": "must be a folder where there are several certificates; make it first",
  "cursor-of-chain": ({ chainId }: { chainId: number }) => `is the cursor of chain ${chainId}; name another file`,
  "certificate-of-another-deployment": "is another chain or deployment; watch it where it was anchored",
  "plan-of-another-account": "is the plan of another account or chain; use that account, or remove the file",

  // The command's options
  "not-in-range": ({ least, most, of }: { least: number; most: number; of: keyof typeof measured }) =>
    `must be ${least} to ${most}${measured[of]}`,
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
  "prover-needed": "is needed: the program that makes proofs; see docs/zero-knowledge.md",
  "prover-not-run": "cannot be run; check the command",
  "prover-ended": "ended without a proof; check the command",
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

/** What the trade calls things, as they stand in a list. */
export const names = {
  stages: { quote: "quote", order: "order", shipment: "shipment", invoice: "invoice" },
  /** A statement that names no stage that there is. */
  statement: "statement",
  aspects: {
    reference: "store and file reference",
    payerFirst: "first insurer's share",
    payerSecond: "second insurer's share",
    billing: "billing",
    frame: "frame",
    codeRight: "grouped code, right lens",
    codeLeft: "grouped code, left lens",
    lensRight: "right lens",
    lensLeft: "left lens",
    prescriptionRight: "prescription, right eye",
    prescriptionLeft: "prescription, left eye",
    orderRight: "order reference, right lens",
    orderLeft: "order reference, left lens",
  },
  roles: { optician: "optician", "lens-maker": "lens maker", insurer: "insurer", none: "party without a role" },
  reasons: {
    none: "no reason given",
    breakage: "breakage",
    "laboratory-remake": "laboratory remake",
    "adaptation-warranty": "adaptation warranty",
    "prescription-change": "change of prescription",
    "order-change": "change of order",
    "clerical-error": "clerical error",
    return: "return",
    cancellation: "cancellation",
    superseded: "superseded",
    error: "error",
  },
};

/** What a finding means, whatever it is about. */
export const findings = {
  "malformed-statement": "The statement contains something that does not belong at its stage.",
  "other-dossier": "The statement belongs to another dossier.",
  "bad-inclusion": "The statement is not in the batch that was signed.",
  "bad-signature": "The batch is not signed by the key that it names.",
  "not-anchored": "The batch is not anchored on chain.",
  "anchor-before-issue": "The batch was anchored before its stated signing time.",
  "late-anchor": "The batch was anchored too long after its stated signing time: it may be back-dated.",
  "unknown-key": "The signing key belongs to no party.",
  "key-not-valid": "The signing key was not valid when the batch was anchored (not yet added, revoked or compromised).",
  "wrong-role": "The party that signed does not have the role that this stage requires.",
  "party-suspended": "The party that signed was suspended when the batch was anchored.",
  withdrawn: "The party withdrew this statement, and nothing here validly replaces it.",
  "superseded-without-justification":
    "The statement replaces another without an accepted reason, or without withdrawing it on chain.",
  justified: "A correction with an accepted reason; what it replaces is withdrawn.",
  "missing-statement": "Nothing was stated at this stage.",
  "same-party": "The shipment was stated by the party that ordered.",
  "store-mismatch": "Quote, order and invoice come from different opticians.",
  "ambiguous-statement": "This has two different values at the same stage.",
  "missing-aspect": "The invoice requires this, and it was not stated at this stage.",
  "aspect-mismatch": "What was stated at this stage differs from what was stated later.",
  "out-of-order": "This stage was anchored before one that must come first.",
  "already-settled": "This share of the invoice is already paid.",
  "other-invoice-settled":
    "Another invoice of this dossier, or this one shared differently between insurers, is already paid.",
  "settled-by-asker": "You paid this share of the invoice.",
  "missing-link": "What this correction replaces is not shown: nobody can see what it changed.",
  "forked-correction": "Two corrections in force replace the same statement and restate the same thing.",
  "broken-link": "The correction replaces a statement of another party or of another stage.",
  "quote-too-old": "The quote is older than the policy accepts.",
  "not-final": "The anchor is too recent to rely on: verify again later.",
  "stock-not-used": "The stock lens was not consumed on chain by the time of the invoice.",
  "stock-used-elsewhere": "The stock lens was consumed for another dossier, or for the other eye.",
  "stock-of-another-store": "The stock lens is another unit, or was not shipped to the store that invoices it.",
  "wrong-chain": "The certificate refers to another chain or to other contracts.",
  "store-not-claimant": "The store of the claim is not the party that signed the invoice.",
  "claim-does-not-open": "What the claim says of this is not what the invoice stated.",
  "code-billing-disagree":
    "The lens billed does not have the grouped code or class that the optician and the lens maker stated.",
  "shares-exceed-total": "Together, the insurers' shares exceed the invoice.",
  "not-disclosed": "The policy requires this to be opened, and the certificate does not open it.",
  "payers-disagree":
    "The claim names this insurer as the only payer, or gives it a rank above the number of payers; the invoice names another payer.",
  "frame-billing-disagree": "The frame billed was not stated, or was stated in another class.",
  "category-not-proven":
    "The policy requires a proof of the lens's category; it is missing, or the policy has no category for the code billed.",
  "category-wrong": "A proof shows that the lens is of another category than the one billed.",
  "renewal-not-proven":
    "The policy requires a proof that the sight changed; it is missing, or the claim names no earlier equipment.",
  "proof-does-not-verify": "The proof does not verify against what was stated, or its keys are unknown here.",
  "development-keys":
    "The proofs use development keys, with which anyone can forge one: they count only on a local chain.",
  "extras-not-accepted": "What is billed as an extra is not among the extras that the policy accepts.",
  "told-not-opened": "The claim describes this, but the certificate does not open it: nothing was compared.",
  "claim-of-another-insurer": "The claim is addressed to an insurer other than the one that asks.",
};

type StageName = keyof typeof names.stages;

/** Where a finding is: the stage of the statement, and the aspects by their names. Neither where it is explained in general. */
interface Found {
  readonly stage?: StageName | undefined;
  readonly aspects?: string | undefined;
}

interface Rewritten {
  readonly correction: StageName;
  readonly stage: StageName;
}

/** A lens, its code or its correction, where stages differ on it. */
interface Deviating {
  readonly kind: "lens" | "code" | "prescription";
  readonly eyes: "right" | "left" | "both";
}

interface TwoValues {
  readonly some: readonly StageName[];
  readonly others: readonly StageName[];
  /** What is likely behind it. */
  readonly behind?: string | undefined;
}

interface Parts {
  readonly parts: readonly string[];
}

interface Instant {
  readonly day: number;
  readonly month: number;
  readonly year: string;
  readonly hour: string;
  readonly minute: string;
}

interface Party {
  readonly role: keyof typeof names.roles;
  readonly id: string;
}

interface Pretended {
  readonly role: keyof typeof names.roles;
  readonly key: string;
}

interface Billed {
  readonly code: string;
  readonly grade: string;
  readonly price: string;
}

const The = (stage: StageName | undefined) => (stage ? `The ${names.stages[stage]}` : "A statement");
const author = (stage: StageName | undefined) =>
  stage === undefined ? "its author" : stage === "shipment" ? "the lens maker" : "the optician";
const bracketed = (stage: StageName | undefined) => (stage ? ` (${names.stages[stage]})` : "");
const bracketedNames = (aspects: string | undefined) => (aspects ? ` (${aspects})` : "");
const colon = (aspects: string | undefined) => (aspects ? `: ${aspects}` : "");
const on = (aspects: string | undefined) => (aspects ? ` on: ${aspects}` : "");

const DONE = { quote: "quoted", order: "ordered", shipment: "delivered", invoice: "invoiced" };
const done = (stages: readonly StageName[]) =>
  enumerated(
    stages.map((stage) => DONE[stage]),
    "and",
  );
const areNot = ({ eyes }: Deviating) => (eyes === "both" ? "are not" : "is not");
const subject = ({ kind, eyes }: Deviating) => {
  const lens = eyes === "both" ? "lenses" : `${eyes} lens`;
  if (kind === "lens") return `The ${lens}`;
  return `The ${kind === "code" ? "grouped code" : "correction"}${eyes === "both" ? "s" : ""} of the ${lens}`;
};
const again = ({ kind, eyes }: Deviating) => {
  if (kind === "lens") return eyes === "both" ? "those" : "the one";
  return eyes === "both" ? "those of the lenses" : "that of the lens";
};

const held = (does: string) => `the claim that you hold ${does}`;

const MONTHS = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];

/**
 * Why a finding is there and what to ask, whom: never for a prescription. `at` has the sentences that a stage or a kind of
 * aspect has of its own; those of the aspect come first.
 */
export const explanations = {
  "malformed-statement": {
    cause: ({ stage }: Found) =>
      `${The(stage)} contains something that does not belong at its stage, and does not count: faulty software, or an edited file.`,
    ask: ({ stage }: Found) =>
      `Ask ${author(stage)} to state it again with software that follows the protocol; nothing is owed on this one.`,
  },
  "other-dossier": {
    cause: ({ stage }: Found) =>
      `A statement of another dossier${bracketed(stage)} was mixed in with these: it proves nothing here, and may hide that nothing was made.`,
    ask: "Ask the optician for the statements of this dossier, and which dossier the other one belongs to.",
  },
  "bad-inclusion": {
    cause: ({ stage }: Found) => `${The(stage)} was altered after it was signed: what is shown is not what was signed.`,
    ask: ({ stage }: Found) =>
      `Ask ${author(stage)}, directly, for its own receipt of this statement, and the optician where the altered one comes from.`,
  },
  "bad-signature": {
    cause: ({ stage }: Found) =>
      `${The(stage)} is not signed by the author that it names: the signature is forged, borrowed, or made for other contracts.`,
    ask: ({ stage }: Found) =>
      `Ask ${author(stage)}, directly, whether it made this statement, and for the receipt that it signed.`,
  },
  "not-anchored": {
    cause: ({ stage }: Found) => `${The(stage)} has no date on chain: it may have been written after the fact.`,
    ask: ({ stage }: Found) =>
      `Ask ${author(stage)} for the anchored receipt; failing that, for proof of the date (dated document, message).`,
  },
  "anchor-before-issue": {
    cause: ({ stage }: Found) =>
      `${The(stage)} claims to have been signed after the chain recorded it: its date is false (post-dated).`,
    ask: ({ stage }: Found) => `Ask ${author(stage)} why it is post-dated, and to state it again if a clock was wrong.`,
  },
  "late-anchor": {
    cause: ({ stage }: Found) =>
      `${The(stage)} reached the chain long after the date that it claims: it may be back-dated.`,
    ask: ({ stage }: Found) =>
      `Ask ${author(stage)} for proof of the date claimed (dated document, message), and what delayed the anchor.`,
  },
  "unknown-key": {
    cause: ({ stage }: Found) =>
      `${The(stage)} is signed by somebody who is not enrolled: no known business answers for it.`,
    ask: "Ask the optician who made this statement, and the council whether that business is enrolled.",
    at: {
      shipment: {
        cause:
          "The shipment is signed by somebody who is not enrolled: no known lens maker confirms that it made these lenses.",
        ask: "Ask the optician which lens maker delivered, and for its delivery note; ask the council whether it is enrolled.",
      },
    },
  },
  "key-not-valid": {
    cause: ({ stage }: Found) =>
      `${The(stage)} is signed with a key that was not valid then (not yet added, revoked or stolen): its owner may not have made it.`,
    ask: ({ stage }: Found) =>
      `Ask ${author(stage)}, through a contact that you know, whether it made this statement; if so, to state it again with a valid key.`,
    /** Where the chain says why. */
    keys: {
      "not-yet": ({ stage }: Found) =>
        `${The(stage)} is signed with a key that did not belong to anybody yet at that time: ${author(stage)} may not have made it.`,
      revoked: ({ stage }: Found) =>
        `${The(stage)} is signed with a key that had already been revoked: ${author(stage)} may not have made it.`,
      compromised: ({ stage }: Found) =>
        `${The(stage)} is signed with a stolen key, declared compromised from an earlier time: ${author(stage)} may not have made it.`,
    },
  },
  "wrong-role": {
    cause: ({ stage }: Found) =>
      stage
        ? `${The(stage)} was stated by a party that is not an optician.`
        : "A statement was made by a party that does not have the role that its stage requires.",
    ask: ({ stage }: Found) =>
      `Ask ${stage ? "the optician of this dossier" : "the party whose role it is"} to state it itself, and the council in which role the signer is enrolled.`,
    at: {
      shipment: {
        cause:
          "The shipment was stated by a party that is not a lens maker: no maker of lenses confirms that it made these.",
        ask: "Ask the optician who made the lenses, and for the delivery note; that lens maker must state its delivery itself.",
      },
    },
  },
  "party-suspended": {
    cause: ({ stage }: Found) =>
      `${The(stage)} was ${stage ? "stated" : "made"} while the council had suspended its author.`,
    ask: "Ask the council why this party was suspended and until when; pay nothing before its answer.",
  },
  withdrawn: {
    cause: ({ stage }: Found) => `${The(stage)} was withdrawn by its author, and nothing shown replaces it.`,
    ask: ({ stage }: Found) =>
      `Ask ${author(stage)} why it was withdrawn, and for the statement that replaces it, if there is one.`,
    at: {
      shipment: {
        cause:
          "The lens maker withdrew its delivery, and nothing shown replaces it: the lenses billed are no longer delivered.",
        ask: "Ask the lens maker why (return, breakage, error), and the optician for the new delivery or a credit note.",
      },
      invoice: {
        cause: "The optician cancelled this invoice and presents it anyway.",
        ask: "Ask the optician for the valid invoice, or for confirmation that nothing is billed any more.",
      },
      quote: {
        cause: "The optician withdrew this quote and presents it anyway: the wearer may have changed their mind.",
      },
    },
  },
  "superseded-without-justification": {
    cause: ({ stage }: Found) =>
      `${The(stage)} replaces an earlier one for a reason that you do not accept, or the earlier one was not withdrawn.`,
    ask: ({ stage }: Found) =>
      `Ask ${author(stage)} why it was replaced and what proves it, and to withdraw on chain what is no longer valid.`,
  },
  justified: {
    cause: ({ stage }: Found) =>
      `${The(stage)} corrects an earlier one for an accepted reason; the earlier one was withdrawn.`,
    ask: ({ stage }: Found) => `Nothing; in an audit, ${author(stage)} can document the reason.`,
  },
  "missing-statement": {
    cause: "Nothing was stated at a stage that this dossier requires.",
    ask: ({ stage }: Found) =>
      `Ask ${stage ? author(stage) : "the optician or the lens maker"} for the missing statement, and for the document of that day.`,
    at: {
      quote: {
        cause: "No quote was stated: nothing shows what the wearer agreed to before the sale.",
        ask: "Ask the optician for the dated quote that the wearer signed; a quote is mandatory.",
      },
      order: {
        cause: "No order was stated: nothing shows that these lenses were ordered.",
        ask: "Ask the optician for the order to the lens maker, with its reference.",
      },
      shipment: {
        cause:
          "No lens maker stated a delivery: nothing shows that the lenses billed were ever made (fictitious equipment?).",
        ask: "Ask the optician which lens maker delivered, and for its delivery note; ask that lens maker to state the delivery; pay nothing before.",
      },
      invoice: {
        cause: "No invoice was stated: what is claimed was not billed in this dossier.",
        ask: "Ask the optician for the invoice of this dossier; nothing is owed without one.",
      },
    },
  },
  "same-party": {
    cause: "The optician itself stated the delivery: no independent lens maker confirms that it made these lenses.",
    ask: "Ask the optician which lens maker made the lenses, and for its delivery note; that lens maker must state the delivery itself.",
  },
  "store-mismatch": {
    cause: ({ stage }: Found) =>
      `${The(stage)} comes from a different optician than the rest of the dossier: another store's file may have been billed.`,
    ask: "Ask the store that claims what links it to the other (head office, sale of the store), with proof; whoever quoted and ordered must bill.",
  },
  "ambiguous-statement": {
    cause: ({ stage, aspects }: Found) =>
      `Two statements of the same stage${bracketed(stage)} are both in force and contradict each other${on(aspects)}. One must be false.`,
    ask: ({ stage }: Found) =>
      `Ask ${stage ? author(stage) : "their author"} which one is valid, and to withdraw the other on chain.`,
  },
  "missing-aspect": {
    cause: ({ stage, aspects }: Found) =>
      `${The(stage)} does not state something that the invoice bills${colon(aspects)}.`,
    ask: ({ stage }: Found) =>
      `Ask ${author(stage)} to state what is missing, or the optician for a corrected invoice without it.`,
    at: {
      payer: {
        cause: "The invoice does not name you as a payer: the same invoice can be claimed from any insurer.",
        ask: "Ask the optician for a corrected invoice that names you, your rank and your share; pay nothing on this one.",
      },
      prescription: {
        ask: ({ stage }: Found) =>
          `Do not ask for the prescription. Ask ${author(stage)} to state the correction (it stays hidden from you).`,
      },
    },
  },
  "aspect-mismatch": {
    cause: ({ aspects }: Found) => `The stages do not agree${on(aspects)}.`,
    ask: "Ask the optician and the lens maker what was actually ordered and delivered, and for a corrected statement.",
    at: {
      orderReference: {
        cause: ({ aspects }: Found) =>
          `The lens maker delivered under a different order reference than the optician's${bracketedNames(aspects)}: these may be the lenses of another order.`,
        ask: "Ask the lens maker which order it delivered for, and the optician for the reference of its own order.",
      },
      billing: {
        cause:
          "The lines or prices invoiced are not those of the quote: a price or a code was changed after the wearer agreed.",
        ask: "Ask the optician for the quote that the wearer signed and what explains the change; a new quote must come before the invoice.",
      },
      frame: {
        cause: "The frame invoiced is not the one quoted: it was exchanged, or billed in another class.",
        ask: "Ask the optician for the reference of the frame delivered, and for a new quote or a corrected invoice.",
      },
      reference: {
        cause: "The quote names a different store or file than the invoice: two files may have been put together.",
        ask: "Ask the optician which file the quote belongs to, and for the quote of the file invoiced.",
      },
    },
  },
  "out-of-order": {
    cause: ({ stage }: Found) =>
      `${The(stage)} reached the chain before a stage that must come first: the dossier may have been completed after the fact.`,
    ask: "Ask the optician for the dated quote and order, and why they were anchored so late.",
    at: {
      invoice: {
        cause:
          "The invoice was stated before the delivery or another stage that must come first: what is billed may not exist yet.",
        ask: "Ask the optician when the wearer received the glasses, and the lens maker when it delivered.",
      },
    },
    /** An earlier stage was corrected afterwards, and changed what this one relies on. */
    rewritten: {
      cause: ({ correction, stage }: Rewritten) =>
        `The ${names.stages[correction]} was rewritten after the ${names.stages[stage]}, and changed what the ${names.stages[stage]} relies on: it was adjusted to match it, or never came before it.`,
      ask: ({ correction }: Rewritten) =>
        `Pay nothing on the rewritten ${names.stages[correction]}. Ask the optician for the one that the wearer or the lens maker was given, with its date.`,
    },
  },
  "already-settled": {
    cause: "This share of the invoice is already paid: it is claimed a second time, from you or from another insurer.",
    ask: "Pay nothing. Ask the optician who paid it, and why it is claimed again.",
    byYou: {
      cause: "You have already paid this share of the invoice: it is claimed a second time.",
      ask: "Pay nothing. Ask the optician why it is claimed again; if you were auditing, accept your own settlements in the policy.",
    },
  },
  "other-invoice-settled": {
    cause:
      "Another invoice of the same dossier, or this one with other shares, is already paid: the same glasses are billed twice.",
    ask: "Pay nothing. Ask the optician which invoice is valid, and what shares it announced to each insurer.",
  },
  "settled-by-asker": {
    cause: "You paid this share yourself.",
    ask: "Nothing.",
  },
  "missing-link": {
    cause: ({ stage }: Found) =>
      `${The(stage)} corrects an earlier one that the certificate does not show: nobody can see what was changed.`,
    ask: "Ask the optician for a certificate with the statement that was replaced.",
  },
  "forked-correction": {
    cause: ({ stage }: Found) =>
      `Two corrections of the same statement${bracketed(stage)} are both in force and repeat each other.`,
    ask: ({ stage }: Found) =>
      `Ask ${stage ? author(stage) : "their author"} which one is valid, and to withdraw the other on chain.`,
  },
  "broken-link": {
    cause: ({ stage }: Found) =>
      `${The(stage)} claims to replace a statement of another party or of another stage, which is still in force.`,
    ask: ({ stage }: Found) => `Ask ${author(stage)} what it meant to correct, and to withdraw what is false.`,
  },
  "quote-too-old": {
    cause:
      "The invoice relies on a quote that is older than your policy accepts: its prices may no longer be those of the wearer's contract.",
    ask: "Ask the optician for a new quote that the wearer accepted, stated before the invoice.",
  },
  "not-final": {
    cause: ({ stage }: Found) =>
      `${The(stage)} reached the chain too recently for your policy: a reorganisation could still erase it.`,
    ask: "Pay nothing yet, and ask nothing: verify again once the delay of your policy has passed.",
  },
  "stock-not-used": {
    cause:
      "The stock lens was not consumed on chain by the time of the invoice: it may still be sold to another wearer.",
    ask: "Ask the optician which lens it mounted, and when it consumed it. If the delay is explained, a longer tolerance accepts it.",
  },
  "stock-used-elsewhere": {
    cause: "The same stock lens was used in another dossier, or for the other eye: one lens is billed twice.",
    ask: "Pay nothing. Ask the optician which lens the wearer received, and in which dossier this one was used.",
  },
  "stock-of-another-store": {
    cause: "The stock lens is a different one, or the lens maker did not ship it to the store that invoices it.",
    ask: "Ask the optician where it got this lens, and the lens maker which store it shipped it to.",
  },
  "wrong-chain": {
    cause: "The certificate refers to another chain or to other contracts than yours: nothing in it can be checked.",
    ask: "Ask the optician for a certificate made with the contracts that you recognise; pay nothing on this one.",
  },
  "store-not-claimant": {
    cause: "The store that claims is not the one that signed the invoice: another store's file is presented.",
    ask: "Ask the store that claims how it came to hold this dossier, and for a certificate of its own invoice.",
  },
  "claim-does-not-open": {
    cause: ({ aspects }: Found) => `The claim that you received does not say what the invoice stated${colon(aspects)}.`,
    ask: "Ask the optician for the claim as it was invoiced, and compare it with the one that you received.",
    at: {
      reference: {
        cause: "The claim names a different store or file than the invoice stated: it may be another patient's file.",
        ask: "Ask the optician which file this certificate belongs to, and for the certificate of the file claimed.",
      },
      payer: {
        cause: "The claim and the invoice differ on your share: insurer, prior authorisation, rank or amount.",
        ask: "Compare the AMC number, prior authorisation and share with your own agreement; ask the optician to correct the invoice or the claim.",
      },
      billing: {
        cause: "The lines or prices claimed are not those that were invoiced: the claim was changed.",
        ask: "Ask the optician for the invoice given to the wearer, and compare it line by line with the claim.",
      },
      frame: {
        cause: "The frame described to you is not the one invoiced, or none was invoiced.",
        ask: "Ask the optician for the reference of the frame delivered.",
      },
      lens: {
        cause: ({ aspects }: Found) => `The lens described to you is not the one invoiced${bracketedNames(aspects)}.`,
        ask: "Ask the optician for the lens delivered (maker's code and treatments), and the lens maker for its delivery note.",
      },
    },
  },
  "code-billing-disagree": {
    cause: ({ aspects }: Found) =>
      `The lens is billed under a code or class that was not stated, or without having been stated at all${colon(aspects)}.`,
    ask: "Ask the optician for an invoice with the code that the lens maker stated; ask the lens maker to confirm that code.",
  },
  "shares-exceed-total": {
    cause: "The insurers together would pay more than the glasses cost.",
    ask: "Ask the optician for the share of each insurer, and the other insurer what it pays.",
  },
  "not-disclosed": {
    cause: ({ aspects }: Found) => `The certificate withholds what your contract entitles you to see${colon(aspects)}.`,
    ask: "Ask the optician for a certificate that opens it, and for the value if the claim does not give it.",
  },
  "payers-disagree": {
    cause: "You are told that you are the only payer, but the invoice names another insurer too: each may pay in full.",
    ask: "Ask the optician for the share of each insurer, and the wearer about other cover; do not pay as the only payer.",
  },
  "frame-billing-disagree": {
    cause: "A frame was billed that was not stated, or that was stated in another class.",
    ask: "Ask the optician for the reference and class of the frame delivered, and for a corrected invoice.",
  },
  "category-not-proven": {
    cause: ({ aspects }: Found) =>
      `Your policy requires a proof that the code billed fits the correction, and it is missing${colon(aspects)}.`,
    ask: "Ask the optician for a certificate with this proof. Do not ask for the prescription.",
  },
  "category-wrong": {
    cause: ({ aspects }: Found) =>
      `The lens is billed in another category than the one that its correction falls into${colon(aspects)}.`,
    ask: "Ask the optician for an invoice with a code of the category that was proven. Do not ask for the prescription.",
  },
  "renewal-not-proven": {
    cause: "The equipment is renewed early, and nothing proves that the sight has changed.",
    ask: "Ask the optician for a certificate with the proof of the change. Do not ask for the prescription.",
  },
  "proof-does-not-verify": {
    cause:
      "A proof was presented that does not verify against what was stated: it belongs to another dossier or lens, or is forged.",
    ask: "Ask the optician for a proof made for this dossier. Do not ask for the prescription.",
  },
  "development-keys": {
    cause: "The proofs were made with development keys, with which anyone can forge one: they show nothing.",
    ask: "Ask the optician for proofs made with the keys of the ceremony.",
  },
  "extras-not-accepted": {
    cause: "Something is billed as an extra that your contract does not list: a lens may be hidden there.",
    ask: "Ask the optician what this line is, and for an invoice that bills lenses as lenses.",
  },
  "told-not-opened": {
    cause: ({ aspects }: Found) =>
      `Something was described to you that the certificate does not open, so nothing was compared${colon(aspects)}.`,
    ask: "Rely on it only with a certificate that opens it; require that in your policy if it is decisive.",
  },
  "claim-of-another-insurer": {
    cause: "The claim is addressed to another insurer: it reached you by mistake, or was sent to several.",
    ask: "Pay nothing. Ask whoever routed it why it came to you, and the optician which insurer it is meant for.",
  },
};

/** Why stages that state one lens differently may do so, and what to ask. */
export const deviations = {
  /** The stages are of two minds. */
  twoValues: ({ some, others, behind, ...lens }: Deviating & TwoValues) =>
    `${subject(lens)} ${done(some)} ${areNot(lens)} ${again(lens)} ${done(others)}${behind ? `: ${behind}` : ""}.`,
  manyValues: ({ stages, values, ...lens }: Deviating & { stages: readonly StageName[]; values: number }) =>
    `${subject(lens)} ${areNot(lens)} the same when ${done(stages)}: ${values} different values.`,
  /** By whose statement stands alone. */
  behind: {
    code: {
      maker: "the bill may be dearer than what was made",
      optician: "the bill may be dearer than what was made",
      invoice: "the code may have been raised on the invoice",
      quote: "the code was changed after the quote",
    },
    lens: {
      maker: "a lens was substituted, or a treatment was billed and not made",
      optician: "a different lens, perhaps cheaper, was ordered than billed",
      invoice: "what is billed was never made",
      quote: "the wearer did not get what the quote promised",
    },
    prescription: {
      maker: "the correction was raised to reach a dearer code, or the lens was made wrong",
      optician: "the lens made does not match what was prescribed and quoted",
      quote: "the correction was changed after the quote",
    },
  },
  ask: {
    code: "Ask the lens maker to confirm the grouped code of what it delivered, and the optician for an invoice with that code.",
    lens: "Ask the lens maker for its delivery note, and the optician to have the lens remade as billed or to correct the invoice.",
    prescription:
      "Do not ask for the prescription. Ask the optician and the lens maker to compare what was ordered and made, and to state the remake or the change.",
    newQuote:
      "Ask the optician for the new quote that the wearer accepted, and why it was not stated before the order.",
  },
};

/** Reports, their summaries and pages. */
export const report = {
  /** Of the page (BCP 47). */
  language: "en",
  /** What the typography of the language asks of a text before it is shown. */
  typeset: ({ text }: { text: string }) => text,
  list: ({ parts }: Parts) => enumerated(parts, "and"),
  clauses: ({ parts }: Parts) => parts.join("; "),
  euros: ({ cents }: { cents: number }) => {
    const [whole = "", part = ""] = (cents / 100).toFixed(2).split(".");
    return `€${thousands(whole, ",")}.${part}`;
  },
  instant: ({ day, month, year, hour, minute }: Instant) =>
    `${day}\u00a0${MONTHS[month - 1] ?? ""}\u00a0${year}, ${hour}:${minute}`,
  outcomes: {
    conforming: "conforming",
    justified: "conforming, with justification",
    refused: "not conforming",
  },
  severities: { blocking: "Blocking", review: "To review", info: "For information" },
  items: { rightLens: "Right lens", leftLens: "Left lens", frame: "Frame", extras: "Extra" },
  /** The aspects of both eyes at once, and all that is stated of one eye. */
  bothEyes: {
    code: "grouped codes of both lenses",
    lens: "both lenses",
    prescription: "prescriptions of both eyes",
    orderReference: "order references of both lenses",
  },
  wholeEye: { Right: "everything about the right lens", Left: "everything about the left lens" },
  /** What the insurer sees of an aspect. */
  seen: {
    opened: "opened by your claim",
    equal: "equal, value hidden",
    mismatched: "differs",
    hidden: "hidden",
  },
  /** Who made a statement: in a sentence, and with the article before it taken away in a list. */
  actors: {
    store: ({ siret }: { siret: string }) => `store (SIRET ${siret})`,
    theStore: ({ siret }: { siret: string }) => `the store (SIRET ${siret})`,
    party: ({ role, id }: Party) => `${names.roles[role]} ${id}`,
    theParty: ({ role, id }: Party) => `${names.roles[role]} ${id}`,
    unverified: ({ key, role }: Pretended) =>
      `an author who could not be checked (key ${key}, as ${names.roles[role]})`,
    notEnrolled: ({ key, role }: Pretended) => `a signer who is not enrolled (key ${key}, as ${names.roles[role]})`,
  },
  /** Whether a statement counts, what it replaces and what became of it. */
  status: {
    counts: "counts",
    doesNotCount: "does not count",
    replaces: ({ number, reason }: { number: number; reason: string }) => `replaces no.\u00a0${number} (${reason})`,
    replacesUnseen: ({ reason }: { reason: string }) => `replaces a statement not shown (${reason})`,
    withdrawn: ({ when, reason }: { when: string; reason: string }) => `withdrawn on ${when} (${reason})`,
    replacedBy: ({ number }: { number: number }) => `replaced by no.\u00a0${number}`,
  },
  reasonGiven: ({ reason }: { reason: string }) => `Reason given: ${reason}.`,
  summary: {
    parisTime: "Times are those of Paris.",
    alsoConcerns: ({ aspects }: { aspects: string }) => `Also concerns: ${aspects}.`,
    otherFindings: ({ count }: { count: number }) => `(${count} other finding${count > 1 ? "s" : ""} below.)`,
    stated: ({ who, what }: { who: string; what: string }) => `${who} stated ${what}`,
    isNamed: ({ who, what }: { who: string; what: string }) => `${who} is named as author of ${what}`,
    otherStatements: ({ count }: { count: number }) => `and ${count} other statement${count > 1 ? "s" : ""}`,
    statement: ({ stage, when }: { stage?: StageName | undefined; when: string }) =>
      `the ${stage ? names.stages[stage] : names.statement} (${when})`,
    unverified: ({ signed }: { signed: string }) => `dated ${signed}, not verified`,
    late: ({ signed, anchored }: { signed: string; anchored: string }) => `dated ${signed}, anchored on ${anchored}`,
    withdrawn: ({ when }: { when: string }) => `withdrawn on ${when}`,
    paid: ({ rank, payer, when }: { rank: number; payer: string; when: string }) =>
      `share of rank ${rank} paid by ${payer} on ${when}`,
    you: "you",
    insurer: ({ id }: { id: string }) => `insurer ${id}`,
    noShipment: "no lens maker stated a delivery",
    nobodyStated: ({ stages }: { stages: string }) => `nobody stated: ${stages}`,
  },
  /** What the claim says where it is the claim that differs. */
  claim: {
    from: ({ siret }: { siret: string }) => held(`comes from SIRET ${siret}`),
    shares: ({ shares, total }: { shares: string; total: string }) => held(`has shares of ${shares} for ${total}`),
    payers: ({ payers, rank }: { payers: number; rank: number }) =>
      held(`counts ${payers} payer${payers > 1 ? "s" : ""}, you at rank ${rank}`),
    bills: ({ code, grade, price }: Billed) => held(`bills ${code}, class ${grade}, ${price}`),
    billsNone: () => held("bills none"),
    asks: ({ share, rank, authorisation }: { share: string; rank: number; authorisation: string }) =>
      held(`asks for ${share} at rank ${rank}, prior authorisation: ${authorisation || "no number"}`),
    billsInAll: ({ total }: { total: string }) => held(`bills ${total} in all`),
    file: ({ file, siret }: { file: string; siret: string }) => held(`names file ${file} of SIRET ${siret}`),
    otherwise: () => held("says otherwise"),
  },
  conforming: {
    plain: "No deviation: what is invoiced is what was quoted, ordered and delivered, as each party stated.",
    corrected: ({ corrections }: { corrections: string }) =>
      `No deviation, after a justified correction: ${corrections}.`,
    askAboutQuote: ({ share }: { share: string }) =>
      `The quote was corrected after the invoice: ask the optician what explains it before settling ${share}.`,
    isPaid: ({ share }: { share: string }) => `Nothing: you have already paid your share (${share}).`,
    payable: ({ share }: { share: string }) => `Nothing: your share (${share}) can be settled.`,
  },
  drawing: {
    title: "Timeline of the dossier",
    store: "Store",
    insurers: "Insurers",
    payments: "payments",
    noLensMaker: "none",
    missing: "missing",
    sharePaid: ({ rank }: { rank: number }) => `share ${rank} paid`,
    byYou: "by you",
    notCounted: "not counted",
    replaces: ({ number }: { number: string }) => `replaces ${number}`,
    withdrawn: ({ number }: { number: number }) => `withdrawn ${number}`,
    legend:
      "Each number is a statement, detailed below; full circle: it counts, dashed circle: it does not count or is missing. “=”: both stages state the same; “≠”: they differ. ×: withdrawal; €: payment; arrow: replacement. Dates and times are those of Paris.",
  },
  page: {
    title: ({ outcome, file }: { outcome: string; file: string }) => `${outcome} – file ${file}`,
    who: "Who stated it:",
    ask: "What to ask:",
    timeline: "Timeline",
    judgedAt: ({ block, when }: { block: number; when: string }) =>
      `Judged with the facts of the chain at block ${block}, ${when}. Times are those of Paris, with UTC in brackets; a time is that of the anchor, the only one that is proven.`,
    notProven:
      "What this report does not prove: that the glasses match what an optician and a lens maker state falsely together, that the wearer exists, or that prices are fair. A finding calls for a question; it does not prove fraud.",
    facts: {
      store: "Claiming store",
      file: "File of the store",
      insurer: "Insurer",
      priorAuthorisation: "Prior authorisation",
      noPriorAuthorisation: "none",
      share: "Share claimed",
      shareOfTotal: ({ share, total, rank, payers }: { share: string; total: string; rank: number; payers: number }) =>
        `${share} of ${total} (rank ${rank}, ${payers} insurer${payers > 1 ? "s" : ""})`,
      dossier: "Dossier id",
    },
    comparison: {
      title: "Who agrees with whom",
      caption:
        "Same letter: same value, without the value being shown. A is the value of the last stage. “Opened”: your claim gives that value.",
      what: "What",
      claim: "Your claim",
      missing: "missing",
      opened: "opened",
      mismatched: "differs",
      hidden: "hidden",
    },
    findings: ({ count }: { count: number }) => `Findings (${count})`,
    statements: ({ count }: { count: number }) => `Statements (${count})`,
    number: ({ number }: { number: number }) => `no.\u00a0${number}`,
    statement: {
      signed: "Signed (as stated)",
      anchored: "Anchored",
      notAnchored: "no anchor verified",
      status: "Status",
      why: "Why",
      ids: "Ids",
      key: "key",
      party: "party",
    },
    billed: {
      title: "What your claim says",
      item: "Item",
      code: "Code",
      class: "Class",
      price: "Price",
      total: "Total",
    },
    hidden: {
      title: "What stays hidden",
      text: "The prescription, the order reference and the share of another insurer are never shown, not even in the certificate: only their equality from one stage to the next can be seen. This report adds no health data to what you hold, and contains no salt.",
    },
  },
};

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
      "Exit codes: 0 done, or conforming; 1 not conforming; 2 bad input or usage; 3 the chain cannot be reached, is another one, or refused.",
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
    out: "where to write it",
    once: "read to the newest block, then stop",
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
    judged: ({ judged, against, unreadable }: { judged: number; against: number; unreadable: number }) =>
      `${judged} judged, ${against} not conforming, ${unreadable} unreadable.`,
    left: ({ seconds }: { seconds: number }) => `, ${seconds} s left`,
  },
  certify: {
    description: "Make the certificate of a dossier for the insurer of one rank (optician)",
    options: {
      receipts: "receipts beside those of the vault: the lens maker's",
      disclose: "frame, lenses or both, where the contract allows it",
    },
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
      enroller: "enrols opticians and insurers (default: you)",
      lensEnroller: "enrols lens makers, after the delay (default: you)",
      guard: "suspends, and declares compromises (default: you)",
      lookBackDays: "how far back a declared compromise may reach (default 30)",
      lensEnrolDelayDays: "how long a lens maker's enrolment is announced (default 3)",
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
      description: "Destroy the secret of a dossier: all that remains of it anywhere is meaningless",
      erased: ({ id }: { id: string }) => `${id}: erased`,
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
      description: "Make the identity file of a business; its party id is a salted commitment",
      options: {
        identifier: "SIRET, or AMC number of an insurer",
        out: "where to write it (default: standard output)",
      },
      made: ({ party }: { party: string }) => `Party id ${party}: give it to the council, and keep the file.`,
    },
    enrol: {
      description: "Enrol a party (council); a lens maker is announced first, and enrolled when its delay is over",
      arguments: {
        party: "party id, 32 bytes",
      },
      options: {
        controller: "who will manage its keys",
      },
      already: ({ party }: { party: string }) => `${party}: already enrolled so`,
      done: ({ party, outcome }: { party: string; outcome: "announced" | "enrolled" }) => `${party}: ${outcome}`,
    },
    done: ({ party }: { party: string }) => `${party}: done`,
    compromise: {
      description: "Declare that a key was in other hands from a past time on (guard)",
      arguments: {
        key: "the key's address",
      },
      options: {
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
      toleranceSeconds: "By how much the anchor of a later stage may precede that of an earlier one, seconds",
      quoteSeconds: "How long before the invoice the quote may have been anchored, seconds; 0 for any time",
      finalitySeconds: "How old an anchor must be before it is relied on, seconds",
      reasons: "Corrections that are accepted",
      acceptOwnSettlement:
        "True when auditing what one paid oneself; false before paying, so that a second claim is refused",
      require: "Openings and proofs without which the certificate does not do",
      extras: "Codes that may be billed as extras; any code without the list",
      categories: "The category that each grouped code is billed for, for proofs of category",
      acceptDevelopmentKeys: "Whether proofs that anyone can forge count; by default on a local chain only",
    },
  },
  prove: {
    description: "Add proofs of the categories, and of an early renewal, to a certificate (optician)",
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
    description: "Verify certificates, then mark their shares as paid; nothing is marked unless all conform (insurer)",
    arguments: {
      certificates: "certificate files",
    },
    options: {
      release: "take the mark back instead",
    },
    released: ({ file, gas }: { file: string; gas: bigint }) => `${file}: released (${gas} gas)`,
    nothing: "Nothing was settled: not all conform.",
    outcomes: {
      settled: "settled",
      "already-yours": "already-yours",
      "rank-taken": "rank-taken",
      "other-invoice": "other-invoice",
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
    justified: "conforming, with justification",
    conforming: "conforming",
    notConforming: "not conforming",
    who: "Who stated it:",
    ask: "What to ask:",
    timeline: "  Timeline",
    you: "you",
    insurer: "insurer",
    paid: ({ when, rank, who }: { when: string; rank: number; who: string }) =>
      `   €  ${when}  share of rank ${rank} paid by ${who}`,
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
