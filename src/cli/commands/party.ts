import { existsSync } from "node:fs";
import { Argument, type Command } from "commander";
import { hexlify, randomBytes } from "ethers";
import { connect, examineDeployment, type Suite } from "../../chain/index.js";
import { drawEnclosingKey, recipientOf } from "../../gateway/index.js";
import {
  type Acted,
  Administrator,
  Controller,
  Council,
  type CouncilRole,
  IDENTITY_FORMAT,
  Insurer,
  LINK_KINDS,
  type LinkKind,
  listKeys,
  listParties,
  parseIdentity,
} from "../../parties/index.js";
import { roleNumber } from "../../protocol/identifiers.js";
import { bytes32, type Hex, InputError, PARTY_ROLES, type PartyRole, read, ZERO } from "../../protocol/index.js";
import type { Builder } from "../command.js";
import { readAddress } from "../options/address.js";
import { chainOptions, openChain, timeOfChain } from "../options/chain.js";
import { openIdentity, type PartyOptions, readEnclosingKeys } from "../options/identity.js";
import { councilOptions, openSigning, signingOptions } from "../options/signing.js";
import { tellAct } from "../output/announced.js";
import { writeNew } from "../output/files.js";
import type { Session } from "../session.js";

interface Options extends PartyOptions {
  readonly role?: string;
  readonly identifier?: string;
  readonly controller?: string;
  readonly from?: string;
  readonly until?: string;
  readonly recipient?: string;
  readonly enclosingKey?: string;
  readonly consent?: string;
  readonly party?: string;
  readonly statesFrom?: string;
  readonly kind?: LinkKind;
  readonly end?: boolean;
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
    session.requireNew("identity", out);
    // Everyone may recognise a lens maker: its id has no salt.
    const salt = role === "lens-maker" ? ZERO : hexlify(randomBytes(32));
    const file = { format: IDENTITY_FORMAT, role, identifier, salt };
    const { party } = parseIdentity(file);
    session.document(file, { party, role }, true);
    session.note(session.texts.party.new.made({ party }));
  });

  const card = signingOptions(group.command("card"), builder)
    .description(texts.party.card.description)
    .addOption(identityOption())
    .addOption(option("--recipient <age>", texts.party.card.options.recipient).conflicts("enclosingKey"))
    .addOption(option("--enclosing-key <file>", texts.party.card.options.enclosingKey))
    .addOption(option("--from <time>", texts.party.card.options.from))
    .addOption(option("--until <time>", texts.party.card.options.until).makeOptionMandatory())
    .addOption(option("-o, --out <file>", texts.party.card.options.out));
  builder.onCall<Options>(card, async (session) => {
    const { from, until = "" } = session.options;
    session.requireFolder();
    session.requireFolder(session.options.enclosingKey, "--enclosing-key");
    session.requireNew("card");
    const { identity } = openIdentity(session, "insurer");
    const { deployment, provider, signer } = await openSigning(session);
    const insurer = await Insurer.connect({ deployment, provider, signer, identity });
    const recipient = await recipientFor(session);
    const signed = await insurer.card({
      ...(recipient !== undefined && { recipient }),
      from: from === undefined ? await timeOfChain(provider) : timeOf(from, "--from"),
      until: timeOf(until, "--until"),
    });
    session.document(signed, { party: insurer.party, until: signed.until });
  });

  const enrolled = councilOptions(group.command("enrol"), builder)
    .description(texts.party.enrol.description)
    .argument("<party>", texts.party.enrol.arguments.party)
    .addOption(option("--role <role>", texts.party.enrol.options.role).choices(["optician", "insurer"]))
    .addOption(option("--controller <address>", texts.party.enrol.options.controller));
  builder.onCall<Options>(enrolled, async (session, [id]) => {
    const party = partyOf(id);
    const { council } = await openCouncil(session);
    const role = session.options.role as Exclude<PartyRole, "lens-maker"> | undefined;
    if (!role) {
      const enrolled = await council.enrolAnnounced(party);
      session.say(session.texts.party.enrol[enrolled ? "done" : "already"]({ party }));
      session.result({ announcement: party, outcome: "enrolled", already: !enrolled });
      return;
    }
    const controller = readAddress(session.options.controller ?? "", "--controller");
    const { parties } = await openSuite(session);
    const known = await parties.partyOf(party);
    if (Number(known.role) === roleNumber(role) && known.controller === controller) {
      session.say(session.texts.party.enrol.already({ party }));
      session.result({ party, role, outcome: "enrolled", already: true });
      return;
    }
    await council.enrol(party, role, controller);
    session.say(session.texts.party.enrol.done({ party }));
    session.result({ party, role, outcome: "enrolled" });
  });

  addAnnouncing(group, builder);
  addGuard(group, builder);

  addRoles(group, builder);

  for (const name of ["suspend", "reinstate"] as const) {
    const command = councilOptions(group.command(name), builder)
      .description(texts.party[name].description)
      .argument("<party>");
    builder.onCall<Options>(command, async (session, [id]) => {
      const { council } = await openCouncil(session);
      const changed = await council[name](partyOf(id));
      session.say(session.texts.party.done({ party: String(id) }));
      session.result({ party: id, [name]: true, already: !changed });
    });
  }

  const compromised = councilOptions(group.command("compromise"), builder)
    .description(texts.party.compromise.description)
    .argument("<key>", texts.party.compromise.arguments.key)
    .addOption(option("--party <id>", texts.party.compromise.options.party))
    .addOption(option("--from <time>", texts.party.compromise.options.from).makeOptionMandatory());
  builder.onCall<Options>(compromised, async (session, [key]) => {
    const { council } = await openCouncil(session);
    const from = timeOf(session.options.from ?? "", "--from");
    const { party } = session.options;
    const account = readAddress(key ?? "", "key") as Hex;
    const declared = await council.declareCompromise(account, from, party === undefined ? undefined : partyOf(party));
    session.say(
      session.texts.party.compromise.declared({ key: String(key), from: new Date(from * 1000).toISOString() }),
    );
    session.result({ key, from, already: !declared });
  });

  const list = chainOptions(group.command("list"), builder).description(texts.party.list.description);
  builder.onCall<Options>(list, async (session) => {
    const { deployment, provider } = await openChain(session);
    const parties = await listParties(await connect({ deployment, provider }), deployment.block);
    for (const { party, role, keys, suspended } of parties) {
      const state = suspended ? session.paint("red", session.texts.party.list.suspended) : "";
      session.say(session.texts.party.list.listed({ party, role, keys, state }));
    }
    const { announced } = await examineDeployment(deployment, provider);
    const pending = announced.flatMap((act) => (act.kind === "maker" ? [act] : []));
    for (const { party, announcedAt, readyAt } of pending) {
      const times = { since: iso(announcedAt), at: iso(readyAt) };
      session.say(session.texts.party.list.pending({ party, role: "lens-maker", ...times }));
    }
    session.result([
      ...parties.map((one) => ({ ...one, state: "enrolled" })),
      ...pending.map(({ party, announcement, identifiers, announcedAt, readyAt }) => ({
        ...{ party, role: "lens-maker", identifiers, state: "pending" },
        ...{ announcement, announcedAt, readyAt },
      })),
    ]);
  });

  addKeys(group, builder, identityOption);
  addControl(group, builder, identityOption);
  addLinks(group, builder, identityOption);
}

