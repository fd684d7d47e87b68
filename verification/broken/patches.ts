/** A deliberately broken build: one check is taken out. */
export interface Patch {
  readonly file: string;
  /** What stands there, once. */
  readonly find: string;
  readonly replace: string;
  /** What an attacker could do then. */
  readonly lets: string;
  /** The tests that must notice. Contracts have their Solidity tests, which are found by themselves. */
  readonly tests?: readonly string[];
  /** Of these, the ones that have this in their name. */
  readonly named?: string;
}

const TREE = ["test/unit/compatibility/fixtures.test.ts", "verification/attack/attackers.test.ts"];
const INPUT = ["test/unit/protocol/input.test.ts"];
const STANDING = ["test/unit/protocol/standing.test.ts"];
const CLAIM = ["test/unit/protocol/claim.test.ts"];
const TICKETS = ["test/unit/protocol/tickets.test.ts"];
const QUORUM = ["test/chain/quorum.test.ts"];
const PROVING = ["test/chain/proving.test.ts"];
const INDEX = ["test/chain/indexing.test.ts"];
const DEPLOYED = ["test/chain/deploy/deploy.test.ts"];
const STOCK = ["test/chain/parties/stock.test.ts"];
const LIFE = ["test/chain/parties/life.test.ts"];
const JUDGE = ["test/unit/zk/judge.test.ts"];
const GROTH16 = ["test/unit/zk/groth16.test.ts"];
const SHOWN = ["test/unit/fast/proofs.test.ts"];
const VAULT = ["test/unit/vault/vault.test.ts"];
const JOURNAL = ["test/unit/vault/journal.test.ts"];
const KEYS = ["test/unit/vault/keys.test.ts"];
const FAST = ["test/unit/fast/assessor.test.ts"];
const ACCEPT = ["test/unit/fast/accepted.test.ts"];
const TRUST = ["test/cli/trust.test.ts"];

