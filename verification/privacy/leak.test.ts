import { createHash } from "node:crypto";
import { expect } from "chai";
import { AbiCoder, encodeBase64, id, keccak256, sha256, toBeHex, toUtf8Bytes } from "ethers";
import { poseidon2 } from "poseidon-lite";
import { type PlayedDossier, playedDossiers } from "../../scenarios/demo/dossiers.js";
import { type DemoResult, runDemo } from "../../scenarios/demo/run.js";
import { contractsOf } from "../../src/chain/deployment.js";
import { toHex } from "../../src/protocol/bytes.js";
import {
  type Certificate,
  claimTicket,
  DEFAULT_POLICY,
  EYES,
  type Eye,
  type Hex,
  orderTicket,
  type Rank,
  type Receipt,
  readOrderTicket,
  ZERO,
} from "../../src/protocol/index.js";
import { type ChainRecord, type Rpc, readChain } from "../../testing/chain-record.js";
import { type Kept, type Kind, prescriptionForms, secretsOf } from "../../testing/dossier-secrets.js";
import { FILE } from "../../testing/dossiers.js";
import {
  bytesSight,
  documentSights,
  type Leak,
  Scanner,
  type Secret,
  type Sight,
  secretBytes,
  secretText,
  textSight,
  utf8,
} from "../../testing/leaks.js";
import { pilotSecret } from "../../testing/pilot-hashes.js";
import { storageRoot } from "../../testing/trie.js";
import { asAsker, asDossier, asPolicy } from "../agreement/arguments.js";

const SEED = "leaks 2";
const NEVER_AN_INSURERS: readonly Kind[] = [
  ...(["prescription", "order", "lens", "frame", "pilot", "dossierSecret", "settlerKey", "eyeSecret"] as const),
  ...(["salt/prescription", "salt/order", "salt/lens"] as const),
];
const NEVER_A_LENS_MAKERS: readonly Kind[] = [
  ...(["siret", "fileReference", "amc", "priorAuthorisation", "share", "billing", "frame", "pilot"] as const),
  ...(["dossierSecret", "seed", "settler", "settlerKey", "insurerSecret", "payerSecret"] as const),
  ...(["salt/reference", "salt/billing", "salt/frame", "salt/payer"] as const),
];
const OF_ONE_EYE: readonly Kind[] = [
  ...(["eyeSecret", "salt/lens", "salt/order", "salt/maker", "salt/prescription", "salt/code"] as const),
  ...(["prescription", "order"] as const),
];

/** The registry names every lens maker, and a settlement its settler: of which dossier shows in neither. */
const PUBLIC: readonly Kind[] = ["maker", "settler"];
/** An anchorer is given statements, which say of which dossier they are. */
const AN_ANCHORERS: readonly Kind[] = ["dossierId"];

const NOBODY: Hex = `0x${"00".repeat(20)}`;

