import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { build } from "esbuild";
import { HDNodeWallet, JsonRpcProvider, type Provider } from "ethers";
import { artefactsOf } from "../../circuits/artefacts.js";
import type { EyeOpenings } from "../../circuits/inputs.js";
import { proveBand } from "../../circuits/prove.js";
import { endThreads } from "../../circuits/setup.js";
import { type Deployment, deploySuite, parametersFor, planDeployment } from "../../src/chain/index.js";
import {
  Controller,
  Council,
  type Delivery,
  Insurer,
  LensMaker,
  makersOf,
  Optician,
  prescriptionOpenings,
} from "../../src/parties/index.js";
import {
  ASPECTS,
  type Certificate,
  type Claim,
  certificateText,
  FINDINGS,
  type Finding,
  type Hex,
  type PartyRole,
  type Proofs,
  partyId,
  policy,
  STAGES,
  ZERO,
} from "../../src/protocol/index.js";
import { aLensMaker } from "../../testing/chain.js";
import { AMC, CLAIM, DELIVERY, FILE, MAKER, OTHER_STORE, STORE } from "../../testing/dossiers.js";
import { type RunningNode, startNode } from "../../testing/node.js";

const run = promisify(execFile);
const CAST = path.resolve("node_modules/@foundry-rs/cast-linux-amd64/bin");
/** The accounts that anvil and `hardhat node` both fund. */
const PHRASE = "test test test test test test test test test test test junk";
const account = (i: number, provider: Provider) =>
  HDNodeWallet.fromPhrase(PHRASE, undefined, `m/44'/60'/0'/0/${i}`).connect(provider);
/** What CommonJS in a bundle of modules asks Node for. */
const REQUIRE = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/** A fenced block: its language, and the name that its first line gives. */
interface Block {
  readonly language: string;
  readonly name: string;
  readonly text: string;
}

