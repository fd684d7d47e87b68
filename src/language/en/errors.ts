import { remedyOf } from "./activities.js";
import type { Eye } from "./names.js";

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

/** Formats of other programs. */
const formats = {
  pdf: "a PDF",
  "old-workbook": "an Excel workbook (.xls)",
  workbook: "a workbook or an archive",
  gzip: "packed with gzip",
  packed: "a packed file",
  image: "an image",
  database: "a database",
  html: "a web page (HTML), whatever its name says",
  "workbook-xml": "an Excel workbook in XML",
  fhir: "a FHIR resource",
  b2boptic: "a b2bOptic order (XML)",
  xml: "XML",
  edi: "an EDI message",
  hl7: "an HL7 message",
  oma: "a file of the OMA/VCA standard",
  rtf: "a word processor's document (RTF)",
  sylk: "a SYLK sheet",
  mail: "an e-mail or a web archive",
  "json-lines": "JSON with one object a line",
  "of-clairevoie": "a file of Clairevoie itself, and no list of documents",
};

/** What to do instead. */
const insteadOf = (format: keyof typeof formats, expected: "documents" | "json" | "line"): string => {
  if (expected === "json") return "name the JSON file";
  if (expected === "line") return "name a text file of one line";
  if (["old-workbook", "html", "workbook-xml", "sylk"].includes(format)) {
    return "open it in a spreadsheet and save it as CSV (UTF-8)";
  }
  if (format === "gzip" || format === "packed") return "unpack it first";
  if (format === "json-lines") return "put the objects into one list, [ … ]";
  if (format === "of-clairevoie") return "see `clairevoie inspect` for what it is";
  return "export the documents as CSV or JSON from the software that wrote it";
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

/**
 * What is wrong with an input, or why the chain did not do what was asked; after the field, where there is one. By code: a code
 * never changes its meaning once published.
 */
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
  "paths-too-long": ({ limit }: { limit: number }) => `have paths of more than ${limit} siblings together`,
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
  "not-whole-number": "has a number that is not written as a whole one: no fraction, no exponent",
  "zero-is-left-out": "must not be zero: what is not stated is left out",
  "aspects-not-in-order": "are not in the order of their numbers",
  "same-as-nothing": 'is "=", and no receipt before states it',
  "without-eye": "must name at least one eye, or be left out",
  "tolerance-below-lag": "must be at least lagSeconds",
  "lost-in-json": ({ type }: { type: string }) =>
    `cannot be written as JSON (${type}); leave it out, or write it as text or a number`,

  "foreign-format": ({ format, expected }: { format: keyof typeof formats; expected: "documents" | "json" | "line" }) =>
    `is ${formats[format]}; ${insteadOf(format, expected)}`,
  "encoding-damaged": "is text in a damaged or unknown encoding; save it as UTF-8",
  "encoding-without-mark": "is UTF-16 without its mark; save it as UTF-8",

  // Numbers and identifiers
  "not-siret": "must be 14 digits",
  "siret-check-digit": "is not a SIRET: its check digit is wrong",
  "not-maker": "must be a SIREN (9 digits) or the EUDAMED number of a manufacturer",
  "siren-check-digit": "is not a SIREN: its check digit is wrong",
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
  "bands-overlap": "the table of power bands has two rows for one lens; use a table that was published",
  "not-code-of-lens": ({ computed }: { computed: string }) =>
    `is not the grouped code of this lens, which is ${computed}; correct the code, or the class or the type of the lens`,
  "lens-without-code":
    "no grouped code covers this lens; enter the code of its class that the maker and the store agreed on",

  // Proofs
  "not-in-bands": "is in no power band of the code that is billed; it cannot be proven",
  "code-without-bands": "is no grouped code of a lens of this class; no power band can be proven of it",
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
  "cell-exponent":
    "looks like the exponent that a spreadsheet makes of a number (1E5); compare it with the document, and format the column as text",
  "cell-date":
    "looks like the date that a spreadsheet makes of a reference or a number; compare it with the document, and format the column as text",
  "cell-boolean":
    "looks like what a spreadsheet makes of a word (VRAI, TRUE); compare it with the document, and format the column as text",
  "cell-decimal": "was turned into a decimal number (…,0) by a program; write it as text",
  "cell-of-error": "holds the error of a spreadsheet (#N/A, #REF!); correct its formula",
  "cell-stand-in": "holds a stand-in for nothing (-, n/a, null); leave the cell empty",
  "siret-zero-lost": "has 13 digits: a spreadsheet dropped its first zero; format the column as text",
  "dioptres-eighth":
    "has three decimals; write an eighth of a dioptre with two, as the order has it, such as 2,12 or 2,13",
  "dioptres-mark-lost":
    "must be written with its decimals, such as 25,00: without them it may be 0,25 that lost its mark",
  "axis-without-cylinder":
    "is given without a cylinder; fill that in (0 or SPH where there is none), or empty this cell",
  "base-without-prism": "is given without a prism; fill that in, or empty this cell",
  "not-prism-base": "must be whole degrees, 0 to 360, or nasale, temporale, haut or bas (in, out, up or down)",
  "payers-too-many": "is of a third insurer; an invoice states two at most",
  "eye-without-lens": "is given, and no lens of that eye is; fill in the lens, or empty this cell",
  "contradicts-line": ({ line }: { line: number }) =>
    `says something else than line ${line} of the same file; keep the right one`,
  "reference-like-line": ({ line }: { line: number }) =>
    `differs from that of line ${line} by zeros or punctuation alone; is it the same file, damaged by a spreadsheet?`,
  "reference-like-kept":
    "differs from one that is kept by zeros or punctuation alone; is it the same file, damaged by a spreadsheet?",
  "columns-unread": ({ columns }: { columns: string }) =>
    `has columns that are not read, and are like some that are: ${columns}; say what each is with --column "TITLE=NAME", or with --column "TITLE=" that it is none`,
  "column-unknown": ({ given }: { given: string }) => `${given} is no name of a column; see docs/documents.md`,
  "column-not-there": ({ given }: { given: string }) => `${given} is no title of the file`,
  "column-choice": 'must be written as "TITLE=NAME", or as "TITLE=" for what is to be passed over',
  "delimiter-unknown": "names a delimiter (sep=) that is not read; use a semicolon, a comma, a bar or a tab",
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
  "keystore-kdf": "must be scrypt; convert the keystore with `clairevoie key convert`",
  "keystore-salt": "must be 16 to 64 bytes in hexadecimal",
  "keystore-bytes": ({ bytes }: { bytes: number }) => `must be ${bytes} bytes in hexadecimal`,
  "keystore-without-address":
    "does not say its address, so only the passphrase shows whose key it holds; convert it with `clairevoie key convert`",
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
  "settling-without-identity": "settling needs to know who settles; connect the insurer with its identity",
  "settlement-not-told": ({ transaction }: { transaction: string }) =>
    `transaction ${transaction} does not tell what became of each share; look at its events before you pay`,
  "claimed-twice": ({ first }: { first: number }) => `claims the same share as claims[${first}]; leave one out`,
  "invoice-needed": "have no invoice whose share could be granted",

  // Insurer cards
  "ends-before-it-starts": "is before its start",
  "not-signed-by-key": "is not that of the key it names (edited?)",
  "alias-of-alias": "is an alias itself; write the maker's own code of the lens",
  "alias-twice": "stands for two lenses at one time; end one of the two before the other begins",
  "aliases-of-another-chain":
    "is not this chain and its party registry; ask the maker for its table of this deployment",
  "aliases-key-of-nobody":
    "is not a valid key of the lens maker that the table names; ask the maker for its present one",
  "card-of-another-chain": "is not this chain and its party registry; ask the insurer for its card of this deployment",
  "card-not-in-force": "the card is not in force now; ask the insurer for its present one",
  "card-not-endorsed": "is empty, and the key did not endorse the card on chain",
  "card-key-of-nobody": "is not a valid key of the insurer that the card names; ask the insurer for its present one",
  "card-of-another-insurer": "is not that of the insurer that the invoice states at this rank",
  "rank-without-payer": "names an insurer that the dossier does not state",
  "card-insurer-suspended": "is of an insurer that the council has suspended",

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
  "deployed-other-fixed": ({ getter, found }: { getter: string; found: number }) =>
    notAsDeployed(`partyRegistry.${getter} is ${found} seconds`),
  "deployed-other-guard": ({ found }: { found: string }) => notAsDeployed(`the guard is ${found}`),
  "deployed-role-not-held": ({ account, role }: { account: string; role: string }) =>
    notAsDeployed(`${account} does not hold the role ${role}`),
  "deployed-other-delay": ({ role, found }: { role: string; found: number }) =>
    notAsDeployed(`the delay of the role ${role} is ${found} seconds`),
  "deployed-other-member": ({ account, role }: { account: string; role: string }) =>
    notAsDeployed(`${account} holds the role ${role}, which the file does not give it`),
  "deployed-role-admin": ({ role, found }: { role: string; found: string }) =>
    notAsDeployed(`the role ${role} is given and taken by the role ${found}, not by the admin alone`),
  "deployed-role-guardian": ({ role, found }: { role: string; found: string }) =>
    notAsDeployed(`the role ${role} has the guardian ${found}, who may cancel what it announces`),
  "deployed-grant-delay": ({ role, found }: { role: string; found: number }) =>
    notAsDeployed(`the role ${role} is given with a delay of ${found} seconds`),
  "deployed-target-closed": ({ contract }: { contract: string }) =>
    notAsDeployed(`the AccessManager closed ${contract}: its council functions refuse everyone`),
  "deployed-target-delay": ({ contract, found }: { contract: string; found: number }) =>
    notAsDeployed(`changes to ${contract} take the admin ${found} seconds`),
  "deployed-other-binding": ({ called, role }: { called: string; role: string }) =>
    notAsDeployed(`${called} is bound to the role ${role}`),
  "not-announced": ({ announcement }: { announcement: string }) =>
    `nothing was announced as ${announcement}; see \`party announced\``,
  "deployed-before": ({ block }: { block: number }) =>
    notAsDeployed(`the AccessManager was made before block ${block}, or the node does not have its first events`),
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
  "amc-with-identity": "is the identity's already; give one of the two",
  "unit-of-dossier": ({ dossier }: { dossier: string }) =>
    `serves ${dossier}; put it back first, or erase that dossier, which erases its units too`,
  "erased-while-settling": ({ until }: { until: string }) =>
    `its shares may still be settled until ${until}, and the key that grants them goes with its secret; --yes erases it all the same`,
  "erased-before-invoice":
    "the vault keeps no receipt of its invoice, and the key that grants its shares goes with its secret; --yes erases it all the same",
  "import-unfinished": ({ id }: { id: string }) =>
    `an import that states ${id} was cut off; run that import again first`,
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
