import { existsSync } from "node:fs";
import type { Command } from "commander";
import { connect } from "../../chain/index.js";
import {
  anchorBatches,
  BATCH_FORMAT,
  type Dossier,
  Optician,
  parseReceipts,
  parseStock,
  parseUnits,
  RECEIPTS_FORMAT,
  sealStatements,
  stateStockDelivery,
  stockUsesOf,
  stockUseTime,
  UNITS_FORMAT,
} from "../../parties/index.js";
import { bytes32, type Eye, type Hex, InputError, read } from "../../protocol/index.js";
import {
  dossierIn,
  eraseUnit,
  keptDossier,
  lensOfUnit,
  putBackUnit,
  receiveUnits,
  takeUnit,
  type UnitRecord,
  unitIn,
  unitsIn,
} from "../../vault/index.js";
import type { Builder } from "../command.js";
import { EXIT, type ExitCode } from "../exit.js";
import { anchorOption } from "../options/anchor.js";
import { chainOptions, openChain } from "../options/chain.js";
import { openIdentity, type PartyOptions } from "../options/identity.js";
import { Gateways, goesToGateways, openPosting, wouldPost, wouldRelay } from "../options/posting.js";
import { openSigner, openSigning, signingOptions } from "../options/signing.js";
import { postAndFinish, postingOptions, relayAndFinish, type SyncOptions } from "../options/syncing.js";
import { readId, vaultOptions, withVault } from "../options/vault.js";
import { writeWhole } from "../output/files.js";
import { about, readWhole, type Session } from "../session.js";

interface StockOptions extends PartyOptions, SyncOptions {
  readonly units?: string;
  readonly receipts?: readonly string[];
  readonly eye?: string;
}

/** `clairevoie stock`: lenses that a store holds before anyone has ordered them. */
export function addStock(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const group = program.command("stock").description(texts.stock.description);
  const identityOption = (command: Command) => command.addOption(option("--identity <file>", texts.options.identity));

  const state = postingOptions(
    vaultOptions(anchorOption(signingOptions(group.command("state"), builder), builder), builder),
    builder,
  )
    .description(texts.stock.state.description)
    .argument("<stock>", texts.stock.state.arguments.stock)
    .addOption(option("--units <file>", texts.stock.state.options.units).makeOptionMandatory())
    .addOption(option("-o, --out <file>", texts.stock.state.options.out));
  builder.onCall<StockOptions>(state, (session, [file]) => stateUnits(session, file ?? ""));

  const receive = identityOption(vaultOptions(group.command("receive"), builder))
    .description(texts.stock.receive.description)
    .argument("<units>", texts.stock.receive.arguments.units)
    .addOption(option("--receipts <files...>", texts.stock.receive.options.receipts));
  builder.onCall<StockOptions>(receive, (session, [file]) => receiveInto(session, file ?? ""));

  const list = vaultOptions(group.command("list"), builder).description(texts.stock.list.description);
  builder.onCall<StockOptions>(list, async (session) => {
    const units = await withVault(session, async (vault) => (await unitsIn(vault)).map(describe));
    for (const { unit, article, takenFor } of units) {
      session.say(session.texts.stock.list.listed({ unit, article, takenFor }));
    }
    session.result({ units });
  });

  const take = vaultOptions(group.command("take"), builder)
    .description(texts.stock.take.description)
    .argument("<unit>", texts.stock.take.arguments.unit)
    .argument("<dossier>", texts.arguments.dossier)
    .addOption(option("--eye <eye>", texts.stock.take.options.eye).choices(["right", "left"]).makeOptionMandatory());
  builder.onCall<StockOptions>(take, (session, [unit, dossier]) => takeFor(session, unit, readId(dossier)));

  const returned = vaultOptions(group.command("put-back"), builder)
    .description(texts.stock.putBack.description)
    .argument("<unit>", texts.stock.putBack.arguments.unit);
  builder.onCall<StockOptions>(returned, (session, [unit]) => putBack(session, unit));

  const erase = vaultOptions(group.command("erase"), builder)
    .description(texts.stock.erase.description)
    .argument("<unit>", texts.stock.erase.arguments.unit);
  builder.onCall<StockOptions>(erase, async (session, [id]) => {
    await withVault(session, (vault) => eraseUnit(vault, unitId(id)));
    session.say(session.texts.stock.erase.erased({ id: String(id) }));
    session.result({ unit: id, erased: true });
  });

  const use = postingOptions(
    identityOption(vaultOptions(signingOptions(group.command("use"), builder), builder)),
    builder,
  )
    .description(texts.stock.use.description)
    .argument("<dossier>", texts.arguments.dossier);
  builder.onCall<StockOptions>(use, async (session, [id]) => {
    const { identity } = openIdentity(session, "optician");
    const dossier = await withVault(session, async (vault) => keptDossier(await dossierIn(vault, readId(id))));
    if (!dossier.stock) throw new InputError("dossier", "without-stock-lens");
    if (goesToGateways(session)) return useByGateways(session, dossier);
    const { deployment, provider, signer } = await openSigning(session);
    const optician = await Optician.connect({ deployment, provider, signer, identity });
    const results = await optician.useStock(dossier);
    for (const { eye, outcome } of results) {
      session.say(session.texts.stock.use.consumed({ eye, outcome }));
    }
    session.result({ dossier: dossier.id, results });
    return EXIT.ok;
  });

  const show = identityOption(vaultOptions(chainOptions(group.command("show"), builder), builder))
    .description(texts.stock.show.description)
    .argument("<unit>", texts.stock.show.arguments.unit);
  builder.onCall<StockOptions>(show, async (session, [id]) => {
    const { party } = openIdentity(session, "optician");
    const unit = await withVault(session, (vault) => unitIn(vault, unitId(id)));
    const { deployment, provider } = await openChain(session);
    const time = await stockUseTime(await connect({ deployment, provider }), party, unit.id);
    const on = time === null ? null : new Date(time * 1000).toISOString();
    session.say(session.texts.stock.show.state({ on }));
    session.result({ ...describe(unit), consumed: on });
  });
}

