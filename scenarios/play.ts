import {
  type Asks,
  assessCertificateOnChain,
  deploySuite,
  gatherFactsOf,
  isJudgedOnChain,
  parametersFor,
  planDeployment,
  type Suite,
  suiteOf,
} from "../src/chain/index.js";
import { evidenceFacts, makeEvidence, parseEvidence } from "../src/evidence.js";
import { makeAssessor } from "../src/fast/index.js";
import { type Kernel, startKernel } from "../src/fast/kernel.js";
import { grantShare, roundOf } from "../src/parties/granting.js";
import {
  anchorBatches,
  type Dossier,
  deliverLenses,
  Insurer,
  makeCertificate,
  openDossier,
  type SealedBatch,
  sealStatements,
  stateEquipment,
  stateStock,
} from "../src/parties/index.js";
import { receiptsOf } from "../src/parties/sealing.js";
import { stockOf } from "../src/parties/stock.js";
import { splitTold } from "../src/protocol/asker.js";
import {
  ASPECTS,
  type AskingInsurer,
  assess,
  batchDigest,
  type Certificate,
  type ChainFacts,
  CLAIM_FORMAT,
  type Claim,
  type Correction,
  certificateText,
  dossierSeed,
  EYES,
  type Eye,
  evidenceOf,
  type Finding,
  type GrantShown,
  grantCall,
  type Hex,
  hashStatement,
  orderTicket,
  ownCodeOf,
  type Policy,
  parseCertificate,
  parseClaim,
  partyId,
  policy as policyOf,
  type Rank,
  type Receipt,
  readOrderTicket,
  STAGES,
  type Stage,
  type Statement,
  settlementTag,
  settlerAddress,
  stockNullifier,
  stockUseOf,
  TICKET_SECRET_BYTES,
  type Verdict,
  WITHDRAWAL_REASONS,
} from "../src/protocol/index.js";
import { aChain, type TestChain } from "../testing/chain.js";
import { chance } from "../testing/chance.js";
import { Cast } from "./cast.js";
import { type Differences, deliveryOf, differing, type Equipment, fileOf, STANDARD } from "./equipment.js";
import { ScenarioError } from "./errors.js";
import { previousOf, proofsOf, type Shipped } from "./proofs.js";
import type { Act, Alteration, ExpectedFinding, Paying, Scenario, Stating, Stocking, Using } from "./scenario.js";
import { asIfFor, asTheyAre, stockLensOf } from "./stock.js";

const DAY = 86_400;

/** Where scenarios are played: one chain for all of them, and a second deployment on it for what belongs elsewhere. */
export interface Theatre {
  readonly chain: TestChain;
  readonly other: Suite;
  /** What judges fast: each of its own would take longer to start than all else takes. */
  readonly kernel: Kernel;
}

/** Makes the chain that scenarios share. */
export async function openTheatre(): Promise<Theatre> {
  const chain = await aChain();
  const plan = await planDeployment(chain.funder, "local", (who) => parametersFor(who));
  const other = suiteOf(await deploySuite(chain.funder, plan), chain.funder);
  return { chain, other, kernel: await startKernel(chain.suite.reference) };
}

/** What the insurer that a scenario ends with judges, and by what. */
export interface Submission {
  readonly certificate: Certificate;
  readonly claim: Claim;
  readonly facts: ChainFacts;
  readonly policy: Policy;
  readonly insurer: AskingInsurer;
}

/** What a scenario came to. */
export interface Outcome {
  readonly judged: Submission;
  readonly verdict: Verdict;
  /** The fast path's verdict of the same texts. */
  readonly fast: Verdict;
  /** The verdict by an evidence file, cut out of what a node proves, without the node. */
  readonly byEvidence: Verdict;
  /** The findings as a scenario writes them. */
  readonly found: readonly ExpectedFinding[];
  /** The day until which a pending verdict may change by itself. */
  readonly until?: number;
  /** What the chain's own verifiers say of the certificate, and what the SDK does of the same. */
  readonly onChain: readonly Finding[];
  readonly offChain: readonly Finding[];
}