/** What is announced before it takes effect: lens makers and their names. */
function addAnnouncing(group: Command, builder: Builder): void {
  const { texts, option } = builder;
  const announce = councilOptions(group.command("announce"), builder)
    .description(texts.party.announce.description)
    .argument("<identifiers...>", texts.party.announce.arguments.identifiers)
    .addOption(option("--controller <address>", texts.party.announce.options.controller))
    .addOption(option("--party <id>", texts.party.announce.options.party))
    .addOption(option("--states-from <time>", texts.party.announce.options.statesFrom));
  builder.onCall<Options>(announce, async (session, identifiers) => {
    const { controller, party, statesFrom } = session.options;
    const { council } = await openCouncil(session);
    const about = {
      identifiers,
      ...(statesFrom !== undefined && { statesFrom: timeOf(statesFrom, "--states-from") }),
    };
    const made =
      party === undefined
        ? await council.enrolLensMaker({ ...about, controller: readAddress(controller ?? "", "--controller") })
        : await council.enrolNames({ ...about, party: partyOf(party) });
    const { announce: awaited, enrol: entered } = session.texts.party;
    if ("readyAt" in made) {
      session.say(awaited[made.outcome]({ ...made, since: iso(made.announcedAt), at: iso(made.readyAt) }));
    } else session.say(entered[made.outcome === "enrolled" ? "done" : "already"](made));
    session.result(made);
  });

  const announced = chainOptions(group.command("announced"), builder).description(texts.party.announced.description);
  builder.onCall<Options>(announced, async (session) => {
    const { deployment, provider } = await openChain(session);
    const { announced: acts } = await examineDeployment(deployment, provider);
    if (acts.length === 0) session.say(session.texts.party.announced.nothing);
    for (const act of acts) session.say(tellAct(act, session.catalogue));
    session.result(acts);
  });

  const cancel = councilOptions(group.command("cancel"), builder)
    .description(texts.party.cancel.description)
    .argument("<announcements...>", texts.party.cancel.arguments.announcements);
  builder.onCall<Options>(cancel, async (session, given) => {
    const announcements = given.map((one) => read(bytes32, one, "announcement"));
    const { council } = await openCouncil(session);
    const cancelled = await council.cancel(announcements);
    for (const [i, announcement] of announcements.entries()) {
      session.say(session.texts.party.cancel[cancelled[i] ? "done" : "already"]({ announcement }));
    }
    session.result({ announcements, cancelled: true, already: cancelled.every((one) => !one) });
  });

  const affiliate = councilOptions(group.command("affiliate"), builder)
    .description(texts.party.affiliate.description)
    .argument("<store>", texts.party.affiliate.arguments.store)
    .argument("<maker>", texts.party.affiliate.arguments.maker)
    .addOption(option("--end", texts.party.affiliate.options.end));
  builder.onCall<Options>(affiliate, async (session, given) => {
    const [store, maker] = [partyOf(given[0]), partyOf(given[1])];
    const ended = session.options.end ?? false;
    const { council } = await openCouncil(session);
    await (ended ? council.endAffiliation(store, maker) : council.affiliate(store, maker));
    session.say(session.texts.party.affiliate.done({ store, maker, ended }));
    session.result({ store, maker, affiliated: !ended });
  });
}