const CONTRACTS: readonly Patch[] = [
  {
    file: "contracts/AnchorRegistry.sol",
    find: "if (anchoredAt[root] != 0) return;",
    replace: "",
    lets: "an anchor is moved to a later time",
  },
  {
    file: "contracts/AnchorRegistry.sol",
    find: "if (endorsedAt[msg.sender][digest] != 0) return;",
    replace: "",
    lets: "an endorsement is moved to a later time",
  },
  {
    file: "contracts/PartyRegistry.sol",
    find: "function enrolLensMaker(bytes32 party, address controller) external restricted {",
    replace: "function enrolLensMaker(bytes32 party, address controller) external {",
    lets: "anyone enrols a lens maker, at once",
  },
  {
    file: "contracts/PartyRegistry.sol",
    find: "function declareCompromise(address key, uint48 from) external restricted {",
    replace: "function declareCompromise(address key, uint48 from) external {",
    lets: "anyone makes another's statements worthless",
  },
  {
    file: "contracts/PartyRegistry.sol",
    find: "if (role != Role.Optician && role != Role.Insurer) revert RoleNotEnrollable(role);",
    replace: "",
    lets: "a lens maker is enrolled without its delay",
  },
  {
    file: "contracts/PartyRegistry.sol",
    find: "if (present - from > lookBack) revert CompromiseTooOld(from, present - lookBack);",
    replace: "",
    lets: "the council rewrites any past",
  },
  {
    file: "contracts/PartyRegistry.sol",
    find: "if (known != 0 && from >= known) revert CompromiseNotEarlier(from, known);",
    replace: "",
    lets: "the council takes a compromise back",
  },
  {
    file: "contracts/PartyRegistry.sol",
    find: "if (candidateOf[party] != msg.sender) revert NotCandidate(party, msg.sender);",
    replace: "",
    lets: "anyone takes control of a party",
  },
  {
    file: "contracts/PartyRegistry.sol",
    find: "if (_keys[key].party != 0) revert KeyTaken(key, _keys[key].party);",
    replace: "",
    lets: "a key with its past is taken over by another party",
  },
  {
    file: "contracts/PartyRegistry.sol",
    find: "revert KeyConsentInvalid(party, key);",
    replace: "",
    lets: "a party claims a key that is another's",
  },
  {
    file: "contracts/PartyRegistry.sol",
    find: "_requireController(record.party);",
    replace: "",
    lets: "anyone revokes another's key",
  },
  {
    file: "contracts/PartyRegistry.sol",
    find: "if (record.revokedAt != 0) revert KeyAlreadyRevoked(key, record.revokedAt);",
    replace: "",
    lets: "a revocation is moved to a later time",
  },
  {
    file: "contracts/WithdrawalRegistry.sol",
    find: "if (!parties.mayWithdraw(account, party)) revert NotOfParty(party, account);",
    replace: "",
    lets: "anyone withdraws another's statement",
  },
  {
    file: "contracts/WithdrawalRegistry.sol",
    find: "if (!SignatureChecker.isValidSignatureNowCalldata(signer, digest, signature)) revert SignatureInvalid(signer);",
    replace: "",
    lets: "a withdrawal needs no signature",
  },
  {
    file: "contracts/WithdrawalRegistry.sol",
    find: "if (_withdrawals[party][statement].time != 0) return;",
    replace: "",
    lets: "a withdrawal gets another time and reason",
  },
  {
    file: "contracts/SettlementRegistry.sol",
    find: "if (known != 0 && known != tag) return _doubleClaim(settlement, party, SettlementOutcome.OtherInvoice);",
    replace: "",
    lets: "two invoices of one dossier are settled",
  },
  {
    file: "contracts/SettlementRegistry.sol",
    find: "if (parties.keyOf(settled.key).party != party) revert NotSettledBy(marker, rank, party);",
    replace: "",
    lets: "an insurer releases another's settlement",
  },
  {
    file: "contracts/SettlementRegistry.sol",
    find: "_useNonce(signer);",
    replace: "",
    lets: "a signed settlement is sent again after its release",
  },
  {
    file: "contracts/SettlementRegistry.sol",
    find: "if (role != Role.Insurer || suspended) revert NotInsurer(key);",
    replace: "",
    lets: "an optician blocks a dossier by settling it",
  },
  {
    file: "contracts/StockRegistry.sol",
    find: "if (known.time == 0) {",
    replace: "if (known.time == 0 || known.tag != tag) {",
    lets: "one stock lens is used for two dossiers",
  },
  {
    file: "contracts/StockRegistry.sol",
    find: "if (role != Role.Optician || suspended) revert NotOptician(key);",
    replace: "",
    lets: "a suspended store consumes stock",
  },
  {
    file: "contracts/ConformityVerifier.sol",
    find: "if (statement.dossier != dossier) {",
    replace: "if (false) {",
    lets: "a statement of another dossier counts",
  },
  {
    file: "contracts/ConformityVerifier.sol",
    find: "if (err != ECDSA.RecoverError.NoError || signer != receipt.batch.key) {",
    replace: "if (err != ECDSA.RecoverError.NoError) {",
    lets: "whoever signs states in another's name",
  },
  {
    file: "contracts/ConformityVerifier.sol",
    find: "if (_madeAnOrder(receipts, dossier, reading.party)) {",
    replace: "if (false) {",
    lets: "who ordered ships",
  },
  {
    file: "contracts/ConformityVerifier.sol",
    find: "withdrawals.withdrawalOf(reading.party, statement.supersedes).time != 0;",
    replace: "true;",
    lets: "a correction hides what it does not withdraw",
  },
  {
    file: "contracts/ConformityVerifier.sol",
    find: "} else if (used.tag != Stock.tag(receipts[0].statement.dossier, opening.nullifier, opening.eye)) {",
    replace: "} else if (false) {",
    lets: "a stock lens of another dossier is billed",
  },
  {
    file: "contracts/libraries/Groth16.sol",
    find: "if (gasleft() < PAIRING_GAS + PAIRING_GAS / 50) revert TooLittleGas(gasleft());",
    replace: "",
    lets: "a proof is called false for want of gas",
  },
  {
    file: "contracts/libraries/Groth16.sol",
    find: "{gas: PAIRING_GAS}",
    replace: "",
    lets: "a false proof takes the gas that a verdict needs",
  },
  {
    file: "contracts/libraries/Groth16.sol",
    find: "if (inputs[i] >= FIELD_ORDER) return false;",
    replace: "",
    lets: "a proof passes for a commitment that is another number",
  },
  {
    file: "contracts/CategoryVerifier.sol",
    find: "inputs[3] = ProofBindings.bind(dossier);",
    replace: "inputs[3] = ProofBindings.bind(0);",
    lets: "a proof is not bound to its dossier",
  },
];