async function useByGateways(session: Session<StockOptions>, dossier: Dossier): Promise<ExitCode> {
  const signer = await openSigner(session);
  const gateways = await Gateways.of(session);
  if (session.options.dryRun) return wouldRelay(session, gateways);
  return withVault(session, async (vault) => {
    const { about: finished, exit } = await relayAndFinish(session, vault, gateways, signer, stockUsesOf(dossier));
    session.result({ dossier: dossier.id, ...finished });
    return exit;
  });
}

async function stateUnits(session: Session<StockOptions>, file: string): Promise<ExitCode> {
  const { units: into = "", anchor } = session.options;
  const stock = parseStock(await session.read(file));
  const earlier = existsSync(into) ? parseUnits(readWhole(into)) : undefined;
  const { delivery, statements } = about(into, () => stateStockDelivery(stock, earlier));
  const count = delivery.units.length;
  if (goesToGateways(session)) {
    const posting = await openPosting(session);
    const sealed = await posting.seal(statements);
    if (session.options.dryRun) return wouldPost(session, posting, statements);
    writeWhole(into, `${JSON.stringify({ format: UNITS_FORMAT, ...delivery }, null, 2)}\n`, 0o600);
    session.note(session.texts.stock.state.ticketsWritten({ count, file: into }));
    return withVault(
      session,
      async (vault) => {
        const { about: finished, exit } = await postAndFinish(session, vault, posting, [sealed]);
        session.result({ units: count, ...finished });
        return exit;
      },
      true,
    );
  }
  const { deployment, provider, signer } = await openSigning(session);
  const suite = await connect({ deployment, provider, signer });
  const sealed = await sealStatements(suite, signer, statements);
  // Written before anything is anchored: a unit whose ticket is lost serves nobody.
  writeWhole(into, `${JSON.stringify({ format: UNITS_FORMAT, ...delivery }, null, 2)}\n`, 0o600);
  session.note(session.texts.stock.state.ticketsWritten({ count, file: into }));
  if (!anchor) {
    session.document({ format: BATCH_FORMAT, ...sealed });
    return EXIT.ok;
  }
  const { receipts, root } = await anchorBatches(suite, [sealed]);
  session.note(session.texts.stock.state.anchored({ root }));
  session.document({ format: RECEIPTS_FORMAT, receipts: receipts.flat() });
  return EXIT.ok;
}

async function receiveInto(session: Session<StockOptions>, file: string): Promise<void> {
  const { receipts: files = [] } = session.options;
  const { party } = openIdentity(session, "optician");
  const delivery = parseUnits(await session.read(file));
  const read = await Promise.all(files.map(async (one) => parseReceipts(await session.read(one), one).receipts));
  await withVault(session, (vault) => receiveUnits(vault, party, delivery, read.flat()), true);
  const count = delivery.units.length;
  session.say(session.texts.stock.receive.received({ count }));
  session.result({ units: count });
}

async function takeFor(session: Session<StockOptions>, id: string | undefined, dossier: Hex): Promise<void> {
  const eye = session.options.eye as Eye;
  await withVault(session, (vault) => takeUnit(vault, unitId(id), dossier, eye));
  session.say(session.texts.stock.take.taken({ id: String(id), eye }));
  session.result({ unit: id, dossier, eye });
}

async function putBack(session: Session<StockOptions>, id: string | undefined): Promise<void> {
  await withVault(session, (vault) => putBackUnit(vault, unitId(id)));
  session.say(session.texts.stock.putBack.done({ id: String(id) }));
  session.result({ unit: id });
}

const unitId = (id: string | undefined): Hex => read(bytes32, id, "unit");

function describe(unit: UnitRecord) {
  const { id, takenFor, receipts } = unit;
  const { lens, orderReference } = lensOfUnit(unit);
  return {
    unit: id,
    article: `${lens.ediCode} ${orderReference}`,
    receipt: receipts.length > 0,
    ...(takenFor && { takenFor }),
  };
}
