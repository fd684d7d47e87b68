import {
  type AspectName,
  type Billing,
  CERTIFICATE_FORMAT,
  type Certificate,
  type ChainReference,
  type Correction,
  claimTicket,
  commit,
  dossierId,
  dossierSeed,
  drawDossierSecret,
  EYES,
  type Eye,
  eyeSalt,
  type Frame,
  type GrantShown,
  type Hex,
  InputError,
  type InsurerCard,
  insurerSalt,
  insurerSecret,
  isStatedAt,
  makeStatement,
  ofEye,
  ofPayer,
  type Payer,
  parseCertificate,
  partyId,
  payerSalt,
  payerSecret,
  type Rank,
  type Receipt,
  type Reference,
  type Row,
  readStockTicket,
  type Stage,
  type Statement,
  settlerAddress,
  stockNullifier,
  stockUnit,
  type WithdrawalReason,
} from "../protocol/index.js";
import { grantShare, roundOf, type ShareToGrant } from "./granting.js";
import { verifyInsurerCard } from "./insurer-cards.js";
import { commitEye, type Dossier, type LensFile, openingOfEye, takeFromStock, ticketForOrder } from "./lens.js";
import { connectMember, type Identity, type Member, type MemberConnection, withdrawStatement } from "./member.js";
import { type Anchoring, anchorBatches, type SealedBatch, sealStatements } from "./sealing.js";
import { type StockResult, useStock } from "./stock.js";

export type { Dossier, LensFile } from "./lens.js";

/** What the optician knows of an equipment. */
export interface EquipmentFile {
  readonly reference: Reference;
  readonly billing: Billing;
  readonly frame?: Frame;
  /** Needed for the invoice. */
  readonly payers?: readonly Payer[];
  readonly eyes: { readonly [E in Eye]?: LensFile };
}

/** What a certificate holds beside the receipts, and what depends on the contract. */
export interface CertificateOptions {
  readonly disclosure?: Disclosure;
  /** Who makes the lens of each eye, by the identifier that the order states (`makersOf`). */
  readonly makers?: { readonly [E in Eye]?: string };
  /** What lets this insurer settle its share. */
  readonly grant?: GrantShown;
}

/**
 * Who makes the lens of each eye, as an equipment names it.
 *
 * @example
 * ```ts
 * import { makersOf } from "clairevoie/parties";
 * makersOf(file); // { right: "111222333", left: "111222333" }
 * ```
 */
export function makersOf({ eyes }: Pick<EquipmentFile, "eyes">): { [E in Eye]?: string } {
  return Object.fromEntries(EYES.flatMap((eye) => (eyes[eye]?.maker === undefined ? [] : [[eye, eyes[eye].maker]])));
}

/** What an insurer's contract lets it see beyond reference, share, billing and codes. */
export interface Disclosure {
  readonly frame?: boolean;
  readonly lenses?: boolean;
}

/**
 * Opens a dossier from a secret that was kept, or from a new one.
 *
 * @example
 * ```ts
 * import { openDossier } from "clairevoie/parties";
 * const { id, secret } = openDossier(); // keep the secret
 * ```
 */
export function openDossier(secret: Uint8Array = drawDossierSecret()): Dossier {
  return { id: dossierId(secret), secret };
}

/** Commitments of all that has its place at a stage. */
function commitFile(dossier: Dossier, stage: Stage, file: EquipmentFile): Partial<Record<AspectName, Hex>> {
  const { secret } = dossier;
  const insurer = insurerSecret(secret);
  const all: Partial<Record<AspectName, Hex>> = {
    reference: commit("reference", insurerSalt(insurer, "reference"), file.reference),
    billing: commit("billing", insurerSalt(insurer, "billing"), file.billing),
  };
  if (file.frame) all.frame = commit("frame", insurerSalt(insurer, "frame"), file.frame);
  for (const payer of file.payers ?? []) {
    all[ofPayer(payer.rank)] = commit(ofPayer(payer.rank), payerSalt(payerSecret(secret, payer.rank)), payer);
  }
  for (const eye of EYES) {
    const lens = file.eyes[eye];
    if (lens) Object.assign(all, commitEye(eye, openingOfEye(dossier, eye), lens));
  }
  return Object.fromEntries(Object.entries(all).filter(([aspect]) => isStatedAt(aspect as AspectName, stage)));
}

/**
 * States what an equipment is at a stage.
 * @throws {InputError} naming what is missing: an order reference and a maker for the order, the payers for the invoice.
 *
 * @example
 * ```ts
 * import { openDossier, stateEquipment } from "clairevoie/parties";
 * const quote = stateEquipment(openDossier(), "quote", file);
 * ```
 */
