import type { JsonRpcProvider, Signer } from "ethers";
import { ChainError } from "../../src/chain/errors.js";
import { type ChainReader, type Deployment, JsonRpc, ProofReader, QuorumReader } from "../../src/chain/index.js";
import { openCheckedFacts } from "../../src/chain/local-index/index.js";
import { NodeProvider } from "../../src/chain/provider.js";
import type { ProblemCode } from "../../src/gateway/index.js";
import { CannotTell, type Fetched, fetchCertificates, openEnclosed } from "../../src/gateway/index.js";
import { CATALOGUES as SENTENCES, tell } from "../../src/language/index.js";
import { Insurer } from "../../src/parties/insurer.js";
import type { Identity } from "../../src/parties/member.js";
import {
  type Certificate,
  type Claim,
  InputError,
  type Policy,
  parseCertificate,
  parseClaim,
  read,
} from "../../src/protocol/index.js";
import { parseJson } from "../../src/protocol/json.js";
import { reportPage, verdictForPrograms } from "../../src/report/index.js";
import { CATALOGUES, type Language } from "../language/choosing.js";
import { type CannotTellAnswer, MOST_REQUEST_BYTES, REQUESTS, type VerdictRequest } from "./wire.js";

/** What judges are started with: all of it from the configuration, nothing from a request. */
export interface Start {
  readonly deployment: Deployment;
  readonly facts: "live" | "quorum" | "proof" | "index";
  readonly rpc: readonly string[];
  readonly agree: number;
  readonly block: string;
  readonly index?: string;
  readonly maxAgeSeconds?: number;
  readonly policies: Readonly<Record<string, Policy>>;
  readonly identity?: Identity;
  readonly amc?: string;
  readonly keys: readonly string[];
  readonly gateways: readonly string[];
}

/** A request as it came: its bytes are read here, where they can harm nothing else. */
export interface Question {
  /** Absent: whether facts can be had at all. */
  readonly body?: Uint8Array<ArrayBuffer>;
  /** Names of the policies that its token is for; without them, all. */
  readonly policies?: readonly string[];
  readonly language: Language;
  readonly wantsPage: boolean;
}

/** What is answered. */
export type Answer =
  | { readonly outcome: string; readonly policy: string; readonly type: "json" | "html"; readonly text: string }
  | { readonly refusal: ProblemCode; readonly field?: string };

/** Judges requests one after another, with facts of its own. It keeps nothing of a request. */
export function startJudging(start: Start): (question: Question) => Promise<Answer> {
  const opened = openerOf(start);
  return async ({ body, policies, language, wantsPage }) => {
    try {
      if (body === undefined) {
        const { close } = await opened(start.policies["default"] as Policy);
        close();
        return { outcome: "ready", policy: "default", type: "json", text: "" };
      }
      const asked = requestIn(body);
      if ("refusal" in asked) return asked;
      const { policy: name } = asked;
      if (!Object.hasOwn(start.policies, name)) return { refusal: "unknown-policy", field: "policy" };
      if (policies && !policies.includes(name)) return { refusal: "out-of-scope", field: "policy" };
      try {
        const certificate = await certificateOf(asked.source, asked.claim, start);
        const { insurer, about, close } = await opened(start.policies[name] as Policy);
        try {
          const [report] = await insurer.reportMany([{ certificate, claim: asked.claim }]);
          if (!report) return { refusal: "internal" };
          const { outcome } = report.verdict;
          if (wantsPage) return { outcome, policy: name, type: "html", text: reportPage(report, language) };
          const personMustLook = outcome !== "conforming";
          const notice = personMustLook ? { notice: CATALOGUES[language].verdicts.mustLook } : {};
          const told = { ...verdictForPrograms(report), ...about, personMustLook, ...notice };
          return { outcome, policy: name, type: "json", text: JSON.stringify(told) };
        } finally {
          close();
        }
      } catch (error) {
        const answer = cannotTellOf(error, language);
        if (!answer) throw error;
        return { outcome: "cannot-tell", policy: name, type: "json", text: JSON.stringify(answer) };
      }
    } catch (error) {
      if (body === undefined && aboutOf(error) !== undefined) return { refusal: "chain-away" };
      return { refusal: "internal" };
    }
  };
}

/** What is answered where a failure is no finding against anyone; nothing where it is our own. */
export function cannotTellOf(error: unknown, language: Language): CannotTellAnswer | undefined {
  const about = aboutOf(error);
  if (about === undefined) return undefined;
  const known = error as InputError;
  return cannotTellAnswer(about, { code: known.code, sentence: tell(known, SENTENCES[language]) }, language);
}

/** An answer of those that are no finding against anyone. */
export function cannotTellAnswer(
  about: CannotTellAnswer["about"],
  cause: CannotTellAnswer["cause"],
  language: Language,
): CannotTellAnswer {
  const { mustLook: notice } = CATALOGUES[language].verdicts;
  return { outcome: "cannot-tell", conform: false, about, cause, personMustLook: true, notice };
}

