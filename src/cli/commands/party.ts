import { existsSync } from "node:fs";
import type { Command } from "commander";
import { hexlify, randomBytes } from "ethers";
import { connect, type Suite } from "../../chain/index.js";
import { Controller, Council, IDENTITY_FORMAT, listKeys, listParties, parseIdentity } from "../../parties/index.js";
import { roleNumber } from "../../protocol/identifiers.js";
import { bytes32, type Hex, InputError, PARTY_ROLES, type PartyRole, read } from "../../protocol/index.js";
import type { Builder } from "../command.js";
import { readAddress } from "../options/address.js";
import { chainOptions, openChain } from "../options/chain.js";
import { openIdentity, type PartyOptions } from "../options/identity.js";
import { openSigner, signingOptions } from "../options/signing.js";
import type { Session } from "../session.js";

interface Options extends PartyOptions {
  readonly role?: string;
  readonly identifier?: string;
  readonly controller?: string;
  readonly from?: string;
  readonly consent?: string;
}

/** `clairevoie party`: who takes part, and with which keys. */
export function addParty(program: Command, builder: Builder): void {
  const { text, option } = builder;
  const group = program.command("party").description(text("Parties and their keys", "Participants et leurs clés"));
  const roleOption = () =>
    option(
      "--role <role>",
      "optician, lens-maker or insurer",
      "optician (opticien), lens-maker (verrier) ou insurer (organisme)",
    ).choices([...PARTY_ROLES]);
  const identityOption = () =>
    option("--identity <file>", "identity file (CLAIREVOIE_IDENTITY)", "fichier d'identité (CLAIREVOIE_IDENTITY)");

  const made = group
    .command("new")
    .description(
      text(
        "Make the identity file of a business; its party id is a salted commitment",
        "Créer le fichier d'identité d'une entreprise ; son identifiant est un engagement salé",
      ),
    )
    .addOption(roleOption().makeOptionMandatory())
    .addOption(
      option(
        "--identifier <number>",
        "SIRET, or AMC number of an insurer",
        "SIRET, ou numéro AMC d'un organisme",
      ).makeOptionMandatory(),
    )
    .addOption(
      option(
        "-o, --out <file>",
        "where to write it (default: standard output)",
        "où l'écrire (par défaut : sortie standard)",
      ),
    );
  builder.onCall<Options>(made, async (session) => {
    const { role, identifier, out } = session.options;
    if (out && out !== "-" && existsSync(out)) {
      throw new InputError(out, "already-there", { holds: "identity" });
    }
    const file = { format: IDENTITY_FORMAT, role, identifier, salt: hexlify(randomBytes(32)) };
    const { party } = parseIdentity(file);
    session.document(file, { party, role }, true);
    session.note(
      `Party id ${party}: give it to the council, and keep the file.`,
      `Identifiant ${party} : donnez-le au conseil, et gardez le fichier.`,
    );
  });

  const enrolled = signingOptions(group.command("enrol"), builder)
    .description(
      text(
        "Enrol a party (council); a lens maker is announced first, and enrolled when its delay is over",
        "Agréer un participant (conseil) ; un verrier est d'abord annoncé, puis agréé une fois le délai passé",
      ),
    )
    .argument("<party>", text("party id, 32 bytes", "identifiant, 32 octets"))
    .addOption(roleOption().makeOptionMandatory())
    .addOption(
      option("--controller <address>", "who will manage its keys", "qui gérera ses clés").makeOptionMandatory(),
    );
  builder.onCall<Options>(enrolled, async (session, [id]) => {
    const party = partyOf(id);
    const { council } = await openCouncil(session);
    const controller = readAddress(session.options.controller ?? "", "--controller");
    const role = session.options.role as PartyRole;
    const { parties } = await openSuite(session);
    const known = await parties.partyOf(party);
    if (Number(known.role) === roleNumber(role) && known.controller === controller) {
      session.say(`${party}: already enrolled so`, `${party} : déjà agréé ainsi`);
      session.result({ party, role, outcome: "enrolled", already: true });
      return;
    }
    const outcome = role === "lens-maker" ? await council.enrolLensMaker(party, controller) : "enrolled";
    if (role !== "lens-maker") await council.enrol(party, role, controller);
    session.say(
      `${party}: ${outcome}`,
      `${party} : ${outcome === "enrolled" ? "agréé" : "annoncé ; relancez la commande une fois le délai passé"}`,
    );
    session.result({ party, role, outcome });
  });

  const acts = [
    ["suspend", "Suspend a party from now on (guard)", "Suspendre un participant à partir de maintenant"],
    ["reinstate", "End a suspension (guard)", "Mettre fin à une suspension"],
  ] as const;
  for (const [name, en, fr] of acts) {
    const command = signingOptions(group.command(name), builder).description(text(en, fr)).argument("<party>");
    builder.onCall<Options>(command, async (session, [id]) => {
      const { council } = await openCouncil(session);
      await council[name](partyOf(id));
      session.say(`${id}: done`, `${id} : fait`);
      session.result({ party: id, [name]: true });
    });
  }

  const compromised = signingOptions(group.command("compromise"), builder)
    .description(
      text(
        "Declare that a key was in other hands from a past time on (guard)",
        "Déclarer qu'une clé était en d'autres mains depuis un moment passé",
      ),
    )
    .argument("<key>", text("the key's address", "adresse de la clé"))
    .addOption(
      option("--from <time>", "unix seconds, or an ISO date", "secondes unix, ou date ISO").makeOptionMandatory(),
    );
  builder.onCall<Options>(compromised, async (session, [key]) => {
    const { council } = await openCouncil(session);
    const from = timeOf(session.options.from ?? "");
    await council.declareCompromise(readAddress(key ?? "", "key") as Hex, from);
    session.say(
      `${key}: compromised from ${new Date(from * 1000).toISOString()}`,
      `${key} : compromise depuis ${new Date(from * 1000).toISOString()}`,
    );
    session.result({ key, from });
  });

  const list = chainOptions(group.command("list"), builder).description(
    text("List the parties that were enrolled", "Lister les participants agréés"),
  );
  builder.onCall<Options>(list, async (session) => {
    const parties = await listParties(await openSuite(session), (await openChain(session)).deployment.block);
    for (const { party, role, keys, suspended } of parties) {
      const state = suspended ? session.paint("red", session.text("suspended", "suspendu")) : "";
      session.say(
        `${party}  ${role.padEnd(10)}  ${keys} key(s) ${state}`,
        `${party}  ${role.padEnd(10)}  ${keys} clé(s) ${state}`,
      );
    }
    session.result(parties);
  });

  addKeys(group, builder, identityOption);
}