const BLOCKS: readonly Block[] = [
  ...readFileSync("docs/integrate.md", "utf8").matchAll(/^```(.*)\n([\s\S]*?)^```$/gm),
].map(([, language = "", text = ""]) => ({
  language,
  name: /^(?:\/\/|#) (\S+)$/m.exec(text.split("\n")[0] ?? "")?.[1] ?? "",
  text,
}));

/** What an insurer is shown, and its own verdict. */
interface Presented {
  readonly certificate: Certificate;
  readonly claim: Claim;
  readonly findings: readonly Finding[];
}

const NONE = 255;
const place = ({ stage, aspect }: Finding) =>
  `${stage ? STAGES.indexOf(stage) : NONE} ${aspect ? ASPECTS.indexOf(aspect) : NONE}`;
const ofChain = ({ code }: Finding) => FINDINGS[code].number < 64;
const inNumbers = (finding: Finding) => `${FINDINGS[finding.code].number} ${place(finding)} ${finding.subject ?? ZERO}`;
const inWords = (finding: Finding) => `${finding.code} ${place(finding)} ${finding.subject ?? ZERO}`;
const opened = (finding: Finding) => `${FINDINGS[finding.code].number} ${place(finding)}`;

describe("docs/integrate.md", () => {
  let node: RunningNode;
  let folder: string;
  let deployment: Deployment;
  let insurer: Hex;
  const cases: Record<string, Presented> = {};

  before(async () => {
    node = await startNode();
    mkdirSync("out", { recursive: true });
    folder = mkdtempSync(path.resolve("out/integrate-"));
    await bundlePrograms();
    const options = { staticNetwork: true, cacheTimeout: -1, pollingInterval: 20 };
    const provider = new JsonRpcProvider(node.url, 31337, options);
    deployment = await deploy(provider);
    Object.assign(cases, await present(provider));
    provider.destroy();
    copyFileSync("docs/abi/ConformityVerifier.json", path.join(folder, "abi.json"));
    copyFileSync("docs/vectors/findings.json", path.join(folder, "findings.json"));
  });

  after(async () => {
    await node.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Builds the page's programs, with what they import: a process of tsx for each run is most of the time of a test. */
  async function bundlePrograms(): Promise<void> {
    const programs = BLOCKS.filter(({ language }) => language === "ts");
    for (const { name, text } of programs) writeFileSync(path.join(folder, name), text);
    await build({
      entryPoints: programs.map(({ name }) => path.join(folder, name)),
      outdir: folder,
      outExtension: { ".js": ".mjs" },
      bundle: true,
      splitting: true,
      platform: "node",
      format: "esm",
      logLevel: "error",
      banner: { js: REQUIRE },
    });
  }

  async function deploy(provider: Provider): Promise<Deployment> {
    const changes = { makerDelaySeconds: 0, guardDelaySeconds: 0 };
    const plan = await planDeployment(account(0, provider), "local", (who) => parametersFor(who, changes));
    return deploySuite(account(0, provider), plan);
  }

  /** States dossiers on the node: as it should be, and with what is wrong in each case. */
  async function present(provider: Provider): Promise<Record<string, Presented>> {
    const council = await Council.connect({ deployment, signer: account(0, provider) });
    const enrolled = async (i: number, role: PartyRole, identifier: string) => {
      const signer = account(i, provider);
      const salt: Hex = role === "lens-maker" ? ZERO : `0x${String(i).repeat(64)}`;
      const identity = { salt, identifier };
      const party = partyId(identity.salt, role, identifier);
      if (role === "lens-maker") await aLensMaker(council, identifier, signer.address);
      else await council.enrol(party, role, signer.address);
      await (await Controller.connect({ deployment, signer, party })).addKey(signer.address);
      return { deployment, signer, identity };
    };
    const optician = await Optician.connect(await enrolled(1, "optician", STORE));
    const maker = await LensMaker.connect(await enrolled(2, "lens-maker", MAKER));
    const joined = await enrolled(3, "insurer", AMC);
    const payer = await Insurer.connect(joined);
    const asks = policy({ require: ["band"] });
    const asking = await Insurer.connect({ ...joined, policy: asks });
    // Another party of the same AMC number: what it is shown opens for it too.
    const other = await Insurer.connect(await enrolled(4, "insurer", AMC));
    insurer = payer.party ?? ZERO;

    const openings: ({ readonly id: Hex } & EyeOpenings)[] = [];
    const live = async (delivery: Delivery) => {
      const dossier = optician.open();
      const quoted = await optician.anchor([await optician.seal([optician.quote(dossier, FILE)])]);
      const ordered = await optician.anchor([await optician.seal([optician.order(dossier, FILE)])]);
      const ticket = optician.orderTicket(dossier, ["right", "left"]);
      const shipped = await maker.anchor([await maker.seal([maker.ship(ticket, delivery)])]);
      const invoiced = await optician.anchor([await optician.seal([optician.invoice(dossier, FILE)])]);
      const receipts = [quoted, ordered, shipped, invoiced].flatMap((anchoring) => anchoring.receipts.flat());
      openings.push({ id: dossier.id, ...prescriptionOpenings(dossier, FILE) });
      const [invoice, share] = [invoiced.receipts[0]?.[0], FILE.payers?.[0]];
      if (!invoice || !share) throw new Error("nothing was invoiced");
      const certified = async (to: Insurer) => {
        const grant = await optician.grant(dossier, { invoice, payer: share, insurer: to.party ?? ZERO });
        const options = { disclosure: { frame: true }, makers: makersOf(FILE), grant };
        return optician.certify(dossier, receipts, 1, options);
      };
      return { certificate: await certified(payer), certified };
    };
    const judged = async (certificate: Certificate, claim: Claim, by = payer): Promise<Presented> => {
      const { findings } = await by.verify(certificate, claim);
      return { certificate, claim, findings };
    };

    const { certificate: good } = await live(DELIVERY);
    const { right, left } = DELIVERY;
    const { certificate: substituted } = await live({
      right: { ...right, lens: { ...right.lens, index: 1500 } },
      left,
    });
    const { certificate: paid, certified } = await live(DELIVERY);
    const [elsewhere] = await other.settle([{ certificate: await certified(other), claim: CLAIM }]);
    expect(elsewhere?.outcome).to.equal("settled");
    const [proofs, proofsOfAnother] = [await prove(openings[0]), await prove(openings[1])];
    const framed: Claim = { ...CLAIM, frame: { frameReference: "FR-778", class: "B" } };
    const lines = CLAIM.lines.map((line) => (line.item === "leftLens" ? { ...line, code: "VM5" } : line));
    const cheap = { ...framed, frame: { frameReference: "FR-779", class: "B" } } as const;
    return {
      "as it should be": await judged(good, framed),
      "a substituted lens": await judged(substituted, CLAIM),
      "no shipment": await judged(
        { ...good, receipts: good.receipts.filter(({ statement }) => statement.stage !== 2) },
        CLAIM,
      ),
      "paid by another": await judged(paid, CLAIM),
      "proven of both lenses": await judged({ ...good, proofs }, CLAIM, asking),
      "proven of another dossier's lenses": await judged({ ...good, proofs: proofsOfAnother }, CLAIM, asking),
      "not proven": await judged(good, CLAIM, asking),
      "a claim of another store": await judged(good, { ...CLAIM, siret: OTHER_STORE }),
      // Asked without a party id: the store granted another split of the shares.
      "a claim of another share, code and frame": await judged(
        good,
        { ...cheap, lines, shareCents: 54_001, sharesCents: 54_001 },
        await Insurer.connect({ deployment, provider }),
      ),
    };
  }

  async function prove({ id, right, left }: { readonly id: Hex } & EyeOpenings = { id: ZERO }): Promise<Proofs> {
    if (!right || !left) throw new Error("there are two lenses");
    const proofs = {
      keys: "development",
      bandRight: await proveBand(artefactsOf("band"), id, "right", right, 1 << 8), // VM2
      bandLeft: await proveBand(artefactsOf("band"), id, "left", left, 1 << 9), // VM3
    };
    await endThreads();
    return proofs;
  }

  async function execute({ language, name, text }: Block, requireBand = false): Promise<string> {
    const env = {
      ...process.env,
      PATH: `${CAST}:${process.env["PATH"]}`,
      NODE_COMPILE_CACHE: path.join(folder, "compiled"),
      RPC_URL: node.url,
      VERIFIER: deployment.contracts.conformityVerifier.address,
      REQUIRE_BAND: requireBand ? "yes" : "",
      INSURER: insurer,
    };
    const file = path.join(folder, language === "ts" ? name.replace(/ts$/, "mjs") : `${name}.sh`);
    if (language !== "ts") writeFileSync(file, text);
    const [command, args] = language === "ts" ? [process.execPath, [file]] : ["bash", ["-euo", "pipefail", file]];
    return (await run(command, args, { cwd: folder, env })).stdout;
  }

  const printed = (text: string) => text.split("\n").filter((line) => line !== "");
  /** `[(19, 4, 2, 7, 0x…, 0)]` of cast, in the numbers that curl prints. */
  const tuples = (text: string) =>
    [...text.matchAll(/\((\d+), \d+, (\d+), (\d+), (0x[0-9a-f]{64}), [^()]+\)/g)].map((match) =>
      match.slice(1).join(" "),
    );

  function block(name: string): Block {
    const found = BLOCKS.find((one) => one.name === name);
    if (!found) throw new Error(`docs/integrate.md has no block ${name}`);
    return found;
  }

  it("has the blocks that are run here or by the test of verdicts over HTTP, and no other", () => {
    expect(BLOCKS.map(({ language, name }) => `${language} ${name}`)).to.deep.equal([
      "ts arguments.ts",
      "ts request.ts",
      "sh curl",
      "ts tuples.ts",
      "sh cast",
      "ts viem.ts",
      "ts ethers.ts",
      "ts open.ts",
      ...["sh serve.sh", "sh ask.sh", "java Verdict.java", "json "], // test/docs/verdicts.test.ts
    ]);
  });

  it("shows cases that conform, that do not on chain, and that do not open", () => {
    const codes = Object.entries(cases).map(([name, { findings }]) => [name, findings.map(({ code }) => code)]);
    expect(Object.fromEntries(codes)).to.deep.equal({
      "as it should be": [],
      "a substituted lens": ["aspect-mismatch"],
      "no shipment": ["maker-statement-missing", "maker-statement-missing"],
      "paid by another": ["already-settled"],
      "proven of both lenses": ["development-keys"],
      "proven of another dossier's lenses": ["development-keys", "proof-does-not-verify", "proof-does-not-verify"],
      "not proven": ["band-not-proven", "band-not-proven"],
      "a claim of another store": ["store-not-claimant", "claim-does-not-open"],
      "a claim of another share, code and frame": [
        "claim-does-not-open",
        "claim-does-not-open",
        "shares-exceed-total",
        "code-billing-disagree",
        "claim-does-not-open",
      ],
    });
  });

  const PROVEN = ["proven of both lenses", "proven of another dossier's lenses", "not proven"];

  for (const name of ["as it should be", "a substituted lens", "no shipment", "paid by another", ...PROVEN]) {
    describe(name, () => {
      let expected: Presented;

      before(async () => {
        expected = cases[name] as Presented;
        writeFileSync(path.join(folder, "certificate.json"), certificateText(expected.certificate));
        writeFileSync(path.join(folder, "claim.json"), JSON.stringify(expected.claim));
        await execute(block("arguments.ts"), PROVEN.includes(name));
      });

      it("is with curl what the SDK says", async () => {
        await execute(block("request.ts"));
        expect(printed(await execute(block("curl")))).to.deep.equal(expected.findings.map(inNumbers));
      });

      it("is with cast what the SDK says", async function () {
        await execute(block("tuples.ts"));
        if (!existsSync(path.join(CAST, "cast"))) {
          console.log("      cast is installed on Linux x64 only: this part of docs/integrate.md is not run");
          return this.skip();
        }
        const text = await execute(block("cast"));
        expect(text).to.match(/^\[.*\]\n$/);
        expect(tuples(text)).to.deep.equal(expected.findings.map(inNumbers));
      });

      for (const client of ["viem.ts", "ethers.ts"]) {
        it(`is with ${client.slice(0, -3)} what the SDK says`, async () => {
          expect(printed(await execute(block(client)))).to.deep.equal(expected.findings.map(inWords));
        });
      }
    });
  }

  for (const name of ["as it should be", "a claim of another store", "a claim of another share, code and frame"]) {
    it(`opens ${name} as the SDK does`, async () => {
      const { certificate, claim, findings } = cases[name] as Presented;
      writeFileSync(path.join(folder, "certificate.json"), certificateText(certificate));
      writeFileSync(path.join(folder, "claim.json"), JSON.stringify(claim));
      await execute(block("arguments.ts"));
      expect(findings.filter(ofChain)).to.deep.equal([]);
      expect(printed(await execute(block("open.ts")))).to.deep.equal(findings.map(opened));
    });
  }

  it("takes no answer for no finding: a wrong address stops", async () => {
    await execute(block("arguments.ts"));
    await execute(block("request.ts"));
    const file = path.join(folder, "request.json");
    const request = readFileSync(file, "utf8");
    writeFileSync(file, request.replace(deployment.contracts.conformityVerifier.address, `0x${"12".repeat(20)}`));
    const failed = await execute(block("curl")).then(
      () => "a verdict",
      (error: { code?: number; stderr?: string }) => `${error.code} ${error.stderr}`,
    );
    expect(failed).to.equal("1 no verdict\n");
  });
});
