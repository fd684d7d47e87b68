import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "chai";
import { z } from "zod";
import { type DemoResult, runDemo } from "../../scenarios/demo/run.js";
import { deploymentSchema } from "../../src/chain/index.js";
import {
  CHECKPOINT_SIGNERS_FORMAT,
  CHECKPOINTS_FORMAT,
  checkpointSignersSchema,
  checkpointsSchema,
  EVIDENCE_FORMAT,
  evidenceFileSchema,
} from "../../src/evidence.js";
import { deliverySchema, equipmentSchema, identitySchema } from "../../src/parties/index.js";
import {
  ALIAS_FORMAT,
  aliasTableSchema,
  batchSchema,
  certificateSchema,
  claimSchema,
  DEFAULT_POLICY,
  INSURER_CARD_FORMAT,
  insurerCardSchema,
  orderTicket,
  orderTicketSchema,
  policySchema,
  readOrderTicket,
  receiptSchema,
  statementSchema,
} from "../../src/protocol/index.js";
import { AMC, CLAIM, DELIVERY, FILE, MAKER, STORE } from "../../testing/dossiers.js";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const SCHEMAS = {
  certificate: certificateSchema,
  claim: claimSchema,
  receipt: receiptSchema,
  statement: statementSchema,
  batch: batchSchema,
  policy: policySchema,
  deployment: deploymentSchema,
  "order-ticket": orderTicketSchema,
  equipment: equipmentSchema,
  delivery: deliverySchema,
  identity: identitySchema,
  "insurer-card": insurerCardSchema,
  "alias-table": aliasTableSchema,
  evidence: evidenceFileSchema,
  checkpoints: checkpointsSchema,
  "checkpoint-signers": checkpointSignersSchema,
} as const;
type Name = keyof typeof SCHEMAS;
const NAMES = Object.keys(SCHEMAS) as Name[];

/** Strict: a keyword that the draft does not know fails. */
const ajv = new Ajv2020({ strict: true, allErrors: true });
const published = (name: Name) => JSON.parse(readFileSync(`docs/schemas/${name}.schema.json`, "utf8"));
const validators = Object.fromEntries(NAMES.map((name) => [name, ajv.compile(published(name))])) as Record<
  Name,
  ReturnType<typeof ajv.compile>
>;

const secret = Uint8Array.from({ length: 32 }, (_, i) => i);
const hex = (bytes: number) => `0x${"ab".repeat(bytes)}`;

const WRONG: readonly Json[] = [
  null,
  true,
  "",
  "0x",
  hex(20),
  hex(32).toUpperCase(),
  `${hex(32)}\n`,
  `${hex(32)}00`,
  "e\u0301",
  -1,
  0,
  1.5,
  2,
  3,
  4,
  7,
  2 ** 41,
  1e300,
  [],
  [hex(32)],
  {},
];

const SIGNED = {
  chain: { chainId: 31337, partyRegistry: hex(20) },
  key: hex(20),
  signature: hex(65),
};
const IN_FORCE = { from: 1_790_000_000, until: 1_800_000_000 };
const INSURER_CARD = {
  ...SIGNED,
  ...IN_FORCE,
  format: INSURER_CARD_FORMAT,
  amc: AMC,
  salt: hex(32),
  recipient: `age1pq1${"q".repeat(1_952)}`,
};
const ALIAS_TABLE = {
  ...SIGNED,
  format: ALIAS_FORMAT,
  maker: MAKER,
  aliases: [{ alias: "SHOP-16", ediCode: "EDI-1600-A", ...IN_FORCE }],
};

/** Every copy of a value with one thing wrong somewhere in it. */
function* spoilt(value: Json): Generator<Json> {
  yield* WRONG;
  if (Array.isArray(value)) {
    yield value.slice(1);
    yield [...value, ...value.slice(0, 1)];
    yield Array(65).fill(value[0] ?? hex(32));
    for (const [i, item] of value.slice(0, 2).entries()) {
      for (const wrong of spoilt(item)) yield value.with(i, wrong);
    }
  } else if (value !== null && typeof value === "object") {
    yield { ...value, prescriptionRight: hex(32) };
    for (const [key, item] of Object.entries(value)) {
      yield Object.fromEntries(Object.entries(value).filter(([other]) => other !== key));
      for (const wrong of spoilt(item)) yield { ...value, [key]: wrong };
    }
  }
}

/** What the code says of a value, leaving aside the rules that JSON Schema has no words for. */
function isAcceptedButForRules(name: Name, value: Json): boolean {
  const read = SCHEMAS[name].safeParse(value);
  return read.success || read.error.issues.every(({ code }) => code === "custom");
}

