import { getBytes, keccak256, TypedDataEncoder, toBeHex, verifyTypedData } from "ethers";
import { ASPECTS, BATCH_TYPES, type Certificate, type Claim, type Hex, ITEMS } from "../src/protocol/index.js";
import type { LoadFacts, Pair } from "../testing/load.js";

/**
 * What a good engineer writes first, with ethers v6: JSON.parse, typed-data encoders made once, one recovery for each
 * signature. It knows the happy path only, refuses the rest without saying why, and checks no schema.
 */
const STATEMENT = new TypedDataEncoder({
  Statement: [
    { name: "dossier", type: "bytes32" },
    { name: "stage", type: "uint8" },
    { name: "aspects", type: "bytes32[15]" },
    { name: "supersedes", type: "bytes32" },
    { name: "reason", type: "uint8" },
  ],
});
const BATCH = new TypedDataEncoder(BATCH_TYPES);
const salted = (fields: readonly [string, string][]) =>
  [["uint8", "aspect"], ["bytes32", "salt"], ...fields].map(([type = "", name = ""]) => ({ name, type }));
const REFERENCE = new TypedDataEncoder({
  Reference: salted([
    ["string", "siret"],
    ["string", "fileReference"],
  ]),
});
const PAYER = new TypedDataEncoder({
  Payer: salted([
    ["string", "amc"],
    ["string", "priorAuthorisation"],
    ["uint8", "rank"],
    ["uint8", "payers"],
    ["uint64", "shareCents"],
    ["uint64", "sharesCents"],
  ]),
});
const CODE = new TypedDataEncoder({
  Code: salted([
    ["string", "code"],
    ["uint8", "class"],
  ]),
});
const BILLING = new TypedDataEncoder({
  Billing: salted([
    ["BillingLine[]", "lines"],
    ["uint64", "totalCents"],
  ]),
  BillingLine: [
    { name: "item", type: "uint8" },
    { name: "code", type: "string" },
    { name: "class", type: "uint8" },
    { name: "priceCents", type: "uint64" },
  ],
});
const DOSSIER = new TypedDataEncoder({
  Dossier: [
    { name: "seed", type: "bytes32" },
    { name: "settler", type: "address" },
  ],
});
const MAKER = new TypedDataEncoder({ Maker: salted([["string", "identifier"]]) });
const PARTY = new TypedDataEncoder({
  Party: [
    { name: "salt", type: "bytes32" },
    { name: "role", type: "uint8" },
    { name: "identifier", type: "string" },
  ],
});

/** As `processProof` of @openzeppelin/merkle-tree does it. */
function processProof(leaf: string, proof: readonly string[]): string {
  return proof.reduce((node, sibling) => {
    const [first, second] = BigInt(node) < BigInt(sibling) ? [node, sibling] : [sibling, node];
    return keccak256(getBytes(`0x${first.slice(2)}${second.slice(2)}`));
  }, leaf);
}

const ZERO = toBeHex(0, 32) as Hex;
const MAKERS = [
  ["right", "makerRight", 13],
  ["left", "makerLeft", 14],
] as const;

type Aspects = Certificate["receipts"][number]["statement"]["aspects"];

/** Where an aspect is as the receipt before has it, what that is: in a load, what any states first. */
function inFull(aspects: Aspects, statements: readonly { readonly aspects: Aspects }[]): Aspects {
  const values = Object.entries(aspects).map(([name, value]) => {
    const aspect = name as keyof Aspects;
    return [aspect, (value as string) === "=" ? statements.find((one) => one.aspects[aspect])?.aspects[aspect] : value];
  });
  return Object.fromEntries(values);
}

/** Judges pairs that are right: true when all that a verifier must check holds. */
export function straightforward({ chain, anchors, keys }: LoadFacts): (pair: Pair) => boolean {
  const times = new Map<string, number>(anchors);
  const parties = new Map<string, readonly [Hex, Hex, string]>(keys.map((key) => [key[0], key]));
  const domain = {
    name: "Clairevoie",
    version: "1",
    chainId: chain.chainId,
    verifyingContract: chain.partyRegistry,
  };
  const separator = TypedDataEncoder.hashDomain(domain);
  return ({ certificate: text, claim: told }) => {
    const certificate = JSON.parse(text) as Certificate;
    const claim = JSON.parse(told) as Claim;
    const dossier = DOSSIER.hash(certificate.dossier);
    const statements = certificate.receipts.map(({ statement }) => statement);
    const invoice = inFull(statements.find(({ stage }) => stage === 3)?.aspects ?? {}, statements);
    const last = ASPECTS.map((aspect) => invoice[aspect] ?? ZERO);
    const order = statements.find(({ stage }) => stage === 1)?.aspects ?? {};
    let store: string | undefined;
    let maker: string | undefined;
    for (const { statement, statementProof, batch, signature, anchorProof } of certificate.receipts) {
      if (statement.dossier !== dossier) return false;
      const stated = inFull(statement.aspects, statements);
      const aspects = ASPECTS.map((aspect) => stated[aspect] ?? ZERO);
      const said = { ...statement, aspects, supersedes: ZERO, reason: 0 };
      if (processProof(STATEMENT.hash(said), statementProof) !== batch.root) return false;
      if (verifyTypedData(domain, BATCH_TYPES, batch, signature).toLowerCase() !== batch.key) return false;
      const digest = keccak256(`0x1901${separator.slice(2)}${BATCH.hash(batch).slice(2)}`);
      const time = times.get(processProof(digest, anchorProof)) ?? 0;
      if (time < batch.issuedAt || time > batch.issuedAt + 172_800) return false;
      const [, party, role] = parties.get(batch.key) ?? [];
      if (role !== (statement.stage === 2 ? "lens-maker" : "optician")) return false;
      if (statement.stage === 3) store = party;
      if (statement.stage === 2) maker = party;
      if (aspects.some((value, i) => value !== ZERO && last[i] !== ZERO && value !== last[i])) return false;
    }
    const { openings, payer, optician, makers } = certificate;
    for (const [eye, aspect, number] of MAKERS) {
      const { salt, identifier } = makers?.[eye] ?? {};
      if (MAKER.hash({ aspect: number, salt, identifier }) !== inFull(order, statements)[aspect]) return false;
      if (PARTY.hash({ salt: ZERO, role: 2, identifier }) !== maker) return false;
    }
    const lines = claim.lines.map((line) => ({
      ...line,
      item: ITEMS.indexOf(line.item),
      class: line.class === "A" ? 1 : 2,
    }));
    const [right, left] = lines;
    return (
      PARTY.hash({ salt: optician.salt, role: 1, identifier: claim.siret }) === store &&
      REFERENCE.hash({ ...claim, aspect: 0, salt: openings.reference }) === last[0] &&
      PAYER.hash({ ...claim, aspect: 1, salt: payer.salt }) === last[1] &&
      BILLING.hash({ aspect: 3, salt: openings.billing, lines, totalCents: claim.totalCents }) === last[3] &&
      CODE.hash({ ...right, aspect: 5, salt: openings.codeRight }) === last[5] &&
      CODE.hash({ ...left, aspect: 6, salt: openings.codeLeft }) === last[6]
    );
  };
}
