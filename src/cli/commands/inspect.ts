import type { Command } from "commander";
import { parseDeployment } from "../../chain/index.js";
import {
  parseBatch,
  parseDelivery,
  parseEquipment,
  parseIdentity,
  parseReceipts,
  parseStatement,
  parseStock,
  parseUnits,
} from "../../parties/index.js";
import { stageName } from "../../protocol/findings.js";
import {
  ASPECTS,
  type AspectName,
  CORRECTION_REASONS,
  hashStatement,
  InputError,
  parseCertificate,
  parseClaim,
  type Receipt,
  readClaimTicket,
  readOrderTicket,
  readStockTicket,
  type Statement,
  stockNullifier,
} from "../../protocol/index.js";
import { parseJson } from "../../protocol/json.js";
import { addressIn } from "../../vault/index.js";
import type { Builder } from "../command.js";
import { nameOf } from "../output/names.js";
import type { CommonOptions, Session } from "../session.js";

interface InspectOptions extends CommonOptions {
  readonly reveal?: boolean;
}

/** `clairevoie inspect`: any file or ticket, for a person. Salts and secrets are hidden unless asked for. */
export function addInspect(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const command = program
    .command("inspect")
    .description(texts.inspect.description)
    .argument("<file>", texts.inspect.arguments.file)
    .addOption(option("--reveal", texts.inspect.options.reveal));
  builder.onCall<InspectOptions>(command, async (session, [file]) => {
    const content = (await session.read(file ?? "")).trim();
    const seen = /^CV[OCS]1/i.test(content) ? inspectTicket(content) : inspectDocument(content);
    const shown = session.options.reveal ? seen : hide(seen);
    session.result(shown);
    if (!session.options.json) print(session, shown, "");
  });
}

type Value = string | number | boolean | undefined | readonly Value[] | { readonly [key: string]: Value };

/** A value that is shown only when asked for. */
const SECRET = "secret:";
const secret = (value: unknown): string =>
  SECRET + (value instanceof Uint8Array ? Buffer.from(value).toString("hex") : String(value));

function inspectTicket(text: string): Value {
  if (/^CVO1/i.test(text)) {
    const { dossier, eyes } = readOrderTicket(text, "ticket");
    const shown = Object.entries(eyes).flatMap(([eye, opening]) =>
      opening ? [[eye, { secret: secret(opening.secret), codeSalt: secret(opening.codeSalt) }] as const] : [],
    );
    return { kind: "order ticket", dossier, eyes: Object.fromEntries(shown) };
  }
  if (/^CVS1/i.test(text)) {
    const { secret: ofUnit } = readStockTicket(text, "ticket");
    return { kind: "stock ticket", unit: stockNullifier(ofUnit), secret: secret(ofUnit) };
  }
  return { kind: "claim ticket", secret: secret(readClaimTicket(text, "ticket").secret) };
}

function inspectDocument(text: string): Value {
  const document = parseJson(text, "file");
  const format =
    typeof document === "object" && document !== null && "format" in document ? document.format : undefined;
  if (format === undefined && isKeystore(document)) {
    const address = addressIn(text, "file", "any");
    return { kind: "keystore", ...(address !== undefined && { address }) };
  }
  const kind = typeof format === "string" ? format.split("/")[0] : undefined;
  const reader = kind === undefined ? undefined : READERS[kind];
  if (!reader) throw new InputError("file.format", "unknown-format");
  return { kind: String(format), ...(reader(document) as object) };
}

/** A keystore has no format of ours: it is known by its member `crypto`, in either spelling. */
const isKeystore = (document: unknown): boolean =>
  typeof document === "object" && document !== null && Object.keys(document).some((key) => /^crypto$/i.test(key));

