import type { Eye } from "../names.js";

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

/** What is wrong with a value, a statement, a certificate or a proof. */
export const values = {
  // Whether something is there
  needed: "is needed",
  empty: "is empty",
  "not-there": "is not there; check the path",
  "already-there": ({ holds }: { holds: "key" | "identity" | "card" | "evidence" }) =>
    holds === "card" || holds === "evidence"
      ? "is there already, and others may have it; choose another name"
      : `is there already, and may be the only copy of ${holds === "key" ? "a key" : "an identity"}; choose another name`,
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
  "listed-twice": "names one twice",
  "threshold-unreachable": "asks for more keys than are listed",
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
};