const ASSESS = "src/protocol/assess.ts";

const PROTOCOL: readonly Patch[] = [
  {
    file: "src/protocol/rules/receipt.ts",
    find: "if (statement.dossier !== dossier) {",
    replace: "if (false) {",
    lets: "a statement of another dossier counts",
    tests: TREE,
  },
  {
    file: "src/protocol/rules/receipt.ts",
    find: '!isWellFormed(statement) || (opening && stage !== "shipment")',
    replace: "false",
    lets: "an aspect is stated where it has no place",
    tests: TREE,
  },
  {
    file: "src/protocol/rules/receipt.ts",
    find: 'flaw("bad-inclusion")',
    replace: "void 0",
    lets: "a statement that nobody signed counts",
    tests: TREE,
  },
  {
    file: "src/protocol/rules/receipt.ts",
    find: 'flaw("bad-signature")',
    replace: "void 0",
    lets: "anyone states in another's name",
    tests: TREE,
  },
  {
    file: "src/protocol/rules/receipt.ts",
    find: 'flaw("not-anchored")',
    replace: "void 0",
    lets: "what was never anchored counts",
    tests: TREE,
  },
  {
    file: "src/protocol/rules/receipt.ts",
    find: 'flaw("anchor-before-issue")',
    replace: "void 0",
    lets: "a batch is post-dated",
    tests: TREE,
  },
  {
    file: "src/protocol/rules/receipt.ts",
    find: 'flaw("late-anchor")',
    replace: "void 0",
    lets: "a batch is back-dated",
    tests: TREE,
  },
  {
    file: "src/protocol/rules/receipt.ts",
    find: 'flaw("key-not-valid")',
    replace: "void 0",
    lets: "a revoked or stolen key states",
    tests: TREE,
  },
  {
    file: "src/protocol/rules/receipt.ts",
    find: 'flaw("wrong-role")',
    replace: "void 0",
    lets: "an optician states the shipment",
    tests: TREE,
  },
  {
    file: "src/protocol/rules/receipt.ts",
    find: 'flaw("party-suspended")',
    replace: "void 0",
    lets: "a suspended party states",
    tests: STANDING,
  },
  {
    file: "src/protocol/rules/withdrawals.ts",
    find: 'add("withdrawn", place)',
    replace: "void 0",
    lets: "what was returned is billed",
    tests: TREE,
  },
  {
    file: "src/protocol/rules/presence.ts",
    find: 'add("missing-statement", { stage })',
    replace: "void 0",
    lets: "what nobody made is billed",
    tests: TREE,
  },
  {
    file: "src/protocol/rules/aspects.ts",
    find: 'add("aspect-mismatch", { stage, aspect })',
    replace: "void 0",
    lets: "another lens is billed than was made",
    tests: TREE,
  },
  {
    file: "src/protocol/rules/settlement.ts",
    find: 'add("other-invoice-settled", { stage: "invoice", subject: invoice.hash })',
    replace: "void 0",
    lets: "a second invoice of a dossier is paid",
    tests: TREE,
  },
  {
    file: ASSESS,
    find: "if (foreign.length > 0)",
    replace: "if (false)",
    lets: "a certificate of another chain conforms",
    tests: TREE,
  },
  {
    file: "src/protocol/rules/claim.ts",
    find: 'add("store-not-claimant", { subject: invoice.hash })',
    replace: "void 0",
    lets: "a store bills what another sold",
    tests: TREE,
  },
  {
    file: "src/protocol/rules/claim.ts",
    find: 'add("shares-exceed-total"',
    replace: 'void ("shares-exceed-total"',
    lets: "insurers pay more than was billed",
    tests: TREE,
  },
  {
    file: "src/protocol/rules/claim.ts",
    find: "if (insurer.amc !== undefined && insurer.amc !== claim.amc) {",
    replace: "if (false) {",
    lets: "an insurer pays another's claim",
    tests: CLAIM,
  },
  {
    file: "src/protocol/rules/claim.ts",
    find: "claim.rank > claim.payers || (isAlone && stated[ofPayer(payer.rank === 1 ? 2 : 1)] !== ZERO)",
    replace: "false",
    lets: "each of two insurers is told that it is alone",
    tests: CLAIM,
  },
  {
    file: "src/protocol/rules/claim.ts",
    find: 'claim.lines.some(({ item, code }) => item === "extras" && !isAccepted(code))',
    replace: "false",
    lets: "lenses are billed as extras, past the lens maker's code",
    tests: CLAIM,
  },
  {
    file: "src/protocol/rules/claim.ts",
    find: 'else if (!line !== (stated[aspect] === ZERO)) add("code-billing-disagree", { aspect });',
    replace: "",
    lets: "a lens is billed that the invoice does not state",
    tests: CLAIM,
  },
  {
    file: "src/protocol/batches.ts",
    find: "toBigInt(bytes.subarray(32, 64)) > HALF_ORDER",
    replace: "false",
    lets: "a signature has two spellings",
    tests: TREE,
  },
  {
    file: "src/protocol/json.ts",
    find: "refuseRepeatedKeys(text, what);\n  return",
    replace: "return",
    lets: "two readers see two documents",
    tests: INPUT,
  },
  {
    file: "src/protocol/json.ts",
    find: 'key === "__proto__" || key === "constructor" || key === "prototype"',
    replace: "false",
    lets: "a file reaches a prototype",
    tests: INPUT,
  },
  {
    file: "src/protocol/tickets.ts",
    find: "toHex(expected) !== toHex(bytes.subarray(-4))",
    replace: "false",
    lets: "a ticket that was mistyped opens nothing, unseen",
    tests: TICKETS,
  },
  {
    file: "src/protocol/rules/stock.ts",
    find: "one.receipt.statement.dossier !== stockUnit(nullifier, store)",
    replace: "false",
    lets: "a store bills a lens that another store bought",
    tests: STOCK,
  },
];

