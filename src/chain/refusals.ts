import { Interface } from "ethers";
import { activities } from "../language/en/activities.js";
import { library } from "../language/en/errors/library.js";
import { about } from "../language/en/names.js";
import { refusals } from "../language/en/refusals.js";
import { type Doing, tell } from "../language/telling.js";
import type { ClairevoieError } from "../protocol/index.js";
import { asChainError, ChainError, oneLine, revertOf } from "./errors.js";

type Refusal = Exclude<keyof typeof refusals, "Error" | "Panic">;

/**
 * Every error of every contract of the suite, as Solidity writes it: any contract may pass on what another refused. A test holds
 * the list to the compiled contracts. What each means stands in the catalogues, under `refusals`.
 */
export const REFUSALS: readonly `${Refusal}(${string})`[] = [
  "AccessManagedInvalidAuthority(address authority)",
  "AccessManagedRequiredDelay(address caller, uint32 delay)",
  "AccessManagedUnauthorized(address caller)",
  "AccessManagerAlreadyScheduled(bytes32 operationId)",
  "AccessManagerBadConfirmation()",
  "AccessManagerExpired(bytes32 operationId)",
  "AccessManagerInvalidInitialAdmin(address initialAdmin)",
  "AccessManagerLockedFunction(bytes4 selector)",
  "AccessManagerLockedRole(uint64 roleId)",
  "AccessManagerNotReady(bytes32 operationId)",
  "AccessManagerNotScheduled(bytes32 operationId)",
  "AccessManagerUnauthorizedAccount(address msgsender, uint64 roleId)",
  "AccessManagerUnauthorizedCall(address caller, address target, bytes4 selector)",
  "AccessManagerUnauthorizedCancel(address msgsender, address caller, address target, bytes4 selector)",
  "AccessManagerUnauthorizedConsume(address target)",
  "AccountHeldCompromised(bytes32 party, address account)",
  "AddressEmptyCode(address target)",
  "AlreadyAnnounced(bytes32 announcement)",
  "AlreadyLinked(bytes32 party, bytes32 other, uint8 kind)",
  "AlreadySuspended(bytes32 party)",
  "AnnouncementExpired(uint48 expiredAt, uint48 present)",
  "CheckpointUnorderedInsertion()",
  "CompromiseInFuture(uint48 from, uint48 present)",
  "CompromiseNotEarlier(uint48 from, uint48 known)",
  "CompromiseTooOld(uint48 from, uint48 earliest)",
  "DelaysOutOfRange(uint48 makerDelay, uint48 guardDelay, uint48 most)",
  "Expired(uint256 deadline, uint256 present)",
  "EyeOutOfRange(uint8 eye)",
  "FailedCall()",
  "FutureTime(uint48 time, uint48 present)",
  "GrantInvalid(address settler, bytes32 insurer)",
  "IdentifierMalformed(string identifier)",
  "IdentifierTooLong(uint256 length, uint256 most)",
  "IdentifiersOutOfRange(uint256 count, uint256 most)",
  "InsufficientBalance(uint256 balance, uint256 needed)",
  "InvalidAccountNonce(address account, uint256 currentNonce)",
  "InvalidShortString()",
  "KeyAlreadyRevoked(address key, uint48 revokedAt)",
  "KeyConsentInvalid(bytes32 party, address key)",
  "KeyTaken(address key, bytes32 party)",
  "LookBackOutOfRange(uint48 lookBack, uint48 most)",
  "MakesNotKnown(uint8 makes)",
  "MayNotCancel(bytes32 announcement, address caller)",
  "NameTaken(bytes32 name, bytes32 party)",
  "NoReason()",
  "NotAContract(address account)",
  "NotAnnounced(bytes32 announcement)",
  "NotByConsent(uint8 kind)",
  "NotCandidate(bytes32 party, address caller)",
  "NotController(bytes32 party, address caller)",
  "NotGuard(address caller)",
  "NotInsurer(address account)",
  "NotLensMaker(bytes32 party)",
  "NotLinked(bytes32 party, bytes32 other, uint8 kind)",
  "NotNextGuard(address caller)",
  "NotOfParty(bytes32 party, address account)",
  "NotOptician(address account)",
  "NotOptician(bytes32 party)",
  "NotReady(uint48 readyAt, uint48 present)",
  "NotSettledBy(address settler, uint8 rank, bytes32 party)",
  "NotSoleMark(address settler, uint8 rank)",
  "NotSuspended(bytes32 party)",
  "NothingToSettle()",
  "NothingToUse()",
  "OtherRound(address settler, uint32 round)",
  "PartyExists(bytes32 party)",
  "ProofTooLong(uint256 receipt, uint256 length, uint256 most)",
  "ProofsTooLong(uint256 length, uint256 most)",
  "RankOutOfRange(uint8 rank)",
  "RoleNotEnrollable(uint8 role)",
  "SafeCastOverflowedUintDowncast(uint8 bits, uint256 value)",
  "SameParty(bytes32 party)",
  "SameTag(address settler, bytes32 tag)",
  "SetupsDiffer(string ofBands, string ofRenewals)",
  "SignatureInvalid(address signer)",
  "StringTooLong(string str)",
  "ToleranceBelowLag(uint64 toleranceSeconds, uint64 lagSeconds)",
  "TooLittleGas(uint256 left)",
  "TooManyOpenings(uint256 count, uint256 most)",
  "TooManyReceipts(uint256 count, uint256 most)",
  "UnknownAccount(bytes32 party, address account)",
  "UnknownKey(address key)",
  "UnknownParty(bytes32 party)",
  "ZeroController()",
  "ZeroDigest()",
  "ZeroGuard()",
  "ZeroKey()",
  "ZeroMarker()",
  "ZeroParty()",
  "ZeroRoot()",
  "ZeroStatement()",
  "ZeroTag()",
];
let known: Interface | undefined;

