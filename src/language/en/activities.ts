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
  NotSettledBy: "only the insurer that marked it releases or moves it; see who did with `verify`",
  NotSoleMark: "another insurer marked the same invoice: agree with it, release both, and settle anew",
  SameTag: "it is marked for this invoice already; there is nothing to move",
  GrantInvalid: "ask the store for a grant for this insurer, invoice and rank",
  OtherRound: "ask the store for a grant of the present round, which is the second number",
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
  "moving-settlement": "moving a settlement",
  "planning-deployment": "planning the deployment",
  "reading-anchor": "reading the anchor",
  "reading-chain": "reading the chain",
  "reading-deployed": "reading what was deployed",
  "reading-events": "reading events",
  "reading-key": "reading the key",
  "reading-keys": "reading keys",
  "reading-party": "reading the party",
  "reading-settlement": "reading a settlement",
  "reading-stock": "reading stock lenses",
  "reinstating-party": "reinstating a party",
  "releasing-settlement": "releasing a settlement",
  "revoking-key": "revoking a key",
  settling: "settling",
  "suspending-party": "suspending a party",
  "using-stock": "using stock lenses",
  "withdrawing-statement": "withdrawing a statement",
};

/** The remedy for a refusal, as the end of its sentence. */
export const remedyOf = (refusal: string): string => {
  const remedy = Object.entries(remedies).find(([name]) => refusal.startsWith(`${name}(`))?.[1];
  return remedy === undefined ? "" : `; ${remedy}`;
};