function addGuard(group: Command, builder: Builder): void {
  const { texts } = builder;
  const guard = group.command("guard").description(texts.party.guard.description);
  const announce = councilOptions(guard.command("announce"), builder)
    .description(texts.party.guard.announce.description)
    .argument("<next>", texts.party.guard.announce.arguments.next);
  builder.onCall<Options>(announce, async (session, [given]) => {
    const next = readAddress(given ?? "", "next");
    const administrator = await openAdministrator(session);
    const { takesFrom, ...acted } = await administrator.announceGuard(next);
    const texts = session.texts.party.guard.announce;
    tellActed(session, acted, {
      done: texts.done({ next, at: iso(takesFrom ?? 0) }),
      already: takesFrom === undefined ? texts.already({ next }) : texts.done({ next, at: iso(takesFrom) }),
    });
    session.result({ next, ...acted, ...(takesFrom !== undefined && { takesFrom }) });
  });
  const take = councilOptions(guard.command("take"), builder).description(texts.party.guard.take.description);
  builder.onCall<Options>(take, async (session) => {
    const { council, address } = await openCouncil(session);
    const taken = await council.takeGuard();
    session.say(session.texts.party.guard.take.done({ guard: address }));
    if (taken) session.note(session.texts.party.role.publish({ changed: "parameters.guard" }));
    session.result({ guard: address, already: !taken });
  });
}

