import { deploymentSchema } from "../src/chain/index.js";
import { checkpointSignersSchema, checkpointsSchema, evidenceFileSchema, LONGEST_EVIDENCE } from "../src/evidence.js";
import { deliverySchema, equipmentSchema, identitySchema } from "../src/parties/index.js";
import {
  aliasTableSchema,
  batchSchema,
  certificateSchema,
  claimSchema,
  insurerCardSchema,
  LONGEST_JSON,
  orderTicketSchema,
  policySchema,
  receiptSchema,
  statementSchema,
} from "../src/protocol/index.js";
import {
  AccessManager__factory,
  AnchorRegistry__factory,
  BandVerifier__factory,
  ConformityVerifier__factory,
  LinkRegistry__factory,
  PartyRegistry__factory,
  RenewalVerifier__factory,
  SettlementRegistry__factory,
  StockRegistry__factory,
  WithdrawalRegistry__factory,
} from "../typechain-types/index.js";
import { sortedAbi } from "./publish/abi.js";
import { publish } from "./publish/files.js";
import { jsonSchema } from "./publish/schema.js";

/**
 * Writes what other languages build on: the JSON Schema of every file, from the very schemas that read it, and the ABI of
 * every contract, from the bindings. With `--check` fails when the committed ones are not what comes out.
 */
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
  "alias-table": aliasTableSchema,
  "insurer-card": insurerCardSchema,
  evidence: evidenceFileSchema,
  checkpoints: checkpointsSchema,
  "checkpoint-signers": checkpointSignersSchema,
} as const;

const ABIS = {
  AccessManager: AccessManager__factory.abi,
  AnchorRegistry: AnchorRegistry__factory.abi,
  BandVerifier: BandVerifier__factory.abi,
  ConformityVerifier: ConformityVerifier__factory.abi,
  LinkRegistry: LinkRegistry__factory.abi,
  PartyRegistry: PartyRegistry__factory.abi,
  RenewalVerifier: RenewalVerifier__factory.abi,
  SettlementRegistry: SettlementRegistry__factory.abi,
  StockRegistry: StockRegistry__factory.abi,
  WithdrawalRegistry: WithdrawalRegistry__factory.abi,
} as const;

const schemas = new Map(
  Object.entries(SCHEMAS).map(([name, schema]) => [
    `${name}.schema.json`,
    jsonSchema(name, schema, name === "evidence" ? LONGEST_EVIDENCE : LONGEST_JSON),
  ]),
);
abbreviated(schemas.get("certificate.schema.json"));
const abis = new Map(Object.entries(ABIS).map(([name, abi]) => [`${name}.json`, sortedAbi(abi)]));

const check = process.argv.includes("--check");
const stale = [...publish("docs/schemas", schemas, check), ...publish("docs/abi", abis, check)];
if (stale.length > 0) {
  console.error(
    `stale: ${stale.join(", ")}; if the change is meant, run tsx scripts/schemas.ts (and delete what is gone)`,
  );
  process.exit(1);
}
console.log(`schemas: ${schemas.size} files; ABIs: ${abis.size} files`);

/** In the receipts of a certificate, an aspect that says what the nearest receipt before says of it may be `=`. */
function abbreviated(schema: object | undefined): void {
  const { receipts } = (schema as { properties: { receipts: { items: unknown } } }).properties;
  const { statement } = (receipts.items as { properties: { statement: unknown } }).properties;
  const { aspects } = (statement as { properties: { aspects: { additionalProperties: object } } }).properties;
  const same = { const: "=", description: "What the nearest receipt before says of this aspect" };
  aspects.additionalProperties = { anyOf: [aspects.additionalProperties, same] };
}
