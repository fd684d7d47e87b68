import { existsSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import type { Command } from "commander";
import { connect } from "../../chain/index.js";
import {
  anchorBatches,
  BATCH_FORMAT,
  parseReceipts,
  parseStock,
  parseUnits,
  RECEIPTS_FORMAT,
  type StockLens,
  sealStatements,
  stateStock,
  takeFromStock,
  UNITS_FORMAT,
} from "../../parties/index.js";
import { connectMember } from "../../parties/member.js";
import { stockOf, useStock } from "../../parties/stock.js";
import {
  bytes32,
  EYES,
  type Eye,
  type Hex,
  InputError,
  read,
  readStockTicket,
  stockMarker,
  stockNullifier,
  stockUnit,
} from "../../protocol/index.js";
import { dossierRecord, keptDossier, type UnitRecord, unitRecord, type Vault } from "../../vault/index.js";
import type { Builder } from "../command.js";
import { anchorOption } from "../options/anchor.js";
import { chainOptions, openChain } from "../options/chain.js";
import { openIdentity, type PartyOptions } from "../options/identity.js";
import { openSigner, signingOptions } from "../options/signing.js";
import { dossierIn, readId, type VaultOptions, vaultOptions, withVault } from "../options/vault.js";
import { writeWhole } from "../output/files.js";
import { readWhole, type Session } from "../session.js";

interface StockOptions extends VaultOptions, PartyOptions {
  readonly units?: string;
  readonly anchor?: boolean;
  readonly receipts?: readonly string[];
  readonly eye?: string;
}

/** `clairevoie stock`: lenses that a store holds before anyone has ordered them. */
export function addStock(program: Command, builder: Builder): void {
  const { text, option } = builder;
  const group = program
    .command("stock")
    .description(
      text(
        "Lenses that are shipped before anyone has ordered them",
        "Verres livrés avant que personne ne les commande",
      ),
    );
  const identityOption = (command: Command) =>
    command.addOption(
      option(
        "--identity <file>",
        "your identity file (CLAIREVOIE_IDENTITY)",
        "votre fichier d'identité (CLAIREVOIE_IDENTITY)",
      ),
    );

  const state = anchorOption(signingOptions(group.command("state"), builder), builder)
    .description(
      text(
        "State what you ship to a store's stock, signed as one batch, and write its tickets (lens maker)",
        "Déclarer ce que vous livrez au stock d'un magasin, signé en un lot, et écrire ses tickets (verrier)",
      ),
    )
    .argument("<stock>", text("stock file, or -", "fichier de stock, ou -"))
    .addOption(
      option(
        "--units <file>",
        "where to write the tickets, for the store alone; they are secret",
        "où écrire les tickets, pour le magasin seul ; ils sont secrets",
      ).makeOptionMandatory(),
    )
    .addOption(
      option("-o, --out <file>", "where to write the batch, or the receipts", "où écrire le lot, ou les reçus"),
    );
  builder.onCall<StockOptions>(state, (session, [file]) => stateUnits(session, file ?? ""));

  const receive = identityOption(vaultOptions(group.command("receive"), builder))
    .description(
      text("Take delivered units into your vault (optician)", "Entrer les unités livrées dans votre coffre (opticien)"),
    )
    .argument("<units>", text("the maker's file of tickets, or -", "fichier de tickets du verrier, ou -"))
    .addOption(
      option("--receipts <files...>", "the maker's receipts of these units", "reçus du verrier pour ces unités"),
    );
  builder.onCall<StockOptions>(receive, (session, [file]) => receiveUnits(session, file ?? ""));

  const list = vaultOptions(group.command("list"), builder).description(
    text("List the units of the vault", "Lister les unités du coffre"),
  );
  builder.onCall<StockOptions>(list, async (session) => {
    const units = await withVault(session, async (vault) => (await unitsIn(vault)).map(describe));
    for (const { unit, article, takenFor } of units) {
      const line = `${unit}  ${article}`;
      session.say(
        takenFor ? `${line}  ${takenFor.eye} of ${takenFor.dossier}` : line,
        takenFor ? `${line}  ${takenFor.eye === "right" ? "droit" : "gauche"} de ${takenFor.dossier}` : line,
      );
    }
    session.result({ units });
  });

  const take = vaultOptions(group.command("take"), builder)
    .description(
      text("Take a unit for an eye of a dossier, before the quote", "Prendre une unité pour un œil, avant le devis"),
    )
    .argument("<unit>", text("the unit, as listed", "l'unité, comme listée"))
    .argument("<dossier>", text("dossier id", "identifiant du dossier"))
    .addOption(
      option("--eye <eye>", "right or left", "right (droit) ou left (gauche)")
        .choices(["right", "left"])
        .makeOptionMandatory(),
    );
  builder.onCall<StockOptions>(take, (session, [unit, dossier]) => takeUnit(session, unit, readId(dossier)));

  const putBack = vaultOptions(group.command("put-back"), builder)
    .description(
      text(
        "Put a unit back that was taken and not mounted: its dossier no longer states that eye under it",
        "Remettre une unité prise et non montée : son dossier ne déclare plus cet œil avec elle",
      ),
    )
    .argument("<unit>", text("the unit, as listed", "l'unité, comme listée"));
  builder.onCall<StockOptions>(putBack, (session, [unit]) => putUnitBack(session, unit));

  const use = identityOption(vaultOptions(signingOptions(group.command("use"), builder), builder))
    .description(
      text(
        "Consume the units of a dossier on chain, for ever: when they are mounted, by the time of the invoice",
        "Consommer dans la chaîne les unités d'un dossier, pour toujours : au montage, au plus tard à la facture",
      ),
    )
    .argument("<dossier>", text("dossier id", "identifiant du dossier"));
  builder.onCall<StockOptions>(use, async (session, [id]) => {
    const { identity } = openIdentity(session, "optician");
    const dossier = await withVault(session, async (vault) => keptDossier(await dossierIn(vault, readId(id))));
    if (!dossier.stock) throw new InputError("dossier", "has no lens from stock; `clairevoie stock take` takes one");
    const { deployment, provider } = await openChain(session);
    const signer = await openSigner(session, provider);
    const results = await useStock(
      await connectMember({ deployment, provider, signer, identity }, "optician"),
      dossier,
    );
    for (const { eye, outcome } of results) {
      session.say(
        `${eye}: ${outcome === "used" ? "consumed" : "was consumed already"}`,
        `${eye === "right" ? "droit" : "gauche"} : ${outcome === "used" ? "consommé" : "déjà consommé"}`,
      );
    }
    session.result({ dossier: dossier.id, results });
  });

  const show = identityOption(vaultOptions(chainOptions(group.command("show"), builder), builder))
    .description(
      text(
        "Say whether a unit of yours is consumed on chain",
        "Dire si une de vos unités est consommée dans la chaîne",
      ),
    )
    .argument("<unit>", text("the unit, as listed", "l'unité, comme listée"));
  builder.onCall<StockOptions>(show, async (session, [id]) => {
    const { party } = openIdentity(session, "optician");
    const unit = await withVault(session, (vault) => unitIn(vault, id));
    const { deployment, provider } = await openChain(session);
    const { time } = await stockOf(await connect({ deployment, provider })).useOf(party, stockMarker(unit.id));
    const on = new Date(Number(time) * 1000).toISOString();
    session.say(
      time === 0n ? "not consumed" : `consumed on ${on}`,
      time === 0n ? "non consommée" : `consommée le ${on}`,
    );
    session.result({ ...describe(unit), consumed: time === 0n ? null : on });
  });
}

async function stateUnits(session: Session<StockOptions>, file: string): Promise<void> {
  const { units: into = "", anchor } = session.options;
  const { store, lenses } = parseStock(await session.read(file));
  const shipped = lenses.flatMap(({ units, ...lens }) => Array.from({ length: units }, () => lens));
  const tickets = ticketsIn(into, store, shipped);
  const stated = shipped.map((lens, i) => ({
    lens,
    ...stateStock(lens, store, tickets && readStockTicket(tickets[i] ?? "").secret),
  }));
  const { deployment, provider } = await openChain(session);
  const signer = await openSigner(session, provider);
  const suite = await connect({ deployment, provider, signer });
  const sealed = await sealStatements(
    suite,
    signer,
    stated.map(({ statement }) => statement),
  );
  const units = stated.map(({ ticket, lens }) => ({ ticket, lens }));
  // Written before anything is anchored: a unit whose ticket is lost serves nobody.
  writeWhole(into, `${JSON.stringify({ format: UNITS_FORMAT, store, units }, null, 2)}\n`, 0o600);
  session.note(`${units.length} ticket(s) written to ${into}.`, `${units.length} ticket(s) écrit(s) dans ${into}.`);
  if (!anchor) return session.document({ format: BATCH_FORMAT, ...sealed });
  const { receipts, root } = await anchorBatches(suite, [sealed]);
  session.note(`Anchored under root ${root}.`, `Ancré sous la racine ${root}.`);
  session.document({ format: RECEIPTS_FORMAT, receipts: receipts.flat() });
}

/**
 * The tickets that an earlier run wrote for the same delivery, and may have died before it anchored: the same units are stated again,
 * and no unit twice. @throws {InputError} when the file holds others: they may be the only copy.
 */
function ticketsIn(file: string, store: Hex, shipped: readonly StockLens[]): readonly string[] | undefined {
  if (!existsSync(file)) return undefined;
  const known = parseUnits(readWhole(file));
  const lenses = known.units.map(({ lens }) => lens);
  if (known.store !== store || !isDeepStrictEqual(lenses, shipped)) {
    throw new InputError("--units", `${file} holds the tickets of another delivery; name another file`);
  }
  return known.units.map(({ ticket }) => ticket);
}

async function receiveUnits(session: Session<StockOptions>, file: string): Promise<void> {
  const { receipts: files = [] } = session.options;
  const { party } = openIdentity(session, "optician");
  const { store, units } = parseUnits(await session.read(file));
  if (store !== party) throw new InputError("units.store", "is another store; only that store can use these units");
  const read = await Promise.all(files.map(async (one) => parseReceipts(await session.read(one), one).receipts));
  const byUnit = new Map(read.flat().map((receipt) => [receipt.statement.dossier, receipt]));
  await withVault(
    session,
    async (vault) => {
      const known = new Map((await unitsIn(vault)).map((unit) => [unit.id, unit]));
      const records = units.map(({ ticket, lens }) => {
        const nullifier = stockNullifier(readStockTicket(ticket).secret);
        const before = known.get(nullifier);
        const receipt = byUnit.get(stockUnit(nullifier, store));
        return unitRecord(ticket, lens, receipt ? [receipt] : (before?.receipts ?? []), before?.takenFor);
      });
      await vault.putMany(records);
    },
    true,
  );
  session.say(`${units.length} unit(s) received`, `${units.length} unité(s) reçue(s)`);
  session.result({ units: units.length });
}

async function takeUnit(session: Session<StockOptions>, id: string | undefined, dossierId: Hex): Promise<void> {
  const eye = session.options.eye as Eye;
  await withVault(session, async (vault) => {
    const unit = await unitIn(vault, id);
    const { takenFor } = unit;
    if (takenFor && (takenFor.dossier !== dossierId || takenFor.eye !== eye)) {
      throw new InputError("unit", `is taken for the ${takenFor.eye} eye of ${takenFor.dossier}; take another unit`);
    }
    const record = await dossierIn(vault, dossierId);
    const ticket = unit.ticket.reveal();
    const dossier = takeFromStock(keptDossier(record), eye, readStockTicket(ticket, "unit").secret);
    // The unit first: cut off between the two, it is taken again, and for no other dossier.
    await vault.put(unitRecord(ticket, unit.payload, unit.receipts, { dossier: dossierId, eye }));
    await vault.put(dossierRecord(dossier, record.payload, record.receipts));
  });
  session.say(`${id}: taken (${eye})`, `${id} : prise (${eye === "right" ? "droit" : "gauche"})`);
  session.result({ unit: id, dossier: dossierId, eye });
}

async function putUnitBack(session: Session<StockOptions>, id: string | undefined): Promise<void> {
  await withVault(session, async (vault) => {
    const { takenFor, ticket, payload, receipts } = await unitIn(vault, id);
    if (!takenFor) return;
    const record = await vault.get(takenFor.dossier);
    if (record?.kind === "dossier") {
      const { stock, ...dossier } = keptDossier(record);
      const kept = EYES.flatMap((eye) => (eye !== takenFor.eye && stock?.[eye] ? [[eye, stock[eye]] as const] : []));
      const left = kept.length === 0 ? dossier : { ...dossier, stock: Object.fromEntries(kept) };
      // The dossier first: cut off between the two, the unit serves no other before it is put back again.
      await vault.put(dossierRecord(left, record.payload, record.receipts));
    }
    await vault.put(unitRecord(ticket.reveal(), payload, receipts));
  });
  session.say(`${id}: put back`, `${id} : remise en stock`);
  session.result({ unit: id });
}

async function unitsIn(vault: Vault): Promise<UnitRecord[]> {
  const units: UnitRecord[] = [];
  for (const { id, kind } of await vault.list()) {
    const record = kind === "unit" ? await vault.get(id) : null;
    if (record?.kind === "unit") units.push(record);
  }
  return units;
}

async function unitIn(vault: Vault, id: string | undefined): Promise<UnitRecord> {
  const record = await vault.get(read(bytes32, id, "unit"));
  if (record?.kind !== "unit")
    throw new InputError("unit", `${id} is not in the vault; \`clairevoie stock list\` lists`);
  return record;
}

function describe({ id, payload, takenFor, receipts }: UnitRecord) {
  const { lens, orderReference } = payload as { lens: { ediCode: string }; orderReference: string };
  return {
    unit: id,
    article: `${lens.ediCode} ${orderReference}`,
    receipt: receipts.length > 0,
    ...(takenFor && { takenFor }),
  };
}