/** Who holds which role of the council. */
function addRoles(group: Command, builder: Builder): void {
  const { texts } = builder;
  const role = group.command("role").description(texts.party.role.description);
  for (const name of ["grant", "revoke"] as const) {
    const command = councilOptions(role.command(name), builder)
      .description(texts.party.role[name].description)
      .addArgument(roleArgument(builder))
      .argument("<account>", texts.party.role.arguments.account);
    builder.onCall<Options>(command, async (session, [given, address]) => {
      const about = { role: given as CouncilRoleName, account: readAddress(address ?? "", "account") };
      const administrator = await openAdministrator(session);
      const acted = await administrator[name](COUNCIL_ROLES[about.role], about.account);
      tellActed(session, acted, {
        done: session.texts.party.role[name].done(about),
        already: session.texts.party.role[name].done(about),
      });
      tellChanged(session, acted, about.role);
      session.result({ ...about, ...acted });
    });
  }

  const renounce = councilOptions(role.command("renounce"), builder)
    .description(texts.party.role.renounce.description)
    .addArgument(roleArgument(builder));
  builder.onCall<Options>(renounce, async (session, [given]) => {
    const administrator = await openAdministrator(session);
    const about = { role: given as CouncilRoleName, account: await administrator.account() };
    const acted = await administrator.renounce(COUNCIL_ROLES[about.role]);
    session.say(session.texts.party.role.revoke.done(about));
    tellChanged(session, acted, about.role);
    session.result({ ...about, ...acted });
  });

  const handOver = councilOptions(role.command("hand-over"), builder)
    .description(texts.party.role.handOver.description)
    .argument("<account>", texts.party.role.arguments.account);
  builder.onCall<Options>(handOver, async (session, [address]) => {
    const account = readAddress(address ?? "", "account");
    const administrator = await openAdministrator(session);
    const acted = await administrator.handOver(account);
    if (acted.outcome === "granted") session.say(session.texts.party.role.handOver.granted({ account }));
    else {
      const done = session.texts.party.role.handOver.done({ account });
      tellActed(session, acted, { done, already: done });
      tellChanged(session, acted, "admin");
    }
    session.result({ account, ...acted });
  });
}

/** The roles as they are typed. */
const COUNCIL_ROLES = {
  admin: "admin",
  enroller: "enroller",
  "lens-enroller": "lensEnroller",
} as const satisfies Readonly<Record<string, CouncilRole>>;
type CouncilRoleName = keyof typeof COUNCIL_ROLES;

const roleArgument = ({ texts }: Builder) =>
  new Argument("<role>", texts.party.role.arguments.role).choices(Object.keys(COUNCIL_ROLES));

/** What became of an act that may take a delay. */
function tellActed(session: Session, acted: Acted, told: { readonly done: string; readonly already: string }): void {
  const { role } = session.texts.party;
  const line = "operation" in acted ? role[acted.outcome]({ ...acted, at: iso(acted.readyAt) }) : told[acted.outcome];
  session.say(line);
}

/** The file that everyone trusts says who holds a role: it is to be published anew. */
function tellChanged(session: Session, { outcome }: Acted, role: CouncilRoleName): void {
  if (outcome === "done")
    session.note(session.texts.party.role.publish({ changed: `parameters.${COUNCIL_ROLES[role]}` }));
}