describe("published schemas", () => {
  let demo: DemoResult;
  let examples: Record<Name, Json>;

  before(async () => {
    demo = await runDemo({ dossiers: 6, seed: "schemas" }, { step: () => undefined });
    const certificate = structuredClone(demo.judged[0]?.certificate as unknown as Json) as { [key: string]: Json };
    const [receipt] = certificate["receipts"] as { [key: string]: Json }[];
    examples = {
      certificate: { ...certificate, receipts: [receipt as Json] },
      claim: { ...CLAIM, lensRight: FILE.eyes.right?.lens, frame: FILE.frame } as unknown as Json,
      receipt: receipt as Json,
      statement: receipt?.["statement"] as Json,
      batch: receipt?.["batch"] as Json,
      policy: { ...DEFAULT_POLICY, require: ["frame"] } as unknown as Json,
      deployment: structuredClone(demo.world.deployment) as unknown as Json,
      "order-ticket": z.encode(orderTicketSchema, readOrderTicket(orderTicket(secret, ["right", "left"]))) as Json,
      equipment: { format: "clairevoie-equipment/1", ...FILE } as unknown as Json,
      delivery: { format: "clairevoie-delivery/1", ...DELIVERY },
      "insurer-card": INSURER_CARD,
      "alias-table": ALIAS_TABLE,
      evidence: { format: EVIDENCE_FORMAT, chainId: 1, header: hex(600), nodes: [hex(32)], leaves: [hex(80)] },
      checkpoints: {
        format: CHECKPOINTS_FORMAT,
        chain: { chainId: 1, partyRegistry: hex(20) },
        checkpoints: [{ number: 1, hash: hex(32), signatures: [hex(65)] }],
      },
      "checkpoint-signers": { format: CHECKPOINT_SIGNERS_FORMAT, threshold: 1, signers: [hex(20)] },
      identity: { format: "clairevoie-identity/1", role: "optician", identifier: STORE, salt: hex(32) },
    };
  });

  it("are all there, with an id, a title and a description", () => {
    expect(readdirSync("docs/schemas").sort()).to.deep.equal(NAMES.map((name) => `${name}.schema.json`).sort());
    for (const name of NAMES) {
      const { $schema, $id, title, description } = published(name);
      expect($schema).to.equal("https://json-schema.org/draft/2020-12/schema");
      expect($id).to.equal(`urn:clairevoie:${name}:1`);
      expect(title).to.be.a("string");
      expect(description).to.match(/^[A-Z].*\.$/);
    }
  });

  it("accept every certificate and every claim of the demonstration", () => {
    const all = [...demo.judged, ...demo.cases];
    expect(all.length).to.be.greaterThan(15);
    for (const { name, certificate, claim } of all) {
      expect(validators.certificate(certificate), `${name}: ${ajv.errorsText(validators.certificate.errors)}`).to.equal(
        true,
      );
      expect(validators.claim(claim), `${name}: ${ajv.errorsText(validators.claim.errors)}`).to.equal(true);
    }
  });

  for (const name of NAMES) {
    it(`refuse as ${name} exactly what the code refuses, but for the rules that they list`, () => {
      expect(validators[name](examples[name]), ajv.errorsText(validators[name].errors)).to.equal(true);
      expect(SCHEMAS[name].safeParse(examples[name]).success).to.equal(true);
      let refused = 0;
      for (const wrong of spoilt(examples[name])) {
        const accepted = isAcceptedButForRules(name, wrong);
        if (!accepted) refused++;
        if (validators[name](wrong) !== accepted) {
          expect.fail(
            `${accepted ? "the code accepts" : "the schema accepts"} ${JSON.stringify(wrong).slice(0, 2000)}`,
          );
        }
      }
      expect(refused).to.be.greaterThan(60);
    });
  }

  it("list each rule of the code that they cannot say", () => {
    const said = (name: Name) => published(name).description as string;
    expect(said("claim")).to.contain("siret: is not a SIRET: its check digit is wrong");
    expect(said("claim")).to.contain("lines: do not add up to totalCents, or repeat an item");
    expect(said("deployment")).to.contain("parameters.guard: has a wrong checksum (EIP-55)");
    expect(said("order-ticket")).to.contain("eyes: must name at least one eye");
    for (const [name, wrong] of [
      ["claim", { ...CLAIM, siret: "12345678200011" }],
      ["claim", { ...CLAIM, totalCents: 1 }],
      ["order-ticket", { dossier: hex(32), eyes: {} }],
    ] as const) {
      expect(validators[name](wrong)).to.equal(true);
      expect(SCHEMAS[name].safeParse(wrong).success).to.equal(false);
    }
  });

  it("say in JSON what a ticket holds, and read it back to the same bytes", () => {
    const order = readOrderTicket(orderTicket(secret, ["left"]));
    const written = z.encode(orderTicketSchema, order);
    expect(validators["order-ticket"](written)).to.equal(true);
    expect(z.decode(orderTicketSchema, written)).to.deep.equal(order);
  });
});
