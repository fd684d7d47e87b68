import { existsSync } from "node:fs";
import type { Command } from "commander";
import { connect } from "../../chain/index.js";
import {
  anchorBatches,
  BATCH_FORMAT,
  Optician,
  parseReceipts,
  parseStock,
  parseUnits,
  RECEIPTS_FORMAT,
  sealStatements,
  stateStockDelivery,
  stockUseTime,
  UNITS_FORMAT,
} from "../../parties/index.js";
import { bytes32, type Eye, type Hex, InputError, read } from "../../protocol/index.js";
import {
  dossierIn,
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
import { anchorOption } from "../options/anchor.js";
import { chainOptions, openChain } from "../options/chain.js";
import { openIdentity, type PartyOptions } from "../options/identity.js";
import { openSigner, signingOptions } from "../options/signing.js";
import { readId, type VaultOptions, vaultOptions, withVault } from "../options/vault.js";
import { writeWhole } from "../output/files.js";
import { about, readWhole, type Session } from "../session.js";

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
  builder.onCall<StockOptions>(receive, (session, [file]) => receiveInto(session, file ?? ""));

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
  builder.onCall<StockOptions>(take, (session, [unit, dossier]) => takeFor(session, unit, readId(dossier)));

  const returned = vaultOptions(group.command("put-back"), builder)
    .description(
      text(
        "Put a unit back that was taken and not mounted: its dossier no longer states that eye under it",
        "Remettre une unité prise et non montée : son dossier ne déclare plus cet œil avec elle",
      ),
    )
    .argument("<unit>", text("the unit, as listed", "l'unité, comme listée"));
  builder.onCall<StockOptions>(returned, (session, [unit]) => putBack(session, unit));

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
    if (!dossier.stock) throw new InputError("dossier", "without-stock-lens");
    const { deployment, provider } = await openChain(session);
    const signer = await openSigner(session, provider);
    const optician = await Optician.connect({ deployment, provider, signer, identity });
    const results = await optician.useStock(dossier);
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
    const unit = await withVault(session, (vault) => unitIn(vault, unitId(id)));
    const { deployment, provider } = await openChain(session);
    const time = await stockUseTime(await connect({ deployment, provider }), party, unit.id);
    const on = time === null ? null : new Date(time * 1000).toISOString();
    session.say(
      on === null ? "not consumed" : `consumed on ${on}`,
      on === null ? "non consommée" : `consommée le ${on}`,
    );
    session.result({ ...describe(unit), consumed: on });
  });
}

async function stateUnits(session: Session<StockOptions>, file: string): Promise<void> {
  const { units: into = "", anchor } = session.options;
  const stock = parseStock(await session.read(file));
  const earlier = existsSync(into) ? parseUnits(readWhole(into)) : undefined;
  const { delivery, statements } = about(into, () => stateStockDelivery(stock, earlier));
  const { deployment, provider } = await openChain(session);
  const signer = await openSigner(session, provider);
  const suite = await connect({ deployment, provider, signer });
  const sealed = await sealStatements(suite, signer, statements);
  const count = delivery.units.length;
  // Written before anything is anchored: a unit whose ticket is lost serves nobody.
  writeWhole(into, `${JSON.stringify({ format: UNITS_FORMAT, ...delivery }, null, 2)}\n`, 0o600);
  session.note(`${count} ticket(s) written to ${into}.`, `${count} ticket(s) écrit(s) dans ${into}.`);
  if (!anchor) return session.document({ format: BATCH_FORMAT, ...sealed });
  const { receipts, root } = await anchorBatches(suite, [sealed]);
  session.note(`Anchored under root ${root}.`, `Ancré sous la racine ${root}.`);
  session.document({ format: RECEIPTS_FORMAT, receipts: receipts.flat() });
}

async function receiveInto(session: Session<StockOptions>, file: string): Promise<void> {
  const { receipts: files = [] } = session.options;
  const { party } = openIdentity(session, "optician");
  const delivery = parseUnits(await session.read(file));
  const read = await Promise.all(files.map(async (one) => parseReceipts(await session.read(one), one).receipts));
  await withVault(session, (vault) => receiveUnits(vault, party, delivery, read.flat()), true);
  const count = delivery.units.length;
  session.say(`${count} unit(s) received`, `${count} unité(s) reçue(s)`);
  session.result({ units: count });
}

async function takeFor(session: Session<StockOptions>, id: string | undefined, dossier: Hex): Promise<void> {
  const eye = session.options.eye as Eye;
  await withVault(session, (vault) => takeUnit(vault, unitId(id), dossier, eye));
  session.say(`${id}: taken (${eye})`, `${id} : prise (${eye === "right" ? "droit" : "gauche"})`);
  session.result({ unit: id, dossier, eye });
}

async function putBack(session: Session<StockOptions>, id: string | undefined): Promise<void> {
  await withVault(session, (vault) => putBackUnit(vault, unitId(id)));
  session.say(`${id}: put back`, `${id} : remise en stock`);
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