function addKeys(group: Command, builder: Builder, identityOption: () => ReturnType<Builder["option"]>): void {
  const { text, option } = builder;
  const keys = group.command("keys").description(text("A party's keys", "Les clés d'un participant"));

  const list = chainOptions(keys.command("list"), builder)
    .description(
      text("List the keys of a party, with their times", "Lister les clés d'un participant, avec leurs dates"),
    )
    .argument(
      "[party]",
      text("party id (default: that of --identity)", "identifiant (par défaut : celui de --identity)"),
    )
    .addOption(identityOption());
  builder.onCall<Options>(list, async (session, [id]) => {
    const party = id ? partyOf(id) : openIdentity(session).party;
    const suite = await openSuite(session);
    const found = await listKeys(suite, party, (await openChain(session)).deployment.block);
    for (const { key, validFrom, revokedAt, compromisedFrom } of found) {
      const ended = [
        revokedAt ? session.text(`revoked ${iso(revokedAt)}`, `révoquée ${iso(revokedAt)}`) : "",
        compromisedFrom
          ? session.text(`compromised from ${iso(compromisedFrom)}`, `compromise depuis ${iso(compromisedFrom)}`)
          : "",
      ].filter(Boolean);
      session.say(
        `${key}  from ${iso(validFrom)}  ${ended.join(", ")}`,
        `${key}  depuis ${iso(validFrom)}  ${ended.join(", ")}`,
      );
    }
    session.result({ party, keys: found });
  });

  const consent = signingOptions(keys.command("consent"), builder)
    .description(
      text(
        "Sign, with the key itself, that it may be added to a party",
        "Signer, avec la clé elle-même, qu'elle peut être ajoutée à un participant",
      ),
    )
    .addOption(identityOption());
  builder.onCall<Options>(consent, async (session) => {
    const { deployment, provider } = await openChain(session);
    const { party } = openIdentity(session);
    const signer = await openSigner(session, provider);
    const controller = await Controller.connect({ deployment, provider, signer, party });
    const signed = await controller.consent(signer);
    session.say(signed, signed);
    session.result({ party, key: await signer.getAddress(), consent: signed });
  });

  const add = signingOptions(keys.command("add"), builder)
    .description(
      text("Add a key, valid from now on (controller)", "Ajouter une clé, valable dès maintenant (contrôleur)"),
    )
    .argument(
      "[key]",
      text("the key's address (default: the controller's own)", "adresse de la clé (par défaut : celle du contrôleur)"),
    )
    .addOption(identityOption())
    .addOption(option("--consent <signature>", "what `keys consent` gave", "ce qu'a donné `keys consent`"));
  builder.onCall<Options>(add, async (session, [given]) => {
    const { controller, address, party } = await openController(session);
    const key = given ? readAddress(given, "key") : address;
    const signed = session.options.consent ?? "0x";
    if (!/^0x(?:[0-9a-fA-F]{2})*$/.test(signed)) throw new InputError("--consent", "not-hexadecimal");
    if (key !== address && signed === "0x") {
      throw new InputError("--consent", "consent-needed");
    }
    const { parties } = await openSuite(session);
    const known = await parties.keyOf(key);
    if (known.party === party && known.revokedAt === 0n && known.compromisedFrom === 0n) {
      session.say(`${key}: already a key of ${party}`, `${key} : déjà une clé de ${party}`);
      session.result({ party, key, added: false, already: true });
      return;
    }
    await controller.addKey(key, signed as Hex);
    session.say(`${key}: added to ${party}`, `${key} : ajoutée à ${party}`);
    session.result({ party, key, added: true });
  });

  const revoke = signingOptions(keys.command("revoke"), builder)
    .description(
      text(
        "Revoke a key from now on, for ever; what it signed before stays valid (controller)",
        "Révoquer une clé dès maintenant et pour toujours ; ce qu'elle a signé avant reste valable (contrôleur)",
      ),
    )
    .argument("<key>")
    .addOption(identityOption());
  builder.onCall<Options>(revoke, async (session, [key]) => {
    const { controller, party } = await openController(session);
    await controller.revokeKey(readAddress(key ?? "", "key"));
    session.say(`${key}: revoked`, `${key} : révoquée`);
    session.result({ party, key, revoked: true });
  });
}

async function openSuite(session: Session<Options>): Promise<Suite> {
  const { deployment, provider } = await openChain(session);
  return connect({ deployment, provider });
}

async function openCouncil(session: Session<Options>) {
  const { deployment, provider } = await openChain(session);
  const signer = await openSigner(session, provider);
  return { council: await Council.connect({ deployment, provider, signer }) };
}

async function openController(session: Session<Options>) {
  const { deployment, provider } = await openChain(session);
  const { party } = openIdentity(session);
  const signer = await openSigner(session, provider);
  const controller = await Controller.connect({ deployment, provider, signer, party });
  return { controller, party, address: await signer.getAddress() };
}

function partyOf(text: string | undefined): Hex {
  return read(bytes32, text, "party");
}

function timeOf(text: string): number {
  const time = /^\d{1,11}$/.test(text) ? Number(text) : Math.floor(Date.parse(text) / 1000);
  if (!Number.isSafeInteger(time)) throw new InputError("--from", "not-time");
  return time;
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19);
}
