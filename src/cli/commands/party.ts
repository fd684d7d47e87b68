import { existsSync } from "node:fs";
import type { Command } from "commander";
import { hexlify, type Provider, randomBytes } from "ethers";
import { connect, type Suite } from "../../chain/index.js";
import {
  Controller,
  Council,
  IDENTITY_FORMAT,
  Insurer,
  listKeys,
  listParties,
  parseIdentity,
} from "../../parties/index.js";
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
  readonly until?: string;
  readonly recipient?: string;
  readonly consent?: string;
}

/** `clairevoie party`: who takes part, and with which keys. */
export function addParty(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const group = program.command("party").description(texts.party.description);
  const roleOption = () => option("--role <role>", texts.party.options.role).choices([...PARTY_ROLES]);
  const identityOption = () => option("--identity <file>", texts.party.options.identity);

  const made = group
    .command("new")
    .description(texts.party.new.description)
    .addOption(roleOption().makeOptionMandatory())
    .addOption(option("--identifier <number>", texts.party.new.options.identifier).makeOptionMandatory())
    .addOption(option("-o, --out <file>", texts.party.new.options.out));
  builder.onCall<Options>(made, async (session) => {
    const { role, identifier, out } = session.options;
    if (out && out !== "-" && existsSync(out)) {
      throw new InputError(out, "already-there", { holds: "identity" });
    }
    const file = { format: IDENTITY_FORMAT, role, identifier, salt: hexlify(randomBytes(32)) };
    const { party } = parseIdentity(file);
    session.document(file, { party, role }, true);
    session.note(session.texts.party.new.made({ party }));
  });

  const card = signingOptions(group.command("card"), builder)
    .description(texts.party.card.description)
    .addOption(identityOption())
    .addOption(option("--recipient <age>", texts.party.card.options.recipient))
    .addOption(option("--from <time>", texts.party.card.options.from))
    .addOption(option("--until <time>", texts.party.card.options.until).makeOptionMandatory())
    .addOption(option("-o, --out <file>", texts.party.card.options.out));
  builder.onCall<Options>(card, async (session) => {
    const { recipient, from, until = "" } = session.options;
    const { deployment, provider } = await openChain(session);
    const { identity } = openIdentity(session, "insurer");
    const signer = await openSigner(session, provider);
    const insurer = await Insurer.connect({ deployment, provider, signer, identity });
    const signed = await insurer.card({
      ...(recipient !== undefined && { recipient }),
      from: from === undefined ? await timeOfChain(provider) : timeOf(from, "--from"),
      until: timeOf(until, "--until"),
    });
    session.document(signed, { party: insurer.party, until: signed.until });
  });

  const enrolled = signingOptions(group.command("enrol"), builder)
    .description(texts.party.enrol.description)
    .argument("<party>", texts.party.enrol.arguments.party)
    .addOption(roleOption().makeOptionMandatory())
    .addOption(option("--controller <address>", texts.party.enrol.options.controller).makeOptionMandatory());
  builder.onCall<Options>(enrolled, async (session, [id]) => {
    const party = partyOf(id);
    const { council } = await openCouncil(session);
    const controller = readAddress(session.options.controller ?? "", "--controller");
    const role = session.options.role as PartyRole;
    const { parties } = await openSuite(session);
    const known = await parties.partyOf(party);
    if (Number(known.role) === roleNumber(role) && known.controller === controller) {
      session.say(session.texts.party.enrol.already({ party }));
      session.result({ party, role, outcome: "enrolled", already: true });
      return;
    }
    const outcome = role === "lens-maker" ? await council.enrolLensMaker(party, controller) : "enrolled";
    if (role !== "lens-maker") await council.enrol(party, role, controller);
    session.say(session.texts.party.enrol.done({ party, outcome }));
    session.result({ party, role, outcome });
  });

  for (const name of ["suspend", "reinstate"] as const) {
    const command = signingOptions(group.command(name), builder)
      .description(texts.party[name].description)
      .argument("<party>");
    builder.onCall<Options>(command, async (session, [id]) => {
      const { council } = await openCouncil(session);
      await council[name](partyOf(id));
      session.say(session.texts.party.done({ party: String(id) }));
      session.result({ party: id, [name]: true });
    });
  }

  const compromised = signingOptions(group.command("compromise"), builder)
    .description(texts.party.compromise.description)
    .argument("<key>", texts.party.compromise.arguments.key)
    .addOption(option("--from <time>", texts.party.compromise.options.from).makeOptionMandatory());
  builder.onCall<Options>(compromised, async (session, [key]) => {
    const { council } = await openCouncil(session);
    const from = timeOf(session.options.from ?? "", "--from");
    await council.declareCompromise(readAddress(key ?? "", "key") as Hex, from);
    session.say(
      session.texts.party.compromise.declared({ key: String(key), from: new Date(from * 1000).toISOString() }),
    );
    session.result({ key, from });
  });

  const list = chainOptions(group.command("list"), builder).description(texts.party.list.description);
  builder.onCall<Options>(list, async (session) => {
    const parties = await listParties(await openSuite(session), (await openChain(session)).deployment.block);
    for (const { party, role, keys, suspended } of parties) {
      const state = suspended ? session.paint("red", session.texts.party.list.suspended) : "";
      session.say(session.texts.party.list.listed({ party, role, keys, state }));
    }
    session.result(parties);
  });

  addKeys(group, builder, identityOption);
}

