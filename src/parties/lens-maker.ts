import {
  type AspectName,
  type Correction,
  EYES,
  type Hex,
  InputError,
  makeStatement,
  type OrderTicket,
  readOrderTicket,
  type Statement,
  type WithdrawalReason,
} from "../protocol/index.js";
import { codedDelivery, codedStock, type DeliveryGiven, type Uncoded } from "./codes.js";
import { commitEye, type Delivery, type StockLens } from "./lens.js";
import { connectMember, type Member, type MemberConnection, withdrawStatement } from "./member.js";
import { type Anchoring, anchorBatches, type SealedBatch, sealStatements } from "./sealing.js";
import { type StatedUnit, stateStock } from "./stock.js";

export type { Delivery } from "./lens.js";

/**
 * States the shipment of the lenses that were made, under the codes that are given: `codedDelivery` computes and checks them.
 * @throws {InputError} when the ticket orders no such eye, or there is no lens.
 *
 * @example
 * ```ts
 * import { deliverLenses } from "clairevoie/parties";
 * import { readOrderTicket } from "clairevoie/protocol";
 * const statement = deliverLenses(readOrderTicket(ticket), delivery);
 * ```
 */
export function deliverLenses(order: OrderTicket, delivery: Delivery, correction?: Correction): Statement {
  const commitments: Partial<Record<AspectName, Hex>> = {};
  for (const eye of EYES) {
    const made = delivery[eye];
    if (!made) continue;
    const opening = order.eyes[eye];
    if (!opening) throw new InputError(`delivery.${eye}`, "eye-not-ordered");
    Object.assign(commitments, commitEye(eye, opening, made));
  }
  if (Object.keys(commitments).length === 0) throw new InputError("delivery", "without-lens");
  return makeStatement(order.dossier, "shipment", commitments, correction);
}

/**
 * What a lens maker's program calls: read the ticket that came with the order, state the shipment, seal, anchor.
 *
 * @example
 * ```ts
 * const maker = await LensMaker.connect({ rpc, deployment, signer, identity });
 * const sealed = await maker.seal([maker.ship(ticket, { right: made })]);
 * const { receipts } = await maker.anchor([sealed]);
 * ```
 */
export class LensMaker {
  readonly #member: Member;

  private constructor(member: Member) {
    this.#member = member;
  }

  /**
   * Connects a lens maker's program to a deployment.
   * @throws {ChainError} when the node does not answer or is on another chain.
   * @throws {InputError} when the SIREN is not one.
   */
  static async connect(connection: MemberConnection): Promise<LensMaker> {
    return new LensMaker(await connectMember(connection, "lens-maker"));
  }

  /** Its party id. */
  get party(): Hex {
    return this.#member.party;
  }

  /**
   * States the shipment of the lenses that were made, each under the grouped code that it has: one that is left out is computed.
   * @param ticket The line that came with the order, or what was read from it.
   * @throws {InputError} when the ticket does not check, or orders no such eye, or a code is not that of its lens.
   */
  ship(ticket: string | OrderTicket, delivery: DeliveryGiven, correction?: Correction): Statement {
    const order = typeof ticket === "string" ? readOrderTicket(ticket) : ticket;
    return deliverLenses(order, codedDelivery(delivery), correction);
  }

  /**
   * States the shipment of a stock lens to a store. Thousands are sealed as one batch; each ticket goes with its lens.
   * @param store Party id of the store.
   * @throws {InputError} when the lens is not unifocal, or a prescription is given that mounting completes, or the code is not
   * that of the sphere.
   */
  stateStock(lens: Uncoded<StockLens>, store: Hex, unitSecret?: Uint8Array): StatedUnit {
    return stateStock(codedStock(lens), store, unitSecret);
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
}