describe("what leaves the optician and the lens maker", () => {
  let result: DemoResult;
  let rpc: Rpc;
  let chain: ChainRecord;
  let played: PlayedDossier[];
  let kept: Kept[];

  before(async () => {
    result = await runDemo({ dossiers: 24, seed: SEED }, { step: () => undefined });
    rpc = result.world.provider as unknown as Rpc;
    chain = await readChain(rpc);
    played = playedDossiers(SEED, result);
    kept = played.flatMap(({ name, dossier, files }) => files.flatMap((file) => secretsOf(name, dossier, file)));
  });

  const search = (secrets: readonly Kept[], sights: readonly Sight[]): Leak[] =>
    new Scanner(secrets.map(({ secret }) => secret)).scan(sights);
  const certificates = (): readonly { name: string; certificate: Certificate; claim: unknown }[] => [
    ...result.judged,
    ...result.cases,
  ];
  const receiptsOf = (dossier: Hex): Receipt[] =>
    certificates()
      .flatMap(({ certificate }) => certificate.receipts)
      .filter(({ statement }) => statement.dossier === dossier);
  const asCall = (receipts: readonly Receipt[]): string =>
    result.world.suite.verifier.interface.encodeFunctionData("assess", [
      asDossier({ dossier: { seed: ZERO, settler: NOBODY }, receipts, stock: [], makers: {} }) as never,
      asPolicy(DEFAULT_POLICY) as never,
      asAsker({}) as never,
    ]);

  it("is collected whole: the storage that was read has the roots that the chain proves", async () => {
    expect(chain.calldata).to.be.greaterThan(10_000);
    expect(chain.logs).to.be.greaterThan(50);
    const unwritten = ["stockRegistry", "bandVerifier", "renewalVerifier", "conformityVerifier"];
    expect([...chain.storage.keys()].sort()).to.deep.equal(
      contractsOf(result.world.deployment)
        .filter(([name]) => !unwritten.includes(name))
        .map(([, { address }]) => address.toLowerCase())
        .sort(),
    );
    for (const [contract, slots] of chain.storage) {
      const proof = (await rpc.send("eth_getProof", [contract, [], "latest"])) as { storageHash: string };
      expect(storageRoot(slots)).to.equal(proof.storageHash);
    }
  });

  it("is compared with what was really stated: every certificate is of a dossier that is known here", () => {
    const known = new Map(played.map(({ dossier, drawn }) => [dossier.id, drawn]));
    for (const { certificate, claim } of certificates()) {
      const drawn = known.get((certificate.receipts[0] as Receipt).statement.dossier as Hex);
      expect(drawn?.file.reference.fileReference).to.equal((claim as { fileReference: string }).fileReference);
    }
    expect(played.some(({ drawn }) => drawn.insurers.length === 2)).to.equal(true);
    expect(
      played.some(({ drawn }) => drawn.makers.right !== undefined && drawn.makers.right !== drawn.makers.left),
    ).to.equal(true);
  });

  it("shows the public, who has the chain only, no value, no salt and no dossier", () => {
    expect(
      search(
        kept.filter(({ kind }) => !PUBLIC.includes(kind)),
        chain.sights,
      ),
    ).to.deep.equal([]);
  });

  it("shows the anchorer, who has every receipt, no value and no salt", () => {
    const receipts = played.flatMap(({ dossier }) => receiptsOf(dossier.id));
    const sights = [...documentSights("receipt", receipts), bytesSight("receipts", asCall(receipts.slice(0, 64)))];
    expect(receipts.length).to.be.greaterThan(100);
    expect(
      search(
        kept.filter(({ kind }) => !AN_ANCHORERS.includes(kind)),
        sights,
      ),
    ).to.deep.equal([]);
  });

  it("shows all insurers together no prescription, order, lens or frame, and nothing that opens one", () => {
    const sights = certificates().flatMap(({ name, certificate, claim }) => [
      ...documentSights(`certificate of ${name}`, certificate),
      ...documentSights(`claim of ${name}`, claim),
      bytesSight(`receipts of ${name}`, asCall(certificate.receipts)),
    ]);
    expect(
      search(
        kept.filter(({ kind }) => NEVER_AN_INSURERS.includes(kind) || kind === "salt/frame"),
        sights,
      ),
    ).to.deep.equal([]);
  });

  it("shows an insurer nothing of the other payer, nor of another dossier", () => {
    const opens = ({ kind }: Kept) => kind.startsWith("salt/") || kind.endsWith("Secret") || kind === "fileReference";
    const candidates = kept.filter((one) => one.rank !== undefined || opens(one));
    const scanner = new Scanner(candidates.map(({ secret }) => secret));
    for (const { name, certificate, claim } of certificates()) {
      const { dossier } = (certificate.receipts[0] as Receipt).statement;
      const isForeign = (one: Kept) =>
        one.dossier === dossier ? one.rank !== undefined && one.rank !== certificate.payer.rank : opens(one);
      const foreign = new Set(candidates.filter(isForeign).map(({ secret }) => secret.what));
      const sights = [...documentSights(name, certificate), ...documentSights(`claim of ${name}`, claim)];
      expect(scanner.scan(sights).filter(({ what }) => foreign.has(what))).to.deep.equal([]);
    }
  });

  it("gives whoever carries a claim ticket nothing that opens anything of its dossier", () => {
    for (const { name, dossier, drawn } of played) {
      for (const rank of drawn.insurers.map((_, i) => (i + 1) as Rank)) {
        const own = kept.filter((one) => one.dossier === dossier.id);
        expect(search(own, ticketSights(name, claimTicket(dossier.secret, rank)))).to.deep.equal([]);
      }
    }
  });

  it("shows a lens maker, who has its tickets and all receipts, no store, insurer, price or file", () => {
    for (const maker of result.world.makers.keys()) {
      const sights = played.flatMap(({ name, dossier, drawn }) => {
        const eyes = EYES.filter((eye) => drawn.makers[eye] === maker);
        return eyes.length === 0 ? [] : makersSights(name, dossier.secret, eyes, receiptsOf(dossier.id));
      });
      expect(sights.length).to.be.greaterThan(100);
      expect(
        search(
          kept.filter(({ kind }) => NEVER_A_LENS_MAKERS.includes(kind)),
          sights,
        ),
      ).to.deep.equal([]);
    }
  });

  it("shows a purchasing platform, who carries the tickets of all lens makers, no store, insurer, price or file", () => {
    const carried = played.flatMap(({ name, dossier, drawn }) => {
      const eyes = EYES.filter((eye) => drawn.makers[eye] !== undefined);
      return eyes.length === 0 ? [] : ticketSights(name, orderTicket(dossier.secret, eyes));
    });
    expect(carried.length).to.be.greaterThan(40);
    expect(
      search(
        kept.filter(({ kind }) => NEVER_A_LENS_MAKERS.includes(kind)),
        carried,
      ),
    ).to.deep.equal([]);
  });

  it("shows the maker of one lens nothing that opens the other", () => {
    for (const { name, dossier } of played) {
      for (const [eye, other] of [
        ["right", "left"],
        ["left", "right"],
      ] as const) {
        const sights = makersSights(name, dossier.secret, [eye], receiptsOf(dossier.id));
        const forbidden = kept.filter(
          (one) =>
            one.dossier === dossier.id &&
            (one.kind === "codeSecret" || (one.eye === other && OF_ONE_EYE.includes(one.kind))),
        );
        // Two eyes with the same correction are told apart by their aspect; the values alone are the maker's own.
        expect(search(forbidden, sights)).to.deep.equal([]);
      }
    }
  });

  it("finds a planted value in each of its encodings", () => {
    const siret = "12345678200010";
    const secret = Uint8Array.from({ length: 32 }, (_, i) => 7 * i + 1);
    const correction = {
      lensType: "progressive",
      sphere: -300,
      cylinder: 100,
      axis: 110,
      addition: 200,
      prism: 0,
      prismBase: 0,
    } as const;
    const packed = "010902" + "7ed4" + "0064" + "006e" + "00c8" + "0000" + "0000";
    const secrets: Secret[] = [
      secretText("siret", siret),
      secretText("code", "VM2"),
      secretText("file", "D-2026-000123"),
      secretText("amc", "99000001"),
      secretBytes("secret", secret),
      { what: "correction", forms: prescriptionForms("prescriptionRight", correction) },
      pilotSecret(FILE),
    ];
    const joined = `${FILE.reference.siret}|${FILE.reference.fileReference}|PEC-99|VM2|VM3`;
    const hex = (text: string) => Buffer.from(text).toString("hex");
    const abi = AbiCoder.defaultAbiCoder();
    const ticket = orderTicket(secret, ["right", "left"]);
    const planted: readonly (readonly [what: string, encoding: string, spelt: string | Uint8Array])[] = [
      ["siret", "UTF-8", siret],
      ["siret", "UTF-8, hexadecimal", hex(siret)],
      ["siret", "UTF-8, hexadecimal, upper case", hex("VM2") + hex(siret).toUpperCase()],
      ["siret", "UTF-16", Buffer.from(siret, "utf16le")],
      ["code", "JSON string", '{"code":"VM2"}'],
      ["siret", "JSON escapes", siret.replaceAll(/./g, "\\u003$&")],
      ["file", "UTF-8, lower case", "d-2026-000123"],
      ["file", "JSON escapes, upper case", escapedUpper("D-2026-000123")],
      ["siret", "UTF-8, base 32", base32Of(`12345${siret}1`)],
      ["siret", "integer of 8 bytes, low byte first", utf8Free(toBeHex(BigInt(siret), 8)).reverse()],
      ["siret", "percent escapes", siret.replaceAll(/./g, "%3$&")],
      ["siret", "integer", utf8Free(toBeHex(BigInt(siret)))],
      ["siret", "integer of 8 bytes", utf8Free(toBeHex(BigInt(siret), 8))],
      ["amc", "integer, right of a word", utf8Free(abi.encode(["uint64"], [99000001]))],
      ["siret", "two digits a byte", utf8Free(`0x${siret}`)],
      ["code", "text, left of a word", utf8Free(abi.encode(["bytes3"], [`0x${hex("VM2")}`]))],
      ["code", "text, right of a word", utf8Free(toBeHex(`0x${hex("VM2")}`, 32))],
      ["code", "ABI string", utf8Free(abi.encode(["uint8", "string"], [1, "VM2"]))],
      ["code", "keccak256 of text", utf8Free(id("VM2"))],
      ["code", "keccak256 of text, hexadecimal", id("VM2")],
      ["amc", "sha256 of text", utf8Free(sha256(toUtf8Bytes("99000001")))],
      ["amc", "sha256 of text, base 64", encodeBase64(sha256(toUtf8Bytes("99000001")))],
      ["siret", "keccak256 of integer as a word", utf8Free(keccak256(toBeHex(BigInt(siret), 32)))],
      ["siret", "UTF-8, base 64", encodeBase64(toUtf8Bytes(`x${siret}y`))],
      ["siret", "UTF-8, base 64 for URLs", Buffer.from(`xy${siret}z`).toString("base64url")],
      ["amc", "UTF-8", "of 99000001."],
      ["secret", "bytes", secret],
      ["secret", "bytes, hexadecimal", toHex(secret)],
      ["secret", "bytes, base 64", encodeBase64(Uint8Array.of(1, ...secret, 2))],
      ["secret", "bytes, decimal", BigInt(toHex(secret)).toString()],
      ["secret", "keccak256 of bytes", utf8Free(keccak256(secret))],
      ["correction", "packed prescription", utf8Free(`0x${packed}`)],
      ["correction", "packed prescription, hexadecimal", `0x${packed}`],
      ["correction", "packed prescription as a word", utf8Free(toBeHex(`0x${packed}`, 32))],
      ["correction", "keccak256 of packed prescription", utf8Free(keccak256(`0x${packed}`))],
      ["correction", "sha256 of packed prescription, hexadecimal", sha256(`0x${packed}`)],
      ["correction", "commitment under the zero salt", utf8Free(toBeHex(poseidon2([0n, BigInt(`0x${packed}`)]), 32))],
      ["correction", "member of correction", JSON.stringify({ ...correction, sphere: -200, cylinder: -100, axis: 20 })],
      ["correction", "correction as people write it", "OD -2.00 (-1.00) 20 add 2.00"],
      ["correction", "correction as people write it", "OD -3.00 (+1.00) 110"],
      [
        "correction",
        "correction as ABI words",
        utf8Free(abi.encode(Array(6).fill("int256"), [-300, 100, 110, 200, 0, 0])),
      ],
      ["correction", "correction packed", utf8Free("0xfed40064006e00c800000000")],
      ["hash of several values", "sha256 of values joined", utf8Free(sha256(toUtf8Bytes(joined)))],
      ["hash of several values", "keccak256 of values joined, hexadecimal", id(joined)],
      ["hash of several values", "sha1 of values joined, hexadecimal", createHash("sha1").update(joined).digest("hex")],
    ];
    const scanner = new Scanner(secrets);
    const ticketScanner = new Scanner(
      Object.entries(readOrderTicket(ticket).eyes).flatMap(([eye, opening]) =>
        opening ? [secretBytes(eye, opening.secret)] : [],
      ),
    );
    const places = [chain.sights, documentSights("certificate", result.judged[0]?.certificate)];
    for (const sights of places) {
      expect(scanner.scan(sights)).to.deep.equal([]);
      for (const [what, encoding, spelt] of planted) {
        const found = scanner.scan(plant(sights, spelt)).filter((leak) => leak.what === what);
        expect(
          found.map((leak) => leak.encoding),
          `${what}, ${encoding}`,
        ).to.include(encoding);
      }
      for (const text of [ticket, ticket.toLowerCase()]) {
        const found = new Set(ticketScanner.scan(plant(sights, text)).map(({ what }) => what));
        expect([...found].sort()).to.deep.equal(["left", "right"]);
      }
    }
    expect(scanner.encodings.length).to.be.greaterThan(planted.length);
  });
});