interface Stated {
  readonly statement: Statement;
  readonly equipment: Equipment;
  readonly dossier: string;
  /** Once it is sealed. */
  sealed?: { readonly batch: SealedBatch; readonly index: number };
  receipt?: Receipt;
  /** Of a unit of stock. */
  readonly secret?: Uint8Array;
}

/** Plays a scenario, and judges what comes out of it. @throws {ScenarioError} when it makes no sense. */
export async function play(theatre: Theatre, scenario: Scenario): Promise<Outcome> {
  const performance = new Performance(theatre, scenario);
  await performance.begin();
  for (const act of scenario.acts) await performance.perform(act);
  return performance.judge();
}

class Performance {
  readonly #theatre: Theatre;
  readonly #suite: Suite;
  readonly #scenario: Scenario;
  readonly #cast: Cast;
  readonly #equipment: Equipment;
  readonly #stated = new Map<string, Stated>();
  readonly #dossiers = new Map<string, Dossier>();
  #start = 0;

  constructor(theatre: Theatre, scenario: Scenario) {
    this.#theatre = theatre;
    this.#suite = theatre.chain.suite;
    this.#scenario = scenario;
    this.#equipment = differing(STANDARD, scenario.equipment ?? {});
    const insurers = Object.values(this.#equipment.payers).flatMap((payer) => (payer ? [payer.insurer] : []));
    const { asks } = scenario.claim ?? {};
    this.#cast = new Cast(theatre.chain, scenario, [...insurers, ...(asks ? [asks] : [])], makersIn(scenario));
  }

  async begin(): Promise<void> {
    await this.#cast.enrol();
    this.#start = (await this.#now()) + DAY;
    for (const [name, { statesFrom }] of Object.entries(this.#scenario.cast ?? {})) {
      if (statesFrom !== undefined) await this.#cast.enrolMaker(name, this.#dayAt(statesFrom));
    }
  }

  async perform(act: Act): Promise<void> {
    const time = await this.#reach(act.day);
    const { council } = this.#theatre.chain;
    if ("waits" in act) return this.#theatre.chain.advance(1);
    if ("enrols" in act) return this.#enrol(act);
    if ("linksWith" in act) return this.#cast.link(act.by, act.linksWith, act.kind);
    if ("partsFrom" in act) return this.#cast.part(act.by, act.partsFrom, act.kind);
    if ("affiliates" in act) {
      return council.affiliate(this.#cast.player(act.affiliates).party, this.#cast.player(act.with).party);
    }
    if ("states" in act) return this.#state(act, time);
    if ("anchors" in act) return this.#anchor(act.anchors);
    if ("stocks" in act) return this.#stock(act, time);
    if ("takes" in act) return this.#take(act.takes, act.for, act.dossier ?? "A");
    if ("uses" in act) return this.#use(act);
    if ("withdraws" in act) return this.#withdraw(act);
    if ("pays" in act) return this.#pay(act);
    if ("addsKey" in act) return this.#cast.addKey(act.by, act.addsKey);
    if ("revokesKey" in act) return this.#cast.revokeKey(act.by, act.revokesKey);
    if ("suspends" in act) return void (await council.suspend(this.#cast.player(act.suspends).party));
    if ("reinstates" in act) return void (await council.reinstate(this.#cast.player(act.reinstates).party));
    if ("declaresStolen" in act) {
      const key = await this.#cast.key(act.declaresStolen, act.key).getAddress();
      const { party } = this.#cast.player(act.declaresStolen);
      return void (await council.declareCompromise(key.toLowerCase() as Hex, this.#dayAt(act.since), party));
    }
    const insurer = await this.#insurer(act.by);
    if ("moves" in act) {
      const certificate = await this.#certify(act.moves, act.receipts, act.by);
      await insurer.move({ certificate, claim: this.#claim(act.moves, act.receipts, undefined) });
      return;
    }
    await insurer.release(await this.#certify(act.releases, undefined, act.by));
  }

  async #enrol({ enrols, statesFrom }: Extract<Act, { enrols: string }>): Promise<void> {
    await this.#cast.enrolMaker(enrols, statesFrom === undefined ? undefined : this.#dayAt(statesFrom));
  }

  #dayAt(day: number): number {
    return this.#start + Math.round(day * DAY);
  }

  /** What the insurer that the scenario ends with says of what it is shown. */
  async judge(): Promise<Outcome> {
    const { certificate: wanted, claim: told } = this.#scenario;
    const rank = wanted?.rank ?? 1;
    const asks = told?.asks ?? told?.to ?? this.#payerOf(rank) ?? "mutual";
    const altered = this.#altered(await this.#certify(rank, wanted?.receipts, asks));
    const certificate = parseCertificate(JSON.stringify({ ...altered, ...(await this.#proofs()) }));
    const claim = parseClaim(JSON.stringify(this.#claim(rank, wanted?.receipts, told)));
    const facts = await gatherFactsOf(this.#suite, [evidenceOf(certificate)]);
    const insurer = this.#cast.player(asks);
    const { party } = insurer;
    const policy = this.#policy();
    const asking = { party, amc: insurer.identity.identifier };
    const verdict = assess(certificate, claim, facts, policy, asking);
    const fast = await makeAssessor({ facts, policy, insurer: asking, kernel: this.#theatre.kernel });
    return {
      judged: { certificate, claim, facts, policy, insurer: asking },
      verdict,
      fast: fast.assess(certificateText(certificate), JSON.stringify(claim)),
      byEvidence: assess(certificate, claim, await this.#evidenced(certificate, facts.block.number), policy, asking),
      found: verdict.findings.map((finding) => this.#named(finding)),
      ...(verdict.until !== undefined && { until: (verdict.until - this.#start) / DAY }),
      onChain: await assessCertificateOnChain(this.#suite, certificate, claim, policy, asking),
      offChain: verdict.findings.filter(({ code }) => isJudgedOnChain(code)),
    };
  }

  /** The same facts, from an evidence file of this block alone. */
  async #evidenced(certificate: Certificate, block: number): Promise<ChainFacts> {
    const { deployment, suite } = this.#theatre.chain;
    const node = suite.provider as unknown as { send(method: string, params: readonly unknown[]): Promise<unknown> };
    const asks: Asks = { ask: (method, params) => node.send(method, params) };
    const shown = [evidenceOf(certificate)];

    const { file, blockHash } = await makeEvidence(asks, shown, block, { deployment, settlements: true });
    return evidenceFacts(parseEvidence(JSON.stringify(file)), shown, { deployment, blockHash });
  }

  async #now(): Promise<number> {
    return (await this.#suite.provider.getBlock("latest"))?.timestamp ?? 0;
  }

  /** Moves the clock so that the next transaction is exactly at this day, or at once when it has come already. */
  async #reach(day: number): Promise<number> {
    const { chain } = this.#theatre;
    const wanted = this.#dayAt(day);
    const wait = wanted - 1 - (await this.#now());
    if (wait > 0) await chain.advance(wait);
    const time = Math.max(wanted, (await this.#now()) + 1);
    const node = this.#suite.provider as unknown as { send(method: string, params: unknown[]): Promise<unknown> };
    await node.send("evm_setNextBlockTimestamp", [time]);
    return time;
  }

  #dossier(name: string): Dossier {
    const dossier = this.#dossiers.get(name) ?? openDossier(chance(this.#scenario.name).bytes(`dossier/${name}`));
    this.#dossiers.set(name, dossier);
    return dossier;
  }

  #find(name: string): Stated {
    const stated = this.#stated.get(name);
    if (!stated) throw new ScenarioError(this.#scenario.name, `nobody stated ${name} before it is spoken of`);
    return stated;
  }

  #differing(differences: Stating["with"], from = this.#equipment): Equipment {
    if (differences === undefined) return from;
    if (typeof differences !== "string") return differing(from, differences);
    const variant: Differences | undefined = this.#scenario.variants?.[differences];
    if (!variant) throw new ScenarioError(this.#scenario.name, `there is no variant ${differences}`);
    return differing(from, variant);
  }

  #file(equipment: Equipment, store: string) {
    const { role, identity } = this.#cast.player(store);
    const siret = role === "lens-maker" ? this.#cast.player("optician").identity.identifier : identity.identifier;
    return fileOf(this.#inOwnCodes(equipment), siret, this.#cast);
  }

  /** As the program of a store that has the makers' tables writes it: private-label codes are the makers' own. */
  #inOwnCodes(equipment: Equipment): Equipment {
    const ALWAYS = { from: 0, until: 2 ** 40 };
    const { aliases = [] } = this.#scenario;
    const tables = aliases.map(({ maker, alias, ediCode }) => ({
      maker: this.#cast.makerOf(maker),
      aliases: [{ alias, ediCode, ...ALWAYS }],
    }));
    const ownCode = ({ ediCode, maker }: NonNullable<Equipment["right"]>) =>
      ownCodeOf(tables, { maker: this.#cast.makerOf(maker), ediCode }, this.#start);
    const changes = EYES.flatMap((eye) => {
      const lens = equipment[eye];
      return lens ? [[eye, { ediCode: ownCode(lens) }]] : [];
    });
    return aliases.length === 0 ? equipment : differing(equipment, Object.fromEntries(changes));
  }

  #statement(act: Stating, stage: Exclude<Stage, "stock">, equipment: Equipment): Statement {
    const dossier = this.#dossier(act.dossier ?? "A");
    const correction: Correction | undefined = act.corrects
      ? {
          supersedes: hashStatement(this.#find(act.corrects).statement),
          reason: act.reason ?? "clerical-error",
        }
      : undefined;
    const file = this.#file(equipment, act.inNameOf ?? act.by);
    const isMade = (eye: Eye) => stage !== "shipment" || !dossier.stock?.[eye];
    const eyes = act.eyes ?? EYES.filter((eye) => equipment[eye] && isMade(eye));
    const statement =
      stage === "shipment"
        ? deliverLenses(
            readOrderTicket(orderTicket(dossier.secret, eyes)),
            deliveryOf(equipment, eyes, (maker) => this.#cast.makerOf(maker)),
            correction,
          )
        : stateEquipment(
            dossier,
            stage,
            {
              ...file,
              eyes: Object.fromEntries(Object.entries(file.eyes).filter(([eye]) => eyes.includes(eye as never))),
            },
            correction,
          );
    const misplaced = stateEquipment(dossier, "invoice", file);
    const aspects = ASPECTS.flatMap((aspect) => {
      const stated = act.misplaces?.includes(aspect) ? misplaced.aspects[aspect] : statement.aspects[aspect];
      return stated === undefined || act.omits?.includes(aspect) ? [] : [[aspect, stated] as const];
    });
    return { ...statement, aspects: Object.fromEntries(aspects) };
  }

  async #state(act: Stating, time: number): Promise<void> {
    const stages = Array.isArray(act.states) ? act.states : [act.states];
    const equipment = this.#differing(act.with);
    const suite = act.deployment === "other" ? this.#theatre.other : this.#suite;
    const statements = stages.map((stage) => this.#statement(act, stage, equipment));
    const issuedAt = act.signedOn === undefined ? time - 1 : this.#dayAt(act.signedOn);
    const signer = this.#cast.key(act.by, act.key);
    const batch = await sealStatements(suite, signer, statements, issuedAt);
    const names = stages.map((stage) => act.as ?? (act.dossier ? `${stage} ${act.dossier}` : stage));
    for (const [index, name] of names.entries()) {
      if (this.#stated.has(name)) throw new ScenarioError(this.#scenario.name, `two statements are called ${name}`);
      const statement = statements[index] as Statement;
      this.#stated.set(name, { statement, equipment, dossier: act.dossier ?? "A", sealed: { batch, index } });
    }
    if (act.endorsed) await this.#endorse(names, batch, act);
    else if (act.anchored !== false) await this.#anchor(names, suite);
  }

  async #stock(act: Stocking, time: number): Promise<void> {
    const equipment = this.#differing(act.with);
    const lens = stockLensOf(equipment, act.of, this.#cast);
    if (!lens) throw new ScenarioError(this.#scenario.name, `there is no ${act.of} lens to put into stock`);
    const secret = chance(this.#scenario.name).bytes(`unit/${act.stocks}`).subarray(0, TICKET_SECRET_BYTES);
    const { statement } = stateStock(lens, this.#cast.player(act.to).party, secret);
    const batch = await sealStatements(this.#suite, this.#cast.key(act.by), [statement], time - 1);
    this.#stated.set(act.stocks, { statement, equipment, dossier: "stock", secret, sealed: { batch, index: 0 } });
    await this.#anchor([act.stocks]);
  }

  #take(unit: string, eye: Eye, name: string): void {
    const { secret } = this.#find(unit);
    if (!secret) throw new ScenarioError(this.#scenario.name, `${unit} is no unit of stock`);
    const dossier = this.#dossier(name);
    this.#dossiers.set(name, { ...dossier, stock: { ...dossier.stock, [eye]: secret } });
  }

  async #use(act: Using): Promise<void> {
    const { id, stock } = this.#dossier(act.dossier ?? "A");
    const uses = act.uses.flatMap((eye) => (stock?.[eye] ? [stockUseOf(stock[eye], id, eye)] : []));
    const registry = stockOf(this.#suite).connect(this.#cast.key(act.by));
    await (await registry.use(uses)).wait();
  }

  async #endorse(names: readonly string[], batch: SealedBatch, act: Stating): Promise<void> {
    const { chainId, partyRegistry } = this.#suite.reference;
    const digest = batchDigest({ chainId, verifyingContract: partyRegistry }, batch.batch);
    await (await this.#suite.anchors.connect(this.#cast.key(act.by, act.key)).endorse(digest)).wait();
    const receipts = receiptsOf({ ...batch, signature: "0x" }, []);
    for (const [i, name] of names.entries()) this.#find(name).receipt = receipts[i] as Receipt;
  }

  /** Anchors the batches of these statements under one root. */
  async #anchor(names: readonly string[], suite = this.#suite): Promise<void> {
    const found = names.map((name) => ({ name, sealed: this.#find(name).sealed }));
    const batches = [...new Set(found.flatMap(({ sealed }) => (sealed ? [sealed.batch] : [])))];
    const { receipts } = await anchorBatches(suite, batches);
    for (const { name, sealed } of found) {
      const receipt = sealed && receipts[batches.indexOf(sealed.batch)]?.[sealed.index];
      if (receipt) this.#find(name).receipt = receipt;
    }
  }

  async #withdraw(act: Extract<Act, { withdraws: string }>): Promise<void> {
    const { party, controller } = this.#cast.player(act.by);
    const statement = hashStatement(this.#find(act.withdraws).statement);
    const reason = WITHDRAWAL_REASONS.indexOf(act.reason);
    const account = act.key ? this.#cast.key(act.by, act.key) : controller;
    await (await this.#suite.withdrawals.connect(account).withdraw(party, statement, reason)).wait();
  }

  async #insurer(name: string): Promise<Insurer> {
    const { identity } = this.#cast.player(name);
    const { deployment } = this.#theatre.chain;
    return Insurer.connect({ deployment, signer: this.#cast.key(name), identity });
  }

  async #pay(act: Paying): Promise<void> {
    const insurer = await this.#insurer(act.by);
    const shown = act.receipts ?? [...this.#stated.keys()].filter((name) => this.#find(name).receipt);
    const certificate = await this.#certify(act.pays, shown, act.by);
    const claim = this.#claim(act.pays, shown, undefined);
    if (act.unverified) return this.#mark(act, certificate, claim);
    const [result] = await insurer.settle([{ certificate, claim }]);
    if (result?.outcome === "refused") {
      const codes = result.verdict.findings.map(({ code }) => code).join(", ");
      throw new ScenarioError(this.#scenario.name, `${act.by} would not have paid on day ${act.day}: ${codes}`);
    }
    if (result?.outcome === "settled") return;
    throw new ScenarioError(this.#scenario.name, `${act.by} could not pay on day ${act.day}: ${result?.outcome}`);
  }

  /** Marks a share without a look at it: with a program of the insurer's own. */
  async #mark({ by, pays }: Paying, certificate: Certificate, claim: Claim): Promise<void> {
    const { grant, dossier, openings } = certificate;
    const invoice = this.#lastInvoice(undefined);
    if (!grant || !invoice) throw new ScenarioError(this.#scenario.name, `${by} has nothing to mark`);
    const tag = settlementTag(invoice.statement.dossier, hashOf(invoice), splitTold(openings.billing, pays, claim));
    const call = grantCall({ settler: dossier.settler, tag, rank: pays, round: grant.round }, grant.signature);
    await (await this.#suite.settlements.connect(this.#cast.key(by)).settle([call])).wait();
  }

  /** The certificate as the store makes it. The receipts of other dossiers are put in afterwards, as a cheat would. */
  async #certify(rank: Rank, names: readonly string[] | undefined, insurer: string): Promise<Certificate> {
    const { certificate: wanted } = this.#scenario;
    const { identity } = this.#cast.player(wanted?.by ?? "optician");
    const name = wanted?.dossier ?? "A";
    const dossier = this.#dossier(name);
    const all = [...this.#stated.values()];
    const shown = names
      ? names.map((one) => this.#receiptOf(this.#find(one)))
      : all.filter((stated) => stated.dossier === name && stated.receipt).map((stated) => this.#receiptOf(stated));
    const own = shown.filter(({ statement }) => statement.dossier === dossier.id);
    const disclosure = {
      frame: wanted?.discloses?.includes("frame") ?? false,
      lenses: wanted?.discloses?.includes("lenses") ?? false,
    };
    const unitOf = (nullifier: Hex) => {
      const unit = all.find(({ secret }) => secret && stockNullifier(secret) === nullifier);
      if (!unit) throw new ScenarioError(this.#scenario.name, "a unit was never put into stock");
      return this.#receiptOf(unit);
    };
    const units = asIfFor(partyId(identity.salt, "optician", identity.identifier), dossier, unitOf);
    const grant = await this.#grant(rank, names, insurer);
    const made = makeCertificate(this.#suite.reference, identity, dossier, [...own, ...units], rank, {
      disclosure,
      makers: this.#makers(names),
      ...(grant && { grant }),
    });
    return { ...made, receipts: shown, ...(made.stock && { stock: asTheyAre(made.stock, unitOf) }) };
  }

  /** Who makes each lens, as the store says: as it ordered last, but for what the certificate hides or tells otherwise. */
  #makers(names: readonly string[] | undefined): { readonly [E in Eye]?: string } {
    const { dossier = "A", makers = {} } = this.#scenario.certificate ?? {};
    const named = names?.map((name) => this.#find(name)) ?? [...this.#stated.values()];
    const orders = named.filter((one) => one.dossier === dossier && one.statement.stage === STAGES.indexOf("order"));
    return Object.fromEntries(
      EYES.flatMap((eye) => {
        const ordered = orders.findLast(({ equipment }) => equipment[eye])?.equipment[eye]?.maker;
        const told = makers[eye] === undefined ? ordered : makers[eye];
        return told ? [[eye, this.#cast.makerOf(told)]] : [];
      }),
    );
  }

  /** The grant of the last invoice to who asks, but for what the certificate has otherwise; none where nothing is invoiced. */
  async #grant(rank: Rank, names: readonly string[] | undefined, insurer: string): Promise<GrantShown | undefined> {
    const { grant = {}, dossier: name = "A" } = this.#scenario.certificate ?? {};
    const invoice = this.#lastInvoice(names);
    if (grant === "none" || !invoice) return undefined;
    const dossier = this.#dossier(name);
    const payers = this.#file(invoice.equipment, "optician").payers ?? [];
    const payer = payers.find((one) => one.rank === rank);
    if (!payer) return undefined;
    return grantShare(this.#suite.reference, dossier, {
      invoice: hashOf(grant.of ? this.#find(grant.of) : invoice),
      payer,
      insurer: this.#cast.player(grant.to ?? insurer).party,
      round: grant.round ?? (await roundOf(this.#suite, settlerAddress(dossier.secret))),
    });
  }

  /** What was sealed and never anchored is shown with an empty path. */
  #receiptOf({ receipt, sealed }: Stated): Receipt {
    const made = receipt ?? (sealed && receiptsOf(sealed.batch, [])[sealed.index]);
    if (!made) throw new ScenarioError(this.#scenario.name, "a statement was never sealed");
    return made;
  }

  #altered(certificate: Certificate): Certificate {
    const { certificate: wanted } = this.#scenario;
    const { other } = this.#theatre;
    const openings = { ...certificate.openings };
    for (const hidden of wanted?.hides ?? []) delete openings[hidden];
    const receipts = certificate.receipts.map((receipt) =>
      (wanted?.alters ?? [])
        .filter(({ receipt: name }) => hashOf(this.#find(name)) === hashStatement(receipt.statement))
        .reduce((altered, alteration) => this.#alter(altered, alteration), receipt),
    );
    const { chain } = certificate;
    const opened = wanted?.opens ? this.#opening(wanted.opens) : certificate.dossier;
    const names =
      wanted?.names === "another chain"
        ? { ...chain, chainId: chain.chainId + 1 }
        : wanted?.names === "another deployment"
          ? other.reference
          : chain;
    return { ...certificate, chain: names, dossier: opened, openings, receipts };
  }

  #opening(name: string): Certificate["dossier"] {
    const { secret } = this.#dossier(name);
    return { seed: dossierSeed(secret), settler: settlerAddress(secret) };
  }

  #alter(receipt: Receipt, { aspect, from, signatureOf }: Alteration): Receipt {
    const signature = signatureOf ? this.#receiptOf(this.#find(signatureOf)).signature : receipt.signature;
    if (!aspect || !from) return { ...receipt, signature };
    const other = this.#find(from).statement.aspects[aspect];
    const { [aspect]: _, ...aspects } = receipt.statement.aspects;
    const altered = inOrder({ ...aspects, ...(other && { [aspect]: other }) });
    return { ...receipt, signature, statement: { ...receipt.statement, aspects: altered } };
  }

  /** The proofs that the certificate shows, made of what was shipped. */
  async #proofs(): Promise<Pick<Certificate, "proofs">> {
    const { dossier = "A", proves } = this.#scenario.certificate ?? {};
    if (!proves) return {};
    const shown = {
      ...(proves.bandsOf && { bandsOf: this.#shipped(proves.bandsOf) }),
      ...(proves.changeSince && { before: this.#shipped(proves.changeSince), after: this.#shipped(dossier) }),
    };
    return { proofs: await proofsOf(shown) };
  }

  /** What was shipped last for a dossier. */
  #shipped(name: string): Shipped {
    const stated = [...this.#stated.values()].findLast(
      ({ dossier, statement }) => dossier === name && statement.stage === STAGES.indexOf("shipment"),
    );
    if (!stated) throw new ScenarioError(this.#scenario.name, `nothing was shipped for dossier ${name}`);
    const orderedAt = stated.receipt?.batch.issuedAt ?? this.#start;
    return { dossier: this.#dossier(name), statement: stated.statement, equipment: stated.equipment, orderedAt };
  }

  /** The last invoice among these statements, or among all that there are. */
  #lastInvoice(names: readonly string[] | undefined = this.#scenario.certificate?.receipts): Stated | undefined {
    const dossier = this.#scenario.certificate?.dossier ?? "A";
    const named = names?.map((name) => this.#find(name)) ?? [...this.#stated.values()];
    return named.findLast((stated) => stated.dossier === dossier && stated.statement.stage === 3);
  }

  #payerOf(rank: Rank): string | undefined {
    const { payers } = this.#lastInvoice()?.equipment ?? this.#equipment;
    return (rank === 1 ? payers.first : payers.second)?.insurer;
  }

  /** What an insurer holds: what was invoiced last of these statements, but for what `told` changes. */
  #claim(rank: Rank, names: readonly string[] | undefined, told: Scenario["claim"]): Claim {
    const invoiced = this.#lastInvoice(names)?.equipment ?? this.#equipment;
    const equipment = this.#differing(told?.with, invoiced);
    const file = this.#file(equipment, told?.of ?? this.#scenario.certificate?.by ?? "optician");
    const payer = file.payers?.find((one) => one.rank === rank);
    if (!payer) throw new ScenarioError(this.#scenario.name, `nobody is asked to pay at rank ${rank}`);
    const { right, left } = file.eyes;
    return {
      format: CLAIM_FORMAT,
      ...file.reference,
      ...payer,
      lines: [...file.billing.lines],
      totalCents: file.billing.totalCents,
      ...(told?.tells?.includes("frame") && file.frame && { frame: file.frame }),
      ...(told?.tells?.includes("lenses") && {
        ...(right && { lensRight: right.lens }),
        ...(left && { lensLeft: left.lens }),
      }),
      ...(told?.previous && { previous: previousOf(this.#shipped(told.previous)) }),
    };
  }

  #policy(): Policy {
    const { lagDays, toleranceDays, quoteDays, finalityDays, ...others } = this.#scenario.policy ?? {};
    const { reasons, acceptOwnSettlement, require, extras, bands, makers, acceptDevelopmentKeys } = others;
    return policyOf({
      ...(lagDays !== undefined && { lagSeconds: lagDays * DAY }),
      ...(toleranceDays !== undefined && { toleranceSeconds: toleranceDays * DAY }),
      ...(quoteDays !== undefined && { quoteSeconds: quoteDays * DAY }),
      ...(finalityDays !== undefined && { finalitySeconds: finalityDays * DAY }),
      ...(reasons && { reasons }),
      ...(extras && { extras }),
      ...(acceptOwnSettlement !== undefined && { acceptOwnSettlement }),
      ...(require && { require }),
      ...(bands && { bands: bands as NonNullable<Policy["bands"]> }),
      ...(makers && {
        makers: makers.map(({ maker, from, until }) => ({
          identifier: this.#cast.makerOf(maker),
          ...(from !== undefined && { from: this.#dayAt(from) }),
          ...(until !== undefined && { until: this.#dayAt(until) }),
        })),
      }),
      ...(acceptDevelopmentKeys !== undefined && { acceptDevelopmentKeys }),
    });
  }

  /** A finding as a scenario writes it: the statement by its name. */
  #named({ code, severity, stage, aspect, subject }: Finding): ExpectedFinding {
    const of = [...this.#stated].find(([, stated]) => hashOf(stated) === subject)?.[0];
    return { code, severity, ...(stage && { stage }), ...(aspect && { aspect }), ...(of && { of }) };
  }
}

/** Every lens maker that an equipment of a scenario names. */
function makersIn({ equipment, variants, acts, claim, certificate }: Scenario): string[] {
  const named: string[] = ["laboratory"];
  const look = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [field, of] of Object.entries(value)) {
      if (field === "maker" && typeof of === "string") named.push(of);
      else look(of);
    }
  };
  look([equipment, variants, acts, claim]);
  return [...named, ...Object.values(certificate?.makers ?? {}).filter((maker) => typeof maker === "string")];
}

/** Aspects in the order of their numbers. */
function inOrder(aspects: Statement["aspects"]): Statement["aspects"] {
  const given = ASPECTS.filter((aspect) => aspects[aspect] !== undefined);
  return Object.fromEntries(given.map((aspect) => [aspect, aspects[aspect]]));
}

const hashOf = ({ statement }: Stated): Hex => hashStatement(statement);
