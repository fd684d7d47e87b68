import {
  type Certificate,
  type Claim,
  claimSecret,
  claimTicket,
  commit,
  type Hex,
  InputError,
  parseCertificate,
  type Rank,
  readClaimTicket,
} from "../protocol/index.js";
import { CannotTell, type GatewayAddress } from "./asking.js";
import { type BoxPosting, type ClosedBox, closedBox, postBox, readMessages } from "./box-client.js";
import { boxesOf } from "./boxes.js";
import { openEnclosed } from "./enclosing.js";

/** What a claim ticket led to. */
export interface Fetched {
  /** The enclosed certificate, as it lay there: keep it, a box does not. */
  readonly file: Uint8Array;
  readonly certificate: Certificate;
}

/**
 * Fetches the certificates that claim tickets lead to, opens them and makes sure that each is of its claim. All boxes are asked for
 * together. What is not there, was swapped, spoilt or came late is told as such, and is nobody's fault: ask for the certificate.
 * @param identities The insurer's keys (`openEnclosed`).
 * @returns For each, in the order given, the certificate, or why nothing can be told.
 * @throws {CannotTell} when the gateway does not answer. @throws {InputError} when a text is no ticket.
 *
 * @example
 * ```ts
 * import { fetchCertificates } from "clairevoie/gateway";
 * const [fetched] = await fetchCertificates({ url: "https://gateway.example" }, [{ ticket, claim }], ["AGE-SECRET-KEY-PQ-1…"]);
 * ```
 */
export async function fetchCertificates(
  address: GatewayAddress,
  claims: readonly { readonly ticket: string; readonly claim: Claim }[],
  identities: readonly string[],
): Promise<readonly (Fetched | CannotTell)[]> {
  const secrets = claims.map(({ ticket }) => readClaimTicket(ticket, "ticket").secret);
  const read = await readMessages(address, secrets, "claim");
  return Promise.all(
    claims.map(async ({ claim }, i) => {
      const { messages = [], spoilt = false } = read[i] ?? {};
      if (messages.length === 0) return new CannotTell(spoilt ? "box-spoilt" : "box-empty");
      let cause: CannotTell = new CannotTell("box-spoilt");
      // The newest first: a store posts a corrected certificate in the next box.
      for (const file of [...messages].reverse()) {
        const opened = await openOf(file, claim, identities);
        if (!(opened instanceof CannotTell)) return opened;
        cause = opened;
      }
      return cause;
    }),
  );
}

async function openOf(file: Uint8Array, claim: Claim, identities: readonly string[]): Promise<Fetched | CannotTell> {
  try {
    const certificate = parseCertificate(await openEnclosed(file, identities));
    return isOfClaim(certificate, claim) ? { file, certificate } : new CannotTell("box-of-another-claim");
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return new CannotTell(error.code === "enclosed-for-others" ? "box-for-others" : "box-spoilt");
  }
}

/**
 * Whether a certificate is of a claim at all: of its rank, and its reference opens to the claim's. One that is not may have been put
 * in the place of the right one by whoever carried it.
 *
 * @example
 * ```ts
 * import { isOfClaim } from "clairevoie/gateway";
 * const mayBeJudged = isOfClaim(certificate, claim);
 * ```
 */
export function isOfClaim({ receipts, payer, openings }: Certificate, { rank, siret, fileReference }: Claim): boolean {
  const reference: Hex = commit("reference", openings.reference, { siret, fileReference });
  return payer.rank === rank && receipts.some(({ statement }) => statement.aspects.reference === reference);
}

/**
 * Posts an enclosed certificate where the claim ticket of its dossier and rank leads to: in the first box that is free.
 * @param note Keeps what erases a box, before it is posted.
 * @returns The ticket for the claim.
 * @throws {CannotTell} when the gateway does not answer, refuses or has no box left for it.
 *
 * @example
 * ```ts
 * import { postCertificate } from "clairevoie/gateway";
 * const address = { url: "https://gateway.example" };
 * const ticket = await postCertificate(address, dossierFile.secret, 1, bytes, { gateway: party, chain, signer }, keep);
 * ```
 */
export async function postCertificate(
  address: GatewayAddress,
  dossierSecret: Uint8Array,
  rank: Rank,
  file: Uint8Array,
  posting: BoxPosting,
  note: (closed: ClosedBox) => Promise<void>,
): Promise<string> {
  for (const box of boxesOf(claimSecret(dossierSecret, rank), "claim")) {
    const closed = closedBox(box, file, dossierSecret);
    await note(closed);
    if ((await postBox(address, closed, posting)) !== "taken") return claimTicket(dossierSecret, rank);
  }
  throw new CannotTell("boxes-full");
}
