import { createRequire } from "node:module";
import { Wallet } from "ethers";
import type { Pair } from "../../testing/load.js";
import { perSecond } from "../clock.js";

/** What a peer does a second with the same documents; empty where it is not installed (npm ci --prefix bench/peers). */
type PeerFigures = Readonly<Record<string, number>>;

// biome-ignore lint/suspicious/noExplicitAny: packages that may not be there have no types here.
type Loose = any;
/** Their CommonJS builds: the others do not load in Node. */
function load(name: string): Loose {
  try {
    return createRequire(import.meta.url)(name);
  } catch {
    return {};
  }
}

const ISSUER = {
  name: "Fictitious",
  documentStore: `0x${"a5".repeat(20)}`,
  identityProof: { type: "DNS-TXT", location: "example.com" },
};
const documentsOf = (pairs: readonly Pair[]) =>
  pairs.map(({ claim }) => ({ ...JSON.parse(claim), issuers: [ISSUER] }) as Loose);

/** OpenAttestation: salts and hashes every field of the document; its verification hashes only. */
function openAttestation(pairs: readonly Pair[]): PeerFigures {
  const { wrapDocument, verifySignature } = load("@govtechsg/open-attestation");
  if (!wrapDocument) return {};
  const wrapped = documentsOf(pairs.slice(0, 200)).map((document) => wrapDocument(document));
  const once = (i: number) => verifySignature(wrapped[i % wrapped.length]);
  return { "OpenAttestation, verifySignature": perSecond(2 * wrapped.length, once) };
}

/** Documents that OpenAttestation wraps a second, so many at once: salts, hashes and paths. Nothing where it is not installed. */
export function measureWrapping(pairs: readonly Pair[], size: number): number | undefined {
  const { wrapDocuments } = load("@govtechsg/open-attestation");
  if (!wrapDocuments) return undefined;
  const drawn = documentsOf(pairs);
  const documents = Array.from({ length: size }, (_, i) => drawn[i % drawn.length]);
  return size * perSecond(1, () => wrapDocuments(documents));
}

/** EAS: one signed off-chain attestation of the claim's commitments, and its verification. */
async function attestations(): Promise<PeerFigures> {
  const { EAS, Offchain, OffchainAttestationVersion } = load("@ethereum-attestation-service/eas-sdk");
  if (!Offchain) return {};
  const address = `0x${"a6".repeat(20)}`;
  const offchain = new Offchain(
    { address, version: "1.3.0", chainId: 1n },
    OffchainAttestationVersion.Version2,
    new EAS(address),
  );
  const wallet = new Wallet(`0x${"13".repeat(32)}`);
  const zero = `0x${"00".repeat(32)}`;
  const attestation = await offchain.signOffchainAttestation(
    {
      schema: zero,
      recipient: address,
      time: 1n,
      expirationTime: 0n,
      revocable: true,
      refUID: zero,
      data: `0x${"ab".repeat(416)}`,
    },
    wallet,
    { verifyOnchain: false },
  );
  return {
    "EAS, verifyOffchainAttestationSignature (one signature)": perSecond(100, () =>
      offchain.verifyOffchainAttestationSignature(wallet.address, attestation),
    ),
  };
}

/** Measures the peers that are installed. */
export async function measurePeers(pairs: readonly Pair[]): Promise<PeerFigures> {
  return { ...openAttestation(pairs), ...(await attestations()) };
}