function aboutOf(error: unknown): CannotTellAnswer["about"] | undefined {
  if (error instanceof CannotTell) return "box";
  if (error instanceof ChainError) return "chain";
  return error instanceof InputError ? "certificate" : undefined;
}

type Source = { readonly certificate: unknown } | { readonly enclosed: string } | { readonly ticket: string };
const KINDS = Object.keys(REQUESTS) as (keyof typeof REQUESTS)[];

/** Reads a request strictly. */
export function requestIn(
  body: Uint8Array,
): { readonly source: Source; readonly claim: Claim; readonly policy: string } | Extract<Answer, { refusal: unknown }> {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(body);
    const parsed = parseJson(text, "body", MOST_REQUEST_BYTES);
    const given = typeof parsed === "object" && parsed !== null ? KINDS.filter((kind) => kind in parsed) : [];
    const [kind] = given;
    if (kind === undefined || given.length > 1) return { refusal: "malformed", field: "body" };
    const { claim, policy = "default", ...source } = read<VerdictRequest>(REQUESTS[kind], parsed, "body");
    return { source, claim: parseClaim(claim), policy };
  } catch (error) {
    if (error instanceof InputError) return { refusal: "malformed", field: error.field };
    return { refusal: "malformed", field: "body" };
  }
}

/** @throws {InputError} when it cannot be read. @throws {CannotTell} when a ticket does not lead to it. */
export async function certificateOf(source: Source, claim: Claim, { keys, gateways }: Start): Promise<Certificate> {
  if ("certificate" in source) return parseCertificate(source.certificate);
  if ("enclosed" in source) {
    return parseCertificate(await openEnclosed(Buffer.from(source.enclosed, "base64"), keys));
  }
  let cause: CannotTell = new CannotTell("box-empty");
  for (const url of gateways) {
    const found = await fetchOne(url, source.ticket, claim, keys);
    if (!(found instanceof CannotTell)) return found.certificate;
    cause = found;
  }
  throw cause;
}

async function fetchOne(
  url: string,
  ticket: string,
  claim: Claim,
  keys: readonly string[],
): Promise<Fetched | CannotTell> {
  try {
    const [found = new CannotTell("box-empty")] = await fetchCertificates({ url }, [{ ticket, claim }], keys);
    return found;
  } catch (error) {
    if (error instanceof CannotTell) return error;
    throw error;
  }
}

interface Opened {
  readonly insurer: Insurer;
  readonly about: { readonly indexAgeSeconds?: number };
  close(): void;
}

/** How long a node may take. */
const NODE_MS = 8_000;
const nothing = () => undefined;

/** The first node, which does not keep anyone waiting. */
export function nodeOf({ rpc: [url = ""], deployment: { chainId } }: Start): JsonRpcProvider {
  return new NodeProvider(url, chainId, NODE_MS);
}

/** @param signer Of an insurer that settles. */
export function openerOf(start: Start, signer?: Signer): (policy: Policy) => Promise<Opened> {
  const { deployment, facts: from, identity, amc, block: blockTag } = start;
  const asking = { ...(identity && { identity }), ...(amc !== undefined && { amc }) };
  if (from === "index") {
    const { index = "", maxAgeSeconds } = start;
    const wishes = maxAgeSeconds === undefined ? {} : { maxAgeSeconds };
    return async (policy) => {
      const deploymentOf = () => deployment;
      const { facts, ageSeconds } = openCheckedFacts({ file: index, deploymentOf, ...wishes });
      const insurer = Insurer.withFacts(facts, { policy, ...asking });
      return { insurer, about: { indexAgeSeconds: ageSeconds }, close: () => facts.close() };
    };
  }
  const provider = nodeOf(start);
  const nodes = start.rpc.map((one) => new JsonRpc(one, { timeoutMs: NODE_MS }));
  return async (policy) => {
    const reading = await readingOf(start, nodes);
    const insurer = await Insurer.connect({
      provider,
      deployment,
      policy,
      ...asking,
      blockTag,
      ...reading,
      ...(signer && { signer }),
    });
    return { insurer, about: {}, close: nothing };
  };
}

/** At which block facts are read, and who vouches for them. @throws {ChainError} when too few nodes agree. */
async function readingOf(
  { deployment, facts, rpc, agree, block }: Start,
  nodes: readonly JsonRpc[],
): Promise<{ readonly reader?: ChainReader; readonly blockTag?: string | number }> {
  if (facts === "live") return {};
  const witnesses = nodes.map((node, i) => ({ name: new URL(rpc[i] ?? "").origin, node }));
  const reader = new QuorumReader(witnesses, agree);
  const agreed = await reader.block(block);
  if (facts === "quorum") return { reader, blockTag: agreed.number };
  return { reader: new ProofReader(nodes[0] as JsonRpc, deployment, agreed.hash) };
}