export function stateEquipment(
  dossier: Dossier,
  stage: Exclude<Row, "shipment">,
  file: EquipmentFile,
  correction?: Correction,
): Statement {
  for (const eye of stage === "order" ? EYES : []) {
    for (const needed of ["orderReference", "maker"] as const) {
      if (!file.eyes[eye] || file.eyes[eye][needed] !== undefined) continue;
      throw new InputError(`file.eyes.${eye}.${needed}`, "needed-to-state", { stage: "order" });
    }
  }
  if (stage === "invoice" && !file.payers?.length)
    throw new InputError("file.payers", "needed-to-state", { stage: "invoice" });
  return makeStatement(dossier.id, stage, commitFile(dossier, stage, file), correction);
}

/** The receipt of each unit of a dossier, among receipts of any. @throws {InputError} naming the eye whose receipt is missing. */
function stockReceipts({ stock }: Dossier, store: Hex, receipts: readonly Receipt[]): Certificate["stock"] {
  const found = EYES.flatMap((eye) => {
    if (!stock?.[eye]) return [];
    const nullifier = stockNullifier(stock[eye]);
    const receipt = receipts.find(({ statement }) => statement.dossier === stockUnit(nullifier, store));
    if (!receipt) throw new InputError("receipts", "stock-receipt-needed", { eye });
    return [[eye, { nullifier, receipt }] as const];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/**
 * Makes the certificate for the insurer of one rank: the receipts, and the salts that it may have.
 * @param receipts Of the dossier, and of its stock lenses.
 * @throws {InputError} when receipts are of another dossier, or that of a stock lens or the maker of an ordered one is missing.
 *
 * @example
 * ```ts
 * import { makeCertificate } from "clairevoie/parties";
 * const options = { disclosure: { frame: true }, makers: { right: "111222333" } };
 * const certificate = makeCertificate(chain, identity, dossierFile, receipts, 1, options);
 * ```
 */
export function makeCertificate(
  chain: ChainReference,
  identity: Identity,
  dossier: Dossier,
  receipts: readonly Receipt[],
  rank: Rank,
  { disclosure = {}, makers = {}, grant }: CertificateOptions = {},
): Certificate {
  const stock = stockReceipts(dossier, partyId(identity.salt, "optician", identity.identifier), receipts);
  const units = EYES.map((eye) => stock?.[eye]?.receipt.statement.dossier);
  const own = receipts.filter(({ statement }) => !units.includes(statement.dossier));
  const foreign = receipts.findIndex((one) => own.includes(one) && one.statement.dossier !== dossier.id);
  if (foreign >= 0) throw new InputError(`receipts[${foreign}].statement.dossier`, "of-another-dossier");
  const states = (aspect: AspectName) => own.some(({ statement }) => statement.aspects[aspect] !== undefined);
  const made = EYES.flatMap((eye) => {
    const identifier = makers[eye];
    if (identifier !== undefined) {
      return [[eye, { salt: eyeSalt(openingOfEye(dossier, eye).secret, "maker"), identifier }] as const];
    }
    if (states(ofEye("maker", eye))) throw new InputError(`makers.${eye}`, "needed");
    return [];
  });
  const insurer = insurerSecret(dossier.secret);
  const saltOfCode = (eye: Eye) => openingOfEye(dossier, eye).codeSalt;
  const lensSalt = (eye: Eye) => eyeSalt(openingOfEye(dossier, eye).secret, "lens");
  const { stockRegistry: _, ...registries } = chain;
  return parseCertificate({
    format: CERTIFICATE_FORMAT,
    chain: stock ? chain : registries, // Who verifies no stock need not know of its registry.
    dossier: { seed: dossierSeed(dossier.secret), settler: settlerAddress(dossier.secret) },
    receipts: own,
    optician: { salt: identity.salt },
    payer: { rank, salt: payerSalt(payerSecret(dossier.secret, rank)) },
    openings: {
      reference: insurerSalt(insurer, "reference"),
      billing: insurerSalt(insurer, "billing"),
      ...(disclosure.frame && states("frame") && { frame: insurerSalt(insurer, "frame") }),
      ...(states("codeRight") && { codeRight: saltOfCode("right") }),
      ...(states("codeLeft") && { codeLeft: saltOfCode("left") }),
      ...(disclosure.lenses && states("lensRight") && { lensRight: lensSalt("right") }),
      ...(disclosure.lenses && states("lensLeft") && { lensLeft: lensSalt("left") }),
    },
    ...(made.length > 0 && { makers: Object.fromEntries(made) }),
    ...(grant && { grant }),
    ...(stock && { stock }),
  });
}

/**
 * What an optician's program calls: state the quote, the order and the invoice, seal, anchor, certify.
 *
 * @example
 * ```ts
 * const optician = await Optician.connect({ rpc, deployment, signer, identity });
 * const dossier = optician.open();
 * const sealed = await optician.seal([optician.quote(dossier, file)]);
 * const { receipts } = await optician.anchor([sealed]);
 * ```
 */
export class Optician {
  readonly #member: Member;
  readonly #identity: Identity;

  private constructor(member: Member, identity: Identity) {
    this.#member = member;
    this.#identity = identity;
  }

  /**
   * Connects an optician's program to a deployment.
   * @throws {ChainError} when the node does not answer or is on another chain.
   * @throws {InputError} when the SIRET is not one.
   */
  static async connect(connection: MemberConnection): Promise<Optician> {
    return new Optician(await connectMember(connection, "optician"), connection.identity);
  }

  /** Its party id. */
  get party(): Hex {
    return this.#member.party;
  }

  /** Opens a dossier. Keep its secret: without it nothing more can be stated, nor anything opened. */
  open(): Dossier {
    return openDossier();
  }

  /** States the quote. */
  quote(dossier: Dossier, file: EquipmentFile, correction?: Correction): Statement {
    return stateEquipment(dossier, "quote", file, correction);
  }

  /**
   * States the order. Its reference at the lens maker must be known.
   * @throws {InputError} naming the lens whose order reference or maker is missing.
   */
  order(dossier: Dossier, file: EquipmentFile, correction?: Correction): Statement {
    return stateEquipment(dossier, "order", file, correction);
  }

  /**
   * States the invoice.
   * @throws {InputError} when no payer is named.
   */
  invoice(dossier: Dossier, file: EquipmentFile, correction?: Correction): Statement {
    return stateEquipment(dossier, "invoice", file, correction);
  }

  /** The line that goes with the order to the lens maker of these eyes, which do not come from stock. */
  orderTicket(dossier: Dossier, eyes: readonly Eye[]): string {
    return ticketForOrder(dossier, eyes);
  }

  /**
   * Takes a lens from stock for an eye, before the quote. Keep the dossier that is returned.
   * @throws {InputError} when the ticket does not check, or its unit serves the other eye.
   */
  takeFromStock(dossier: Dossier, eye: Eye, ticket: string): Dossier {
    return takeFromStock(dossier, eye, readStockTicket(ticket).secret);
  }

  /**
   * Consumes the stock lenses of a dossier on chain, for ever: when they are mounted, and no later than the invoice.
   * @throws {ChainError} before anything is sent, when one was consumed for another dossier or eye.
   */
  useStock(dossier: Dossier): Promise<StockResult[]> {
    return useStock(this.#member, dossier);
  }

  /** The line that goes with the claim to the insurer of this rank. */
  claimTicket(dossier: Dossier, rank: Rank): string {
    return claimTicket(dossier.secret, rank);
  }

  /** Signs statements as one batch. */
  seal(statements: readonly Statement[], issuedAt?: number): Promise<SealedBatch> {
    return sealStatements(this.#member.suite, this.#member.signer, statements, issuedAt);
  }

  /** Anchors batches, one's own or anyone's, under one root. */
  anchor(batches: readonly SealedBatch[]): Promise<Anchoring> {
    return anchorBatches(this.#member.suite, batches);
  }

  /** Withdraws one's own statement (its hash). Returns the gas used. */
  withdraw(statement: Hex, reason: Exclude<WithdrawalReason, "none">): Promise<bigint> {
    return withdrawStatement(this.#member, statement, reason);
  }

  /**
   * Makes the certificate for the insurer of one rank: the receipts, and the salts that it may have.
   * @throws {InputError} when the receipts are not of this dossier.
   */
  certify(dossier: Dossier, receipts: readonly Receipt[], rank: Rank, options: CertificateOptions = {}): Certificate {
    return makeCertificate(this.#member.suite.reference, this.#identity, dossier, receipts, rank, options);
  }

  /**
   * Grants a share of an invoice to one insurer, which settles with it: for `certify`.
   * @param share `insurer`: the card that it gave, or its party id; `round`: the settler's present one by default.
   * @throws {InputError} when the card is not in force, or not signed by a valid key of its insurer.
   * @throws {ChainError} when the node does not answer.
   *
   * @example
   * ```ts
   * const grant = await optician.grant(dossierFile, { invoice: receipt, payer, insurer: parseInsurerCard(text) });
   * const certificate = optician.certify(dossierFile, receipts, payer.rank, { grant });
   * ```
   */
  async grant(
    dossier: Dossier,
    share: Omit<ShareToGrant, "insurer" | "round"> & { readonly insurer: Hex | InsurerCard; readonly round?: number },
  ): Promise<GrantShown> {
    const { suite } = this.#member;
    const { insurer: given } = share;
    const insurer = typeof given === "string" ? given : (await verifyInsurerCard(suite, given)).insurer;
    const round = share.round ?? (await roundOf(suite, settlerAddress(dossier.secret)));
    return grantShare(suite.reference, dossier, { ...share, insurer, round });
  }
}