const CHAIN: readonly Patch[] = [
  {
    file: "src/chain/proving/header.ts",
    find: "header?.hash !== trusted",
    replace: "!header",
    lets: "a node shows a state of its own making",
    tests: PROVING,
  },
  {
    file: "src/chain/proving/trie.ts",
    find: "return nibbles === path ? (child as Hex) : null;",
    replace: "return child as Hex;",
    lets: "a node answers with another slot's value",
    tests: PROVING,
  },
  {
    file: "src/chain/proving/state.ts",
    find: "account.data[3] !== codeHash",
    replace: "false",
    lets: "another contract answers at the address",
    tests: PROVING,
  },
  {
    file: "src/chain/proving/answers.ts",
    find: "if (key.compromisedFrom !== 0n && time >= key.compromisedFrom) return 4;",
    replace: "",
    lets: "a stolen key states, where facts are proven",
    tests: PROVING,
  },
  {
    file: "src/chain/quorum.ts",
    find: "most[1] < this.#atLeast",
    replace: "false",
    lets: "one liar is a quorum",
    tests: QUORUM,
  },
  { file: "src/chain/quorum.ts", find: " || isTie", replace: "", lets: "half of the nodes decide", tests: QUORUM },
  {
    file: "src/chain/quorum.ts",
    find: "!(atLeast >= 1 && atLeast <= witnesses.length)",
    replace: "false",
    lets: "a quorum of nobody",
    tests: QUORUM,
  },
  {
    file: "src/chain/local-index/building.ts",
    find: '(last && first.parentHash !== last.hash)) return { kind: "changed" };',
    replace: 'false) return { kind: "changed" };',
    lets: "an index mixes two chains",
    tests: INDEX,
  },
  {
    file: "src/chain/local-index/checking.ts",
    find: "if (point.count === rows && Buffer.compare(point.digest, digest) === 0) continue;",
    replace: "continue;",
    lets: "rows of an index are changed, unseen",
    tests: INDEX,
  },
  {
    file: "src/chain/local-index/facts.ts",
    find: 'if (time >= compromised) return "compromised";',
    replace: "",
    lets: "a stolen key states, where facts are indexed",
    tests: INDEX,
  },
  {
    file: "src/chain/checking.ts",
    find: "if (keccak256(code) !== codeHash) differs(",
    replace: "if (false) differs(",
    lets: "other code runs at the address",
    tests: DEPLOYED,
    named: "as recorded|not its own",
  },
  {
    file: "src/chain/checking.ts",
    find: "if (Number(executionDelay) !== delay) differs(",
    replace: "if (false) differs(",
    lets: "the council enrols lens makers unannounced",
    tests: DEPLOYED,
    named: "as recorded|not its own",
  },
  {
    file: "src/chain/checking.ts",
    find: "if (role !== ROLES[name]) differs(",
    replace: "if (false) differs(",
    lets: "a power is bound to another role",
    tests: DEPLOYED,
    named: "as recorded|not its own",
  },
  {
    file: "src/chain/checking.ts",
    find: "for (const [found, expected, name] of wiring) if (found !== expected) differs(",
    replace: "for (const [, , name] of wiring) if (false) differs(",
    lets: "a verifier asks another registry",
    tests: DEPLOYED,
    named: "as recorded|not its own",
  },
  {
    file: "src/chain/deployment.ts",
    find: "return getAddress(value.toLowerCase()) === value;",
    replace: "return getAddress(value.toLowerCase()) !== null;",
    lets: "a mistyped address is trusted",
    tests: DEPLOYED,
    named: "as recorded|not its own",
  },
];