function addKeys(group: Command, builder: Builder, identityOption: () => ReturnType<Builder["option"]>): void {
  const { texts, option } = builder;
  const keys = group.command("keys").description(texts.party.keys.description);

  const list = chainOptions(keys.command("list"), builder)
    .description(texts.party.keys.list.description)
    .argument("[party]", texts.party.keys.list.arguments.party)
    .addOption(identityOption());
  builder.onCall<Options>(list, async (session, [id]) => {
    const party = id ? partyOf(id) : openIdentity(session).party;
    const suite = await openSuite(session);
    const found = await listKeys(suite, party, (await openChain(session)).deployment.block);
    for (const { key, validFrom, revokedAt, compromisedFrom } of found) {
      const ended = [
        revokedAt ? session.texts.party.keys.list.revoked({ at: iso(revokedAt) }) : "",
        compromisedFrom ? session.texts.party.keys.list.compromised({ from: iso(compromisedFrom) }) : "",
      ].filter(Boolean);
      session.say(session.texts.party.keys.list.listed({ key, from: iso(validFrom), ended: ended.join(", ") }));
    }
    session.result({ party, keys: found });
  });

  const consent = signingOptions(keys.command("consent"), builder)
    .description(texts.party.keys.consent.description)
    .addOption(identityOption());
  builder.onCall<Options>(consent, async (session) => {
    const { deployment, provider } = await openChain(session);
    const { party } = openIdentity(session);
    const signer = await openSigner(session, provider);
    const controller = await Controller.connect({ deployment, provider, signer, party });
    const signed = await controller.consent(signer);
    session.say(signed);
    session.result({ party, key: await signer.getAddress(), consent: signed });
  });

  const add = signingOptions(keys.command("add"), builder)
    .description(texts.party.keys.add.description)
    .argument("[key]", texts.party.keys.add.arguments.key)
    .addOption(identityOption())
    .addOption(option("--consent <signature>", texts.party.keys.add.options.consent));
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
      session.say(session.texts.party.keys.add.already({ key, party }));
      session.result({ party, key, added: false, already: true });
      return;
    }
    await controller.addKey(key, signed as Hex);
    session.say(session.texts.party.keys.add.added({ key, party }));
    session.result({ party, key, added: true });
  });

  const revoke = signingOptions(keys.command("revoke"), builder)
    .description(texts.party.keys.revoke.description)
    .argument("<key>")
    .addOption(identityOption());
  builder.onCall<Options>(revoke, async (session, [key]) => {
    const { controller, party } = await openController(session);
    await controller.revokeKey(readAddress(key ?? "", "key"));
    session.say(session.texts.party.keys.revoke.revoked({ key: String(key) }));
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

function timeOf(text: string, option: string): number {
  const time = /^\d{1,11}$/.test(text) ? Number(text) : Math.floor(Date.parse(text) / 1000);
  if (!Number.isSafeInteger(time)) throw new InputError(option, "not-time");
  return time;
}

/** Of the newest block: a clock that runs ahead would make a card that is not in force yet. */
async function timeOfChain(provider: Provider): Promise<number> {
  return (await provider.getBlock("latest"))?.timestamp ?? Math.floor(Date.now() / 1000);
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19);
}
