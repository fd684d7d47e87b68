import * as z from "zod";
import { batchSchema } from "../protocol/batches.js";
import { fromHex, type Hex, toHex, word } from "../protocol/bytes.js";
import { type Domain, fieldsOf, hashStruct, keccak, member, textHash, typeHash } from "../protocol/eip712.js";
import { address, bytes32, chainId, hexOf, seconds } from "../protocol/schema.js";
import { LONGEST_PROOF } from "../protocol/tree.js";

/** What goes between a client and a gateway: docs/gateway.md. Pure; runs in a browser. */

/** Most bytes of a body that is no box: a signed batch takes 450. */
export const MOST_BODY_BYTES = 1_024;
/** Most bytes of the body of a withdrawal or of stock uses. */
export const MOST_RELAY_BYTES = 16_384;
/** Most uses in one signature that a gateway relays. */
export const MOST_USES = 32;
/** Most boxes in one read. */
export const MOST_READ = 256;
/**
 * How long the content of a box may be, in bytes: few sizes, so that a length says little. An enclosed certificate of one step takes
 * the third.
 */
export const BOX_BYTES = [4_096, 16_384, 36_864, 69_632, 135_168, 528_384] as const;
/** Days that a box is kept. */
export const BOX_DAYS = { default: 120, most: 400 } as const;
/** A batch may be signed so much ahead of the chain's head: rule 1.7 of docs/protocol.md finds fault with more. */
export const MOST_AHEAD_SECONDS = 600;
/** The longest deadline of what is relayed. */
export const MOST_DEADLINE_SECONDS = 172_800;

/** What is signed for or by a gateway, in the gateway's own domain. */
export const GATEWAY_TYPES = {
  /** By the gateway: it will have anchored the batch of this digest. */
  Promise: "Promise(bytes32 digest,uint64 anchorBy)",
  /** By a registered key: the key pays for the box out of its party's quota. `content` is the keccak256 of the content. */
  BoxPost: "BoxPost(address gateway,bytes32 index,bytes32 content,bytes32 eraser,uint16 days,uint64 time)",
} as const;

/** The fields of both, for `signTypedData` of any wallet. */
export const PROMISE_TYPES = { Promise: fieldsOf(GATEWAY_TYPES.Promise) };
export const BOX_POST_TYPES = { BoxPost: fieldsOf(GATEWAY_TYPES.BoxPost) };