function addControl(group: Command, builder: Builder, identityOption: () => ReturnType<Builder["option"]>): void {
  const { texts } = builder;
  const control = group.command("control").description(texts.party.control.description);
  const offer = signingOptions(control.command("offer"), builder)
    .description(texts.party.control.offer.description)
    .argument("<candidate>", texts.party.control.offer.arguments.candidate)
    .addOption(identityOption());
  builder.onCall<Options>(offer, async (session, [given]) => {
    const candidate = readAddress(given ?? "", "candidate");
    const { controller, party } = await openController(session);
    const offered = await controller.offerControl(candidate);
    session.say(session.texts.party.control.offer.done({ candidate, party }));
    session.result({ party, candidate, already: !offered });
  });
  const take = signingOptions(control.command("take"), builder)
    .description(texts.party.control.take.description)
    .addOption(identityOption());
  builder.onCall<Options>(take, async (session) => {
    const { controller, party, address } = await openController(session);
    const taken = await controller.takeControl();
    session.say(session.texts.party.control.take.done({ controller: address, party }));
    session.result({ party, controller: address, already: !taken });
  });
}

function addLinks(group: Command, builder: Builder, identityOption: () => ReturnType<Builder["option"]>): void {
  const { texts, option } = builder;
  const link = group.command("link").description(texts.party.link.description);
  const linking = (name: "consent" | "end") =>
    signingOptions(link.command(name), builder)
      .description(texts.party.link[name].description)
      .argument("<other>", texts.party.link.arguments.other)
      .addOption(
        option("--kind <kind>", texts.party.link.options.kind)
          .choices([...LINK_KINDS])
          .makeOptionMandatory(),
      )
      .addOption(identityOption());
  builder.onCall<Options>(linking("consent"), async (session, [id]) => {
    const [other, kind] = [partyOf(id), session.options.kind as LinkKind];
    const { controller, party } = await openController(session);
    const outcome = await controller.consentToLink(other, kind);
    session.say(session.texts.party.link.consent.done({ other, outcome }));
    session.result({ party, other, kind, outcome });
  });
  builder.onCall<Options>(linking("end"), async (session, [id]) => {
    const [other, kind] = [partyOf(id), session.options.kind as LinkKind];
    const { controller, party } = await openController(session);
    await controller.endLink(other, kind);
    session.say(session.texts.party.link.end.done({ other }));
    session.result({ party, other, kind, ended: true });
  });
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
    const { party } = openIdentity(session);
    const { deployment, provider, signer } = await openSigning(session);
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
    const revoked = await controller.revokeKey(readAddress(key ?? "", "key"));
    session.say(session.texts.party.keys.revoke.revoked({ key: String(key) }));
    session.result({ party, key, revoked: true, already: !revoked });
  });
}

/** Whom a card names: `--recipient`, or that of the key in a file, which is made if it does not exist. */
async function recipientFor(session: Session<Options>): Promise<string | undefined> {
  const { recipient, enclosingKey: file } = session.options;
  if (file === undefined) return recipient;
  if (existsSync(file)) {
    const [key = "", ...others] = readEnclosingKeys(file);
    if (others.length > 0) throw new InputError(file, "enclosing-keys-several");
    return recipientOf(key, file);
  }
  const drawn = await drawEnclosingKey();
  writeNew(file, `# ${drawn.recipient}\n${drawn.identity}\n`);
  session.note(session.texts.party.card.made({ file }));
  return drawn.recipient;
}

async function openSuite(session: Session<Options>): Promise<Suite> {
  const { deployment, provider } = await openChain(session);
  return connect({ deployment, provider });
}

async function openCouncil(session: Session<Options>) {
  const { deployment, provider, signer } = await openSigning(session);
  return { council: await Council.connect({ deployment, provider, signer }), address: await signer.getAddress() };
}

async function openAdministrator(session: Session<Options>): Promise<Administrator> {
  const { deployment, provider, signer } = await openSigning(session);
  return Administrator.connect({ deployment, provider, signer });
}

async function openController(session: Session<Options>) {
  const { party } = openIdentity(session);
  const { deployment, provider, signer } = await openSigning(session);
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

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19);
}