const PARTIES: readonly Patch[] = [
  {
    file: "src/parties/insurer.ts",
    find: "invoiceOf(assessReceipts(receipts, facts, this.#policy, {}, openings).receipts);\n    if (!invoice) throw",
    replace:
      "assessReceipts(receipts, facts, this.#policy, {}, openings).receipts.find((one) => one.receipt.statement.stage === 3);\n    if (!invoice) throw",
    lets: "an insurer settles what does not count",
    tests: LIFE,
  },
  {
    file: "src/parties/lens-maker.ts",
    find: "if (!opening) throw",
    replace: "if (!opening) continue;\n    if (false) throw",
    lets: "a maker states a lens that it was not asked for, unseen",
    tests: LIFE,
  },
];

const KEEPING: readonly Patch[] = [
  {
    file: "src/vault/journal.ts",
    find: 'return [VAULT_FORMAT, "journal", String(number)];',
    replace: 'return [VAULT_FORMAT, "journal", String(number > 0)];',
    lets: "sheets of the journal are exchanged",
    tests: JOURNAL,
  },
  {
    file: "src/vault/vault.ts",
    find: "if (found.isShared) {",
    replace: "if (false) {",
    lets: "other accounts read the vault",
    tests: VAULT,
    named: "refuses a folder of mode",
  },
  {
    file: "src/vault/header.ts",
    find: "checkCost(header.scrypt,",
    replace: "String(header.scrypt,",
    lets: "a hostile header exhausts the machine",
    tests: VAULT,
    named: "does not open with a header",
  },
  {
    file: "src/vault/records.ts",
    find: "if (foreign >= 0) throw",
    replace: "if (false) throw",
    lets: "a receipt is kept with another dossier",
    tests: VAULT,
    named: "refused before anything is written",
  },
  {
    file: "src/vault/records.ts",
    find: 'if (dossierId(secret) !== id) throw new InputError("record.secret", "is that of another dossier");',
    replace: "",
    lets: "a dossier is kept with another's secret",
    tests: VAULT,
    named: "refused before anything is written",
  },
  {
    file: "src/vault/lock.ts",
    find: "if (isRunning({ machine, boot, pid: Number(pid), start }, me)) {",
    replace: "if (false) {",
    lets: "two programs write one vault",
    tests: VAULT,
    named: "opens in one process at a time",
  },
  {
    file: "src/vault/keystore.ts",
    find: "checkCost({ n, r, p },",
    replace: "String({ n, r, p },",
    lets: "a hostile keystore exhausts the machine",
    tests: KEYS,
    named: "refused before any work",
  },
];

const FAST_PATH: readonly Patch[] = [
  {
    file: "src/fast/signers.ts",
    find: "for (let i = 0; i < 20; i++) if (bytes[slot + SIGNER + i] !== bytes[slot + i]) return false;",
    replace: "",
    lets: "anyone states in another's name, on the fast path",
    tests: FAST,
  },
  {
    file: "src/fast/signers.ts",
    find: " && isLow(bytes, slot + S)",
    replace: "",
    lets: "a signature has two spellings, on the fast path",
    tests: FAST,
  },
  {
    file: "src/fast/accept.ts",
    find: "if (kernel.isIncluded(at) === 0) return false;",
    replace: "",
    lets: "a statement that nobody signed counts, where the rules are not asked",
    tests: ACCEPT,
    named: "a pair with one oddity",
  },
  {
    file: "src/fast/accept.ts",
    find: "if (facts.withdrawal(parties[i] as Hex, kernel.hexAt(receipt(i) + HASH)) !== null) return false;",
    replace: "",
    lets: "what was withdrawn counts, where the rules are not asked",
    tests: ACCEPT,
  },
  {
    file: "src/fast/accept.ts",
    find: "facts.settlement(kernel.hexAt(MARKER)) === null",
    replace: "true",
    lets: "a dossier is paid twice, where the rules are not asked",
    tests: ACCEPT,
    named: "a pair with one oddity",
  },
  {
    file: "src/fast/accept.ts",
    find: " && bytes[slot + IS_FRESH] === 0",
    replace: "",
    lets: "a batch whose path leads nowhere is remembered as anchored",
    tests: FAST,
  },
];