/** Seconds: no delay of a registry is as long, and no time as early. */
const LONGEST_DELAY = 3650 * 86_400;

/** A contract refused with an error of the list: its sentence ends with what the error means, and what to do. */
class ContractRefusal extends ChainError<"contract-refused"> {
  constructor(refusal: string, doing: Doing) {
    super("reverted", "contract-refused", { refusal }, doing);
    this.message = tell(this, { about, activities, errors: library, refusals });
  }
}

/**
 * Says in one line why a call or a transaction of the suite's contracts failed, as `asChainError` does, and what a contract's own
 * error means.
 * @internal
 */
export function asRefusal(error: unknown, doing: Doing): ClairevoieError {
  const other = asChainError(error, doing);
  if (other.code !== "contract-refused-otherwise") return other;
  const refusal = refusalIn(revertOf(error)?.data ?? "0x");
  return refusal === undefined ? other : new ContractRefusal(refusal, doing);
}

/** An error of the list with its values, by name: `NotReady(readyAt 2026-01-04T00:00:00Z, present ...)`. */
function refusalIn(data: string): string | undefined {
  known ??= new Interface(REFUSALS.map((one) => `error ${one}`));
  try {
    const parsed = known.parseError(data);
    if (!parsed) return undefined;
    const values = parsed.fragment.inputs.map(({ name, type }, i) => `${name} ${shown(parsed.args[i], type)}`.trim());
    return `${parsed.name}(${values.join(", ")})`;
  } catch {
    return undefined; // The selector is known, and what follows is cut.
  }
}

/** Times are told as such; nothing that a contract says is obeyed by a terminal. */
function shown(value: unknown, type: string): string {
  const isTime = type === "uint48" && Number(value) > LONGEST_DELAY;
  return isTime ? `${new Date(Number(value) * 1000).toISOString().slice(0, 19)}Z` : oneLine(String(value));
}