const DOMAIN = { name: "Clairevoie gateway", version: "1" } as const;
const DOMAIN_TYPE = typeHash("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
const [PROMISE_TYPE, BOX_POST_TYPE] = [typeHash(GATEWAY_TYPES.Promise), typeHash(GATEWAY_TYPES.BoxPost)];
const PREFIX = Uint8Array.of(0x19, 0x01);

/**
 * The domain of what is signed for or by a gateway, for `signTypedData`: of the chain and the party registry of batches, under a name
 * of its own, so that no signature of one serves as the other.
 *
 * @example
 * ```ts
 * import { gatewayDomain } from "clairevoie/gateway";
 * const domain = gatewayDomain({ chainId: 1, verifyingContract: registry });
 * ```
 */
export function gatewayDomain({ chainId, verifyingContract }: Domain): Domain & typeof DOMAIN {
  return { ...DOMAIN, chainId, verifyingContract };
}

function digestOf(domain: Domain, structHash: Uint8Array): Hex {
  const separator = hashStruct(
    DOMAIN_TYPE,
    textHash(DOMAIN.name),
    textHash(DOMAIN.version),
    word(domain.chainId),
    word(BigInt(domain.verifyingContract)),
  );
  return toHex(keccak(PREFIX, separator, structHash));
}

/**
 * What a gateway signs when it accepts a batch: `recoverSigner` of it gives the gateway's account.
 *
 * @example
 * ```ts
 * import { promiseDigest } from "clairevoie/gateway";
 * const promised = promiseDigest({ chainId: 1, verifyingContract: registry }, { digest, anchorBy: 1_800_000_000 });
 * ```
 */
export function promiseDigest(domain: Domain, { digest, anchorBy }: { digest: Hex; anchorBy: number }): Hex {
  return digestOf(domain, hashStruct(PROMISE_TYPE, member(digest), word(anchorBy)));
}

/** What a post of a box says, without its content. */
export interface BoxPost {
  /** Account of the gateway that it is for, as its status says: no other may store it. */
  readonly gateway: Hex;
  readonly index: Hex;
  /** keccak256 of the content (`contentHash`). */
  readonly content: Hex;
  /** keccak256 of the token that erases it (`eraserOf`). */
  readonly eraser: Hex;
  readonly days: number;
  readonly time: number;
}

/**
 * What a registered key signs to post a box.
 *
 * @example
 * ```ts
 * import { boxPostDigest } from "clairevoie/gateway";
 * const signed = (post: Parameters<typeof boxPostDigest>[1]) => boxPostDigest({ chainId: 1, verifyingContract: registry }, post);
 * ```
 */
export function boxPostDigest(domain: Domain, post: BoxPost): Hex {
  const { gateway, index, content, eraser, days, time } = post;
  return digestOf(
    domain,
    hashStruct(
      BOX_POST_TYPE,
      word(BigInt(gateway)),
      member(index),
      member(content),
      member(eraser),
      word(days),
      word(time),
    ),
  );
}

/**
 * keccak256 of the content of a box.
 *
 * @example
 * ```ts
 * import { contentHash } from "clairevoie/gateway";
 * const content = contentHash(new Uint8Array(4_096));
 * ```
 */
export function contentHash(content: Uint8Array): Hex {
  return toHex(keccak(content));
}

/**
 * The eraser of a token of 32 bytes: its keccak256.
 *
 * @example
 * ```ts
 * import { eraserOf } from "clairevoie/gateway";
 * const eraser = eraserOf(salt);
 * ```
 */
export function eraserOf(token: Hex): Hex {
  return toHex(keccak(fromHex(token, 32, "token")));
}

/** 65 bytes r, s, v. */
const signed = hexOf(65);

const promise = z
  .strictObject({
    anchorBy: seconds.meta({ description: "By when the gateway will have anchored it, unix seconds" }),
    signature: signed.meta({ description: "The gateway's, over Promise(bytes32 digest,uint64 anchorBy)" }),
  })
  .meta({ description: "What the gateway promised when it accepted the batch" });

/** `POST /v1/batches`. */
export const batchPostSchema = z
  .strictObject({ batch: batchSchema, signature: signed })
  .meta({ title: "BatchPost", description: "A batch with the signature of its key" });
export type BatchPost = z.infer<typeof batchPostSchema>;

const digest = bytes32.meta({ description: "Digest of the batch" });
const retryAfter = z.int().min(0).meta({ description: "When to ask again, in seconds" });
const path = {
  root: bytes32.meta({ description: "Root of the round" }),
  anchorProof: z.array(bytes32).max(LONGEST_PROOF).meta({ description: "Siblings from the digest up to the root" }),
  round: z.int().min(1).meta({ description: "Number of the round" }),
};
const anchor = {
  block: z.int().min(0).meta({ description: "Block at which the gateway saw the anchor" }),
  time: seconds.meta({ description: "Time of the anchor, as the contract has it" }),
};

/** The answer to `POST /v1/batches` and `GET /v1/batches/{digest}`. A reorganisation may lead back to `frozen`. */
export const batchStateSchema = z
  .discriminatedUnion("state", [
    z.strictObject({ state: z.literal("received"), digest, promise, retryAfter }),
    z.strictObject({ state: z.literal("frozen"), digest, promise, retryAfter, ...path }),
    z.strictObject({ state: z.literal("anchored"), digest, promise, retryAfter, ...path, ...anchor }),
    z.strictObject({ state: z.literal("final"), digest, promise, ...path, ...anchor }),
  ])
  .meta({ title: "BatchState", description: "How far a batch is" });
export type BatchState = z.infer<typeof batchStateSchema>;

/** `GET /v1/rounds/{root}`: never changes. */
export const roundSchema = z
  .strictObject({
    root: path.root,
    round: path.round,
    digests: z.array(bytes32).min(1).meta({ description: "Digests of its batches, sorted by value" }),
  })
  .meta({ title: "Round", description: "The leaves of a root: anyone rebuilds every path" });
export type Round = z.infer<typeof roundSchema>;

/** `GET /v1/anchors/{root}`. */
export const anchorSchema = z
  .strictObject({
    root: bytes32,
    time: seconds.meta({ description: "Time of the anchor; 0 before it is anchored" }),
    block: z.int().min(0).meta({ description: "Block at which it was asked" }),
    isFinal: z.boolean().meta({ description: "Whether the anchor stands at the depth of the network" }),
  })
  .meta({ title: "Anchor", description: "What this gateway sees on chain of any root" });
export type AnchorSeen = z.infer<typeof anchorSchema>;

/** The characters of base64 that so many bytes take. */
const base64Length = (bytes: number) => 4 * Math.ceil(bytes / 3);
const content = z
  .base64()
  .max(base64Length(BOX_BYTES[BOX_BYTES.length - 1] as number))
  .meta({ description: "The ciphertext, base64; of one of few lengths" });

/** `POST /v1/boxes`. */
export const boxPostSchema = z
  .strictObject({
    index: bytes32.meta({ description: "Where it lies" }),
    content,
    eraser: bytes32.meta({ description: "keccak256 of the token that erases it" }),
    days: z.int().min(1).max(BOX_DAYS.most).meta({ description: "How long it is kept" }),
    time: seconds.meta({ description: "When it was signed, unix seconds" }),
    signature: signed.meta({ description: `Of a registered key, over ${GATEWAY_TYPES.BoxPost}` }),
  })
  .meta({ title: "BoxPost", description: "A closed message for one reader" });
export type BoxPosted = z.infer<typeof boxPostSchema>;

export const boxStoredSchema = z
  .strictObject({ until: seconds.meta({ description: "Until when it is kept, unix seconds" }) })
  .meta({ title: "BoxStored", description: "The box is stored, now or before" });
export type BoxStored = z.infer<typeof boxStoredSchema>;

/** `POST /v1/boxes/read`. */
export const boxReadSchema = z
  .strictObject({ indexes: z.array(bytes32).min(1).max(MOST_READ) })
  .meta({ title: "BoxRead", description: "Boxes to read; pad with random indexes" });
export const boxesSchema = z
  .strictObject({
    contents: z
      .array(content.nullable())
      .max(MOST_READ)
      .meta({ description: "In the order of the indexes; null where nothing lies, for whatever reason" }),
  })
  .meta({ title: "Boxes", description: "What lies in the boxes" });
export type Boxes = z.infer<typeof boxesSchema>;

/** `POST /v1/boxes/erase`. The answer is the same whatever lay there, but for a wrong token. */
export const boxEraseSchema = z
  .strictObject({ index: bytes32, token: bytes32.meta({ description: "What the eraser is the keccak256 of" }) })
  .meta({ title: "BoxErase", description: "Erases a box; a tombstone stays until it expires" });
export type BoxErase = z.infer<typeof boxEraseSchema>;

const deadline = seconds.meta({ description: "Last second at which the signature may be used" });

/** `POST /v1/withdrawals`: the arguments of `WithdrawalRegistry.withdrawFor`. */
export const withdrawalPostSchema = z
  .strictObject({
    party: bytes32,
    statement: bytes32,
    reason: z.int().min(1).max(5),
    signer: address,
    deadline,
    signature: signed,
  })
  .meta({ title: "WithdrawalPost", description: "A withdrawal, as a key or the controller of the party signed it" });
export type WithdrawalPost = z.infer<typeof withdrawalPostSchema>;

/** `POST /v1/stock-uses`: the arguments of `StockRegistry.useFor`. */
export const stockUsesPostSchema = z
  .strictObject({
    uses: z
      .array(z.strictObject({ marker: bytes32, tag: bytes32 }))
      .min(1)
      .max(MOST_USES),
    signer: address,
    deadline,
    signature: signed,
  })
  .meta({ title: "StockUsesPost", description: "Uses of stock lenses, as a key of the optician signed them" });
export type StockUsesPost = z.infer<typeof stockUsesPostSchema>;

/** The answer to both, and to `GET /v1/withdrawals/{digest}` and `GET /v1/stock-uses/{digest}`. */
export const relayStateSchema = z
  .strictObject({
    digest: bytes32.meta({ description: "Digest that the party signed" }),
    state: z.literal(["received", "sent", "done", "final", "failed", "expired"]),
    block: z.int().min(0).optional().meta({ description: "Block at which the gateway saw it done" }),
  })
  .meta({ title: "RelayState", description: "How far a withdrawal or stock uses are; ask the contract what they did" });
export type RelayState = z.infer<typeof relayStateSchema>;

/** `GET /v1/status`. */
export const gatewayStatusSchema = z
  .strictObject({
    format: z.literal("clairevoie-gateway/1"),
    gateway: address.meta({ description: "Account that signs the promises, and that boxes are posted for" }),
    chainId,
    contracts: z.strictObject({
      partyRegistry: address,
      anchorRegistry: address,
      withdrawalRegistry: address,
      stockRegistry: address,
    }),
    head: z.strictObject({ block: z.int().min(0), time: seconds }).meta({ description: "The newest block seen" }),
    ready: z.boolean(),
    intervalSeconds: z.int().min(1).meta({ description: "How often a root is anchored where something waits" }),
    confirmations: z.int().min(1).meta({ description: "Blocks from which on an anchor is final" }),
    promiseSeconds: z.int().min(1).meta({ description: "Longest time from acceptance to the promised anchor" }),
    pending: z.int().min(0).meta({ description: "Batches that are not anchored yet" }),
    oldestPendingSeconds: z.int().min(0),
    roundsPaid: z.int().min(0).meta({ description: "Rounds that the balance still pays at the present fee" }),
    offers: z.array(z.literal(["batches", "boxes", "relay"])),
    boxBytes: z.array(z.int()),
  })
  .meta({ title: "GatewayStatus", description: "What a gateway is and how it does" });
export type GatewayStatus = z.infer<typeof gatewayStatusSchema>;

/** Why a gateway refuses, with the status of its answer. A code never changes its meaning. */
export const PROBLEMS = {
  unauthorised: 401,
  "out-of-scope": 403,
  "origin-refused": 403,
  "not-found": 404,
  "method-not-allowed": 405,
  "box-taken": 409,
  "key-reused": 409,
  "too-large": 413,
  "not-json": 415,
  "host-refused": 421,
  malformed: 422,
  "unknown-key": 422,
  "key-not-valid": 422,
  "party-suspended": 422,
  "wrong-signature": 422,
  "smart-account": 422,
  "issued-ahead": 422,
  "issued-too-early": 422,
  "box-size": 422,
  "box-time": 422,
  "wrong-token": 422,
  "deadline-passed": 422,
  "deadline-too-far": 422,
  "would-revert": 422,
  "unknown-policy": 422,
  "not-offered": 422,
  quota: 429,
  internal: 500,
  busy: 503,
  "cannot-anchor-in-time": 503,
  "chain-away": 503,
  "settlement-open": 503,
  stopping: 503,
} as const;
export type ProblemCode = keyof typeof PROBLEMS;
const PROBLEM_CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];

/** An error, as RFC 9457 has it. `type` is stable; `title` and `detail` are for people, in their language. */
export const problemSchema = z
  .strictObject({
    type: z.string().meta({ description: "urn:clairevoie:problem: and the code" }),
    code: z.literal(PROBLEM_CODES),
    status: z.int().min(400).max(599),
    title: z.string(),
    field: z.string().optional().meta({ description: "Member of the request that is wrong" }),
    retryAfter: retryAfter.optional(),
  })
  .meta({ title: "Problem", description: "Why the gateway refuses (RFC 9457)" });
export type Problem = z.infer<typeof problemSchema>;
/** The media type of a problem. */
export const PROBLEM_TYPE = "application/problem+json";
