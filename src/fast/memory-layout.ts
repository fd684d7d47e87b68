/**
 * Where things are in the memory of the kernel, bytes: one list for TypeScript and for the AssemblyScript of
 * `kernel`.
 */

/** EIP-712 domain separator, 32 bytes. */
export const DOMAIN = 0x10000;
/** Type hashes, 32 bytes each, by the numbers below. */
export const TYPE_HASHES = 0x10020;
export const BATCH_TYPE = 0;
export const STATEMENT_TYPE = 1;
export const REFERENCE_TYPE = 2;
export const PAYER_TYPE = 3;
export const BILLING_TYPE = 4;
export const LINE_TYPE = 5;
export const FRAME_TYPE = 6;
export const CODE_TYPE = 7;
export const LENS_TYPE = 8;
export const PARTY_TYPE = 9;
export const DOSSIER_TYPE = 10;
export const MAKER_TYPE = 11;
export const GRANT_TYPE = 12;
export const SPLIT_TYPE = 13;
export const TAG_TYPE = 14;
/** The chain that certificates must be of: its id in 8 bytes, little end first, then addresses of 20 bytes. */
export const CHAIN = 0x10200;
export const CHAIN_REGISTRIES = 8;
/** Whether there is a fifth address, that of the stock registry. */
export const CHAIN_HAS_STOCK = 108;
/** EIP-712 domain separator of grants, 32 bytes. */
export const GRANT_DOMAIN = 0x10280;
/** What is encoded on the way to a hash. */
export const WORK = 0x10400;
/** Answers of 32 bytes. */
export const OUT = 0x10800;
/** What a certificate says besides its receipts, decoded. */
export const CERTIFICATE = 0x11000;
/** What a claim says, decoded. */
export const CLAIM = 0x11400;
/** What the claim commits to under the salts of the certificate: 32 bytes for each aspect, by its number. */
export const OPENED = 0x11800;
/** The party id that the optician's salt opens, the dossier's id as it is opened, and the names of the makers, right first. */
export const PARTY = 0x11a00;
export const DOSSIER_ID = 0x11a20;
export const MAKER_NAMES = 0x11a40;
/** What the settler signs to let the certificate's insurer settle. */
export const GRANT_DIGEST = 0x11a80;
/** What the receipt that was read last states of each aspect, for the next that states the same. */
export const LATEST = 0x11c00;
/** Structs, and the members of arrays in them. */
export const STRUCT = 0x12000;
export const MEMBERS = 0x12800;
/** Lines of the bill in their canonical order, and treatments of a lens. */
export const LINES = 0x14000;
export const TREATMENTS = 0x14800;
/** In a line of a bill: its item, where its code starts and the length of that, in 32 bits each. */
export const LINE_BYTES = 64;
export const LINE_ITEM = 0;
export const LINE_CODE = 12;
/** Names of lens makers that were computed before, by the hashes of their identifiers: 256 of 64 bytes. */
export const NAMES = 0x18000;
/** The text of a certificate, and of a claim. */
export const TEXT = 0x20000;
export const LONGEST_TEXT = 0x200000;
export const CLAIM_TEXT = 0x220000;
export const LONGEST_CLAIM = 0x10000;
/** Decoded receipts, `RECEIPT_BYTES` each. */
export const RECEIPTS = 0x240000;
export const RECEIPT_BYTES = 5120;
/** Hashes of texts, nodes of trees and batches that were computed before. */
export const TEXTS = 0x2a0000;
export const NODES = 0x300000;
export const BATCHES = 0x900000;

/** In a decoded receipt. Words from the dossier to what it supersedes follow one another. */
export const DOSSIER = 0;
export const ASPECT_WORDS = 32;
export const SUPERSEDES = 512;
/** What was signed, and the signature: 136 bytes in all. */
export const KEY = 544;
export const ISSUED_AT = 568;
export const ROOT = 576;
export const SIGNATURE = 608;
export const HASH = 680;
/** Numbers of 32 bits. */
export const STAGE = 712;
export const REASON = 716;
export const STATEMENT_PROOF_LENGTH = 720;
export const ANCHOR_PROOF_LENGTH = 724;
/** Bit n is set where aspect n is stated. */
export const STATED = 728;
export const STATEMENT_PROOF = 1024;
export const ANCHOR_PROOF = 3072;

/** In a decoded certificate: numbers of 32 bits, then salts. */
export const RECEIPT_COUNT = 0;
export const STOCK_COUNT = 4;
export const PAYER_RANK = 8;
/** Bit n is set where the salt of aspect n is there. */
export const SALTED = 12;
/** 1 where proofs come with it. */
export const HAS_PROOFS = 16;
/** 1 where a grant comes with it, and its round. */
export const HAS_GRANT = 20;
export const GRANT_ROUND = 24;
export const OPTICIAN_SALT = 32;
export const PAYER_SALT = 64;
/** 32 bytes for each aspect, by its number. */
export const SALTS = 96;
/** Hashes of the identifiers of the makers, right first. */
export const MAKER_HASHES = 576;
/** Who may settle, and the signature of the settler. */
export const GRANT_INSURER = 640;
export const GRANT_SIGNATURE = 672;
/** What the dossier's id is the hash of; the settler fills the end of its word. */
export const SEED = 768;
export const SETTLER = 800;

/** In a decoded claim: numbers of 32 bits. */
export const RANK = 0;
export const PAYERS = 4;
export const SHARE_CENTS = 8;
export const SHARES_CENTS = 12;
export const TOTAL_CENTS = 16;
export const LINE_COUNT = 20;
/** Bit n is set where item n is billed. */
export const BILLED = 24;
/** Bit n is set where aspect n is told: the frame or a lens. */
export const TOLD = 28;
export const FRAME_CLASS = 32;
export const BILLED_FRAME_CLASS = 36;
/** Where a text starts in memory, and its length. */
export const AMC = 40;
/** Bit n is set where aspect n was committed to, for what the claim and the certificate say of it. */
export const COMMITTED = 48;
/** Hashes of texts. */
export const SIRET_HASH = 64;
export const FILE_REFERENCE_HASH = 96;
export const AMC_HASH = 128;
export const PRIOR_AUTHORISATION_HASH = 160;
export const FRAME_REFERENCE_HASH = 192;
/** What is committed to of each lens: hash of the EDI code, diameter, index, hash of the treatments, type; 96 bytes. */
export const TOLD_RIGHT = 224;
export const TOLD_LEFT = 320;

/** In what is remembered of a batch: what was signed and the signature as in a receipt, from the key on. */
export const BATCH_BYTES = 768;
export const DIGEST = 136;
export const SIGNER = 168;
/** 1 when the signer or its anchor changed since who asks took it down. */
export const IS_FRESH = 189;
/** What is known of the signer: 0 nothing yet, 1 the account, 2 that there is none. */
export const SIGNER_STATUS = 190;
/** The root that its anchor proof leads to. */
export const ANCHORED = 224;