const PROOFS: readonly Patch[] = [
  {
    file: "src/protocol/rules/proofs.ts",
    find: "if (!keys?.isDevelopment || ",
    replace: "if (true || ",
    lets: "anyone forges a proof, whose keys are public",
    tests: JUDGE,
  },
  {
    file: "src/protocol/rules/proofs.ts",
    find: "return billed && billed !== category ?",
    replace: "return false && billed ?",
    lets: "a lens is billed in a category that its proof does not show",
    tests: JUDGE,
  },
  {
    file: "src/protocol/groth16.ts",
    find: "inputs.some((input) => input < 0n || input >= FIELD_ORDER)",
    replace: "false",
    lets: "a proof passes for a commitment that is another number",
    tests: GROTH16,
  },
  {
    file: "src/protocol/groth16.ts",
    find: "if (value >= fields.Fp.ORDER) throw",
    replace: "if (value < 0n) throw",
    lets: "a proof has two spellings",
    tests: GROTH16,
  },
  {
    file: "src/zk/pairing.ts",
    find: "holds || verifyGroth16(...(obligations[i] as Obligation))",
    replace: "holds",
    lets: "a proof that holds is refused, as another part of the program has set the library to another curve",
    tests: GROTH16,
  },
  {
    file: "src/zk/pairing.ts",
    find: "mcl.mul(mcl.neg(a), weight)",
    replace: "mcl.mul(a, weight)",
    lets: "a proof with the other sign passes",
    tests: GROTH16,
  },
  {
    file: "src/zk/pairing.ts",
    find: "weight.setLittleEndian(crypto.getRandomValues(new Uint8Array(WEIGHT_BYTES)));",
    replace: "weight.setInt(1);",
    lets: "two false proofs pass together, whose errors cancel each other",
    tests: GROTH16,
  },
  {
    file: "src/protocol/pending.ts",
    find: "holds.slice(from, next)",
    replace: "holds.slice(0, next - from)",
    lets: "a proof is believed for another, next to it",
    tests: SHOWN,
  },
  {
    file: "src/fast/assessor.ts",
    find: "concludeAll(examined, pairing.verifyProofs)",
    replace: "concludeAll(examined, (all) => all.map(() => true))",
    lets: "on the fast path any proof holds",
    tests: SHOWN,
  },
  {
    file: "src/fast/accept.ts",
    find: " && int(CERTIFICATE + HAS_PROOFS) === 0",
    replace: "",
    lets: "a certificate conforms whose proofs nobody looked at",
    tests: SHOWN,
  },
];

const COMMAND: readonly Patch[] = [
  {
    file: "src/cli/options/trust.ts",
    find: "if (new Set(witnesses.map(({ name }) => name)).size < witnesses.length) {",
    replace: "if (false) {",
    lets: "a node agrees with itself",
    tests: TRUST,
  },
  {
    file: "src/cli/options/trust.ts",
    find: 'if (options.blockHash !== undefined && options.trust !== "proof") {',
    replace: "if (false) {",
    lets: "a block hash is given, and not looked at",
    tests: TRUST,
  },
  {
    file: "src/cli/options/trust.ts",
    find: "if (urls.length < 2) {",
    replace: "if (false) {",
    lets: "one node vouches for itself",
    tests: TRUST,
  },
];

/** Each takes out one check that an attacker would love to see gone. */
export const PATCHES: readonly Patch[] = [
  ...CONTRACTS,
  ...PROTOCOL,
  ...CHAIN,
  ...PARTIES,
  ...KEEPING,
  ...FAST_PATH,
  ...PROOFS,
  ...COMMAND,
];
