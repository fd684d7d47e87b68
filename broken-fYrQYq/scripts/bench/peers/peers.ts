import { createRequire } from "node:module";
import { Wallet } from "ethers";
import { perSecond } from "../clock.js";
import type { Pair } from "../load.js";

/** What a peer does a second with the same documents; empty where it is not installed (npm ci --prefix scripts/bench/peers). */
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

/** OpenAttestation: salts and hashes every field of the document; its verification hashes only. */
function openAttestation(pairs: readonly Pair[]): PeerFigures {
  const { wrapDocument, wrapDocuments, verifySignature } = load("@govtechsg/open-attestation");
  if (!wrapDocuments) return {};
  const issuer = {
    name: "Fictitious",
    documentStore: `0x${"a5".repeat(20)}`,
    identityProof: { type: "DNS-TXT", location: "example.com" },
  };
  const documents = pairs.map(({ claim }) => ({ ...JSON.parse(claim), issuers: [issuer] }));
  const wrapped = documents.slice(0, 200).map((document) => wrapDocument(document));
  return {
    "OpenAttestation, verifySignature": perSecond(2 * wrapped.length, (i) => verifySignature(wrapped[i % 200])),
    "OpenAttestation, wrapDocuments of 100": 100 * perSecond(1, () => wrapDocuments(documents.slice(0, 100))),
    "OpenAttestation, wrapDocuments of 400": 400 * perSecond(1, () => wrapDocuments(documents.slice(0, 400))),
  };
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