const escapedUpper = (text: string) =>
  [...text].map((char) => `\\u00${char.charCodeAt(0).toString(16).toUpperCase()}`).join("");

/** Base 32 of RFC 4648, bit by bit. */
function base32Of(text: string): string {
  const bits = [...Buffer.from(text)].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{5}/g) ?? [])
    .map((five) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[Number.parseInt(five, 2)])
    .join("");
}

/** Bytes for planting that are no text. */
function utf8Free(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.slice(2), "hex"));
}

/** A copy of what a reader holds, with something put into the middle of its longest piece. */
function plant(sights: readonly Sight[], spelt: string | Uint8Array): Sight[] {
  const bytes = typeof spelt === "string" ? utf8(spelt) : spelt;
  const candidates = sights.filter(({ isText }) => isText === (typeof spelt === "string"));
  const longest = candidates.reduce((a, b) => (a.bytes.length >= b.bytes.length ? a : b));
  const middle = longest.bytes.length >> 1;
  const planted = Buffer.concat([longest.bytes.subarray(0, middle), bytes, longest.bytes.subarray(middle)]);
  return [...sights.filter((sight) => sight !== longest), { ...longest, bytes: Uint8Array.from(planted) }];
}

/** A ticket as text, and what its characters hold. */
function ticketSights(name: string, ticket: string): Sight[] {
  const digits = ticket.slice(ticket.indexOf("-") + 1);
  const bits = [...digits].map((char) => "0123456789ABCDEFGHJKMNPQRSTVWXYZ".indexOf(char).toString(2).padStart(5, "0"));
  const bytes = (bits.join("").match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  return [
    textSight(`ticket of ${name}`, ticket),
    { where: `ticket of ${name}`, bytes: Uint8Array.from(bytes), isText: false },
  ];
}

/** What a lens maker is given of a dossier. */
function makersSights(name: string, secret: Uint8Array, eyes: readonly Eye[], receipts: readonly Receipt[]): Sight[] {
  return [...ticketSights(name, orderTicket(secret, eyes)), ...documentSights(`receipts of ${name}`, receipts)];
}