const READERS: { readonly [kind: string]: (document: unknown) => Value } = {
  "clairevoie-certificate": (document) => {
    const { chain, receipts, optician, payer, openings, stock } = parseCertificate(document);
    return {
      chain,
      rank: payer.rank,
      receipts: receipts.map(describeReceipt),
      openings: Object.fromEntries(Object.entries(openings).map(([aspect, salt]) => [aspect, secret(salt)])),
      payerSalt: secret(payer.salt),
      opticianSalt: secret(optician.salt),
      ...(stock && {
        stock: Object.fromEntries(
          Object.entries(stock).map(([eye, unit]) => [
            eye,
            unit && { unit: unit.nullifier, ...(describeReceipt(unit.receipt) as object) },
          ]),
        ),
      }),
    };
  },
  "clairevoie-claim": (document) => ({ ...parseClaim(document) }) as Value,
  "clairevoie-deployment": (document) => ({ ...parseDeployment(document) }) as Value,
  "clairevoie-identity": (document) => {
    const { role, identifier, party, salt } = parseIdentity(document);
    return { role, identifier, party, salt: secret(salt) };
  },
  "clairevoie-equipment": (document) => {
    const { eyes, ...rest } = parseEquipment(document);
    return { ...rest, eyes: hidePrescriptions(eyes) } as unknown as Value;
  },
  "clairevoie-delivery": (document) => hidePrescriptions(parseDelivery(document)),
  "clairevoie-statement": (document) => describeStatement(parseStatement(document).statement),
  "clairevoie-batch": (document) => {
    const { batch, signature, statements } = parseBatch(document);
    return {
      batch,
      signed: signature === "0x" ? "by endorsement" : "by its key",
      statements: statements.map(describeStatement),
    };
  },
  "clairevoie-stock": (document) => {
    const { store, lenses } = parseStock(document);
    return { store, lenses: hidePrescriptions(lenses) };
  },
  "clairevoie-units": (document) => {
    const { store, units } = parseUnits(document);
    const shown = units.map(({ ticket, lens }) => ({ ...lens, ticket: secret(ticket) }));
    return { store, units: hidePrescriptions(shown) };
  },
  "clairevoie-receipts": (document) => ({ receipts: parseReceipts(document).receipts.map(describeReceipt) }),
};

/** A correction is a health value: hidden as a secret is. */
function hidePrescriptions(eyes: object): Value {
  return Object.fromEntries(
    Object.entries(eyes).map(([eye, { prescription, ...rest }]) => [
      eye,
      { ...rest, ...(prescription && { prescription: secret(JSON.stringify(prescription)) }) },
    ]),
  );
}

function describeStatement(statement: Statement): Value {
  const stated = ASPECTS.filter((aspect) => statement.aspects[aspect] !== undefined);
  return {
    stage: stageName(statement.stage) ?? "unknown",
    hash: hashStatement(statement),
    dossier: statement.dossier,
    states: stated as readonly AspectName[],
    ...(statement.supersedes !== undefined && {
      supersedes: statement.supersedes,
      reason: CORRECTION_REASONS[statement.reason ?? 0] ?? "unknown",
    }),
  };
}

function describeReceipt({ statement, statementProof, batch, anchorProof }: Receipt): Value {
  return {
    ...(describeStatement(statement) as object),
    signedBy: batch.key,
    issuedAt: new Date(batch.issuedAt * 1000).toISOString(),
    pathInBatch: statementProof.length,
    pathToAnchor: anchorProof.length,
  };
}

function hide(value: Value): Value {
  if (typeof value === "string") return value.startsWith(SECRET) ? "[hidden]" : value;
  if (Array.isArray(value)) return value.map(hide);
  if (typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hide(inner)]));
  return value;
}

function print(session: Session, value: Value, indent: string): void {
  for (const [key, inner] of Object.entries(value as object) as [string, Value][]) {
    if (inner === undefined) continue;
    if (typeof inner === "object") {
      session.terminal.out(`${indent}${key}${Object.keys(inner).length === 0 ? ": -" : ""}\n`);
      print(session, inner, `${indent}  `);
    } else {
      const text = typeof inner === "string" && inner.startsWith(SECRET) ? inner.slice(SECRET.length) : String(inner);
      const named = ASPECTS.includes(text as AspectName) ? nameOf(text as AspectName, session.catalogue) : text;
      session.terminal.out(`${indent}${key}: ${named}\n`);
    }
  }
}
