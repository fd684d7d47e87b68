import type { ProblemCode } from "../../src/gateway/index.js";
import type { GatewayErrorCode } from "../failing.js";

/** Why a request is refused, and what to do. */
export const problems: Readonly<Record<ProblemCode, string>> = {
  unauthorised: "Send a bearer token of this service in the header Authorization.",
  "out-of-scope": "This token is not for that; use another one, or have its scopes changed.",
  "origin-refused": "Pages of other origins may not ask this service; call it from a program.",
  "not-found": "There is nothing here; check the address.",
  "method-not-allowed": "This address takes another method; see /openapi.json.",
  "box-taken": "Another content lies in this box; take the next number.",
  "key-reused": "This idempotency key was sent with another request; draw a new one for each settlement.",
  "too-large": "The body is too large.",
  "not-json": "Send JSON, with the content type application/json.",
  "host-refused": "The header Host names another host; use an address that this service is configured for.",
  malformed: "The request is not what /openapi.json describes.",
  "unknown-key": "The key is registered with no party; register it first.",
  "key-not-valid": "The key is revoked, compromised, or not valid yet; use another one.",
  "party-suspended": "The party is suspended; ask the council.",
  "wrong-signature": "The signature is not that of the key.",
  "smart-account": "A smart account endorses its batch on chain; no gateway can do it.",
  "issued-ahead": "The batch is signed for later than the chain's time; check the clock and sign again.",
  "issued-too-early": "The batch was signed too long ago to be anchored in time; seal it again.",
  "box-size": "The content has none of the lengths that boxes have; pad it.",
  "box-time": "The time of the post is too far from the chain's; check the clock and sign again.",
  "wrong-token": "The token does not erase this box.",
  "deadline-passed": "The deadline is too near or has passed; sign again.",
  "deadline-too-far": "The deadline is more than 48 hours away; sign a nearer one.",
  "would-revert": "The contract would refuse it; check party, signer and what is already done.",
  "unknown-policy": "No policy of this name is configured; see the configuration of the service.",
  "not-offered": "This gateway does not relay; send it to another one or to the chain.",
  quota: "The quota is used up; try later, or another gateway.",
  internal: "The gateway failed; try again, or another gateway.",
  busy: "The gateway is busy; try again.",
  "cannot-anchor-in-time": "The gateway cannot anchor in time at present; use another one or anchor yourself.",
  "chain-away": "The gateway does not reach its chain; try later, or another gateway.",
  "settlement-open": "It is not known yet what becomes of the settlement; ask again with the same idempotency key.",
  stopping: "The gateway is stopping; try again, or another gateway.",
};

/** Why a gateway does not start or stops, and what its operator does. */
export const failures: Readonly<Record<GatewayErrorCode, string>> = {
  "store-in-use": "another instance has the database; stop it, or use PostgreSQL for several instances",
  "store-too-new": "the database is of a newer version; install that version",
  "store-inconsistent": "the database contradicts itself; stop, keep a copy, and restore a backup",
  "sqlite-too-old": "this SQLite can lose what several connections write; use 3.51.3 or later",
  "store-not-durable": "the database acknowledges before it is durable (synchronous_commit, fsync); turn that on",
  pooler: "a pooler in transaction mode stands before the database; connect to the database itself",
  "wrong-chain": "the node is on another chain than the deployment; check both",
  "nonce-moved":
    "the account sent a transaction that this gateway does not know; no other program may use it; after a restore, start once with --new-epoch",
  "path-does-not-verify": "a path does not lead to its root; stop, keep a copy, and restore a backup",
  "one-account-for-both": "the relay needs another account than the anchors; name another key",
};

/** What stands with a verdict. */
export const verdicts = {
  mustLook: "a person must look",
  tookTooLong: "cannot tell: the judgement took longer than it may; try again, and check the node",
  tookTooMuch: "cannot tell: the judgement needs more memory than it may have; look at the certificate by hand",
};
