import { createHash } from "node:crypto";
import { type Provider, Transaction, type TransactionRequest, type TransactionResponse, Wallet } from "ethers";
import { ChainError } from "../../src/chain/errors.js";
import { chainReference } from "../../src/chain/reference.js";
import { suiteOf } from "../../src/chain/suite.js";
import { mined } from "../../src/chain/transactions.js";
import type { SettlementResult } from "../../src/parties/index.js";
import type { Hex, Policy } from "../../src/protocol/index.js";
import type { Language } from "../language/choosing.js";
import type { Journal } from "./journal.js";
import { type Answer, cannotTellOf, certificateOf, openerOf, requestIn, type Start } from "./judging.js";
import type { SettlementAnswer } from "./wire.js";

/** What the process that settles is asked. */
export interface SettlementQuestion {
  /** Of the token's name and the idempotency key: neither is kept. */
  readonly key: string;
  readonly body: Uint8Array;
  readonly policies?: readonly string[];
  readonly language: Language;
}

/** Signs for the account of the insurer, and keeps what it signed before it goes out. */
class JournalledWallet extends Wallet {
  keep: (raw: Hex) => void = () => {
    throw new Error("nothing is settled");
  };

  override async sendTransaction(asked: TransactionRequest): Promise<TransactionResponse> {
    const { from: _, ...whole } = await this.populateTransaction(asked);
    const raw = (await this.signTransaction(whole)) as Hex;
    this.keep(raw);
    return (this.provider as Provider).broadcastTransaction(raw);
  }
}

/**
 * Settles one request after another, each once. It verifies itself whatever was judged elsewhere. One transaction is in flight at any
 * time, and a key that was asked before gets the answer that it got, or that its transaction gives.
 */
export class Settling {
  readonly #start: Start;
  readonly #journal: Journal;
  readonly #provider: Provider;
  readonly #wallet: JournalledWallet;
  readonly #open: ReturnType<typeof openerOf>;
  #last: Promise<unknown> = Promise.resolve();

  constructor(start: Start, journal: Journal, provider: Provider, key: string) {
    [this.#start, this.#journal, this.#provider] = [start, journal, provider];
    this.#wallet = new JournalledWallet(key, provider);
    this.#open = openerOf(start, this.#wallet);
  }

  /** The answer, or why there is none yet: ask again with the same key. */
  settle(question: SettlementQuestion): Promise<Answer> {
    const next = this.#last.then(() => this.#settle(question));
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #settle({ key, body, policies, language }: SettlementQuestion): Promise<Answer> {
    const hash = createHash("sha256").update(body).digest("hex");
    const told = () => {
      const { answer } = this.#journal.find(key) ?? {};
      return answer == null
        ? undefined
        : ({ outcome: outcomeIn(answer), policy: "", type: "json", text: answer } as const);
    };
    const row = this.#journal.find(key);
    if (row && row.body !== hash) return { refusal: "key-reused", field: "Idempotency-Key" };
    const before = told();
    if (before) return before;
    try {
      await this.#finishInFlight();
      const since = told();
      if (since) return since;
      const asked = requestIn(body);
      if ("refusal" in asked) return asked;
      const { policy: name, claim, source } = asked;
      if (!Object.hasOwn(this.#start.policies, name)) return { refusal: "unknown-policy", field: "policy" };
      if (policies && !policies.includes(name)) return { refusal: "out-of-scope", field: "policy" };
      const certificate = await certificateOf(source, claim, this.#start);
      const { insurer } = await this.#open(this.#start.policies[name] as Policy);
      if (!row) this.#journal.begin(key, hash);
      this.#wallet.keep = (raw) => this.#journal.keepTransaction(key, raw);
      const [result] = await insurer.settle([{ certificate, claim }]);
      if (!result) return { refusal: "internal" };
      this.#answer(key, result);
      return told() ?? { refusal: "internal" };
    } catch (error) {
      if (this.#journal.find(key)?.raw == null) this.#journal.forget(key);
      if (error instanceof ChainError) return { refusal: "settlement-open" };
      const answer = cannotTellOf(error, language);
      if (!answer) throw error;
      return { outcome: "cannot-tell", policy: "", type: "json", text: JSON.stringify(answer) };
    }
  }

  #answer(key: string, { outcome, settler, rank, tag, verdict }: SettlementResult): void {
    const share = `${settler}/${rank}/${tag}`;
    const findings = [...new Set(verdict.findings.map(({ code }) => code))];
    const why = { reason: outcome, outcome: verdict.outcome, findings };
    if (outcome === "settled") this.#settled(key, share);
    else if (outcome === "already-yours") this.#journal.answer(key, answerText("was-already-yours"), null);
    else this.#journal.answer(key, answerText("refused", why), null);
  }

  /** Each share is answered to be settled under one key, also where a reorganisation undid a mark and another call set it again. */
  #settled(key: string, share: string): void {
    if (this.#journal.wasSettled(share)) this.#journal.answer(key, answerText("was-already-yours"), null);
    else this.#journal.answer(key, answerText("settled"), share);
  }

  /** Learns what became of a transaction that an earlier call signed. @throws {ChainError} while that is not known. */
  async #finishInFlight(): Promise<void> {
    const row = this.#journal.inFlight();
    if (!row?.raw) return;
    const transaction = Transaction.from(row.raw);
    const sent = await this.#send(row.raw, transaction);
    if (sent) {
      try {
        const receipt = await mined(sent, "settling");
        const share = this.#markIn(receipt.logs);
        if (share !== undefined) {
          this.#settled(row.key, share);
          return;
        }
      } catch (error) {
        const isOver =
          error instanceof ChainError && ["transaction-failed", "transaction-replaced"].includes(error.code);
        if (!isOver) throw error;
      }
    }
    this.#journal.keepTransaction(row.key, null); // It marked nothing, and never will.
  }

  /** The transaction on its way, or mined; nothing where another one took its nonce. */
  async #send(raw: Hex, { hash, nonce }: Transaction): Promise<TransactionResponse | undefined> {
    const provider = this.#provider;
    const known = async () => (await provider.getTransaction(hash ?? "")) ?? undefined;
    const found = await known();
    if (found) return found;
    const taken = (await provider.getTransactionCount(this.#wallet.address, "latest")) > nonce;
    if (taken) return known(); // Asked once more: it may have been mined meanwhile.
    return provider.broadcastTransaction(raw).catch(async () => {
      const sent = await known();
      if (!sent) throw new ChainError("unreachable", "node-failed");
      return sent;
    });
  }

  #markIn(logs: readonly { readonly address: string; readonly topics: readonly string[]; readonly data: string }[]) {
    const { deployment } = this.#start;
    const { settlements } = suiteOf(deployment, this.#wallet);
    const { settlementRegistry } = chainReference(deployment);
    for (const log of logs) {
      if (log.address.toLowerCase() !== settlementRegistry) continue;
      const event = settlements.interface.parseLog(log);
      if (event?.name !== "Marked") continue;
      const { settler, rank, tag } = event.args;
      return `${String(settler).toLowerCase()}/${rank}/${tag}`;
    }
    return undefined;
  }
}

function answerText(answer: SettlementAnswer["answer"], why: Partial<SettlementAnswer> = {}): string {
  return JSON.stringify({ answer, ...why, personMustLook: answer === "refused" });
}

const outcomeIn = (answer: string) => (JSON.parse(answer) as SettlementAnswer).answer;
