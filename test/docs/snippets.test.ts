import { execFileSync } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { LensMaker, makersOf, Optician } from "../../src/parties/index.js";
import { settlerAddress } from "../../src/protocol/index.js";
import { aChain, aParty } from "../../testing/chain.js";
import { AMC, CLAIM, DELIVERY, FILE, MAKER, STORE } from "../../testing/dossiers.js";

const ROOT = path.resolve(".");

/** What the snippets of a document take for granted: what its reader has at hand. `@` is the root of the repository. */
const PREAMBLES: Readonly<Record<string, string>> = {
  "README.md": `
    import { Insurer } from "@/src/parties/index.js";
    import type { MemberConnection } from "@/src/parties/index.js";
    import type { Deployment } from "@/src/chain/index.js";
    declare const rpc: string;
    declare const deployment: Deployment;
    declare const signer: MemberConnection["signer"];
    declare const identity: MemberConnection["identity"];
    declare const certificate: unknown;
    declare const claim: unknown;
  `,
  "docs/evidence.md": `
    import type { Deployment } from "@/src/chain/index.js";
    declare const deployment: Deployment;
    declare const blockHash: \`0x\${string}\`;
    declare const certificate: unknown;
    declare const claim: unknown;
    declare const text: string;
  `,
  "docs/trust.md": `
    import type { Deployment } from "@/src/chain/index.js";
    declare const rpc: string;
    declare const deployment: Deployment;
    declare const blockHash: \`0x\${string}\`;
    declare const certificate: unknown;
    declare const claim: unknown;
  `,
};

/** The entries of the package that snippets import. */
const ENTRIES = {
  "clairevoie/verify": [path.join(ROOT, "src/verify.ts")],
  "clairevoie/evidence": [path.join(ROOT, "src/evidence.ts")],
  "clairevoie/protocol": [path.join(ROOT, "src/protocol/index.ts")],
  "clairevoie/gateway": [path.join(ROOT, "src/gateway/index.ts")],
  "clairevoie/chain": [path.join(ROOT, "src/chain/index.ts")],
  "clairevoie/insurer": [path.join(ROOT, "src/parties/insurer.ts")],
};

interface Block {
  readonly document: string;
  readonly language: string;
  readonly text: string;
}

function markdownFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md") && !name.startsWith("api/")) // What `docs:api` makes is not ours.
    .map((name) => path.join(folder, name));
}

const DOCUMENTS = [...globSync(["*.md", "*/README.md", ".github/*.md"]), ...markdownFiles("docs")];
const WORKFLOWS = globSync(".github/workflows/*.yml");
const textOf = (document: string) => readFileSync(document, "utf8");

function blocksOf(document: string): Block[] {
  return [...textOf(document).matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = "", text = ""]) => ({
    document,
    language,
    text,
  }));
}

const BLOCKS = DOCUMENTS.flatMap(blocksOf);

/** A heading's anchor as GitHub makes it. */
function anchorsOf(document: string): string[] {
  const prose = textOf(document).replaceAll(/^```[\s\S]*?^```$/gm, "");
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** What is wrong with the relative links of a text that stands in `document`. */
function brokenLinks(document: string, text: string): string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```$/gm, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = ""]) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [file = "", anchor] = target.split("#");
    const linked = file === "" ? document : path.join(path.dirname(document), file);
    if (!existsSync(linked)) return [`${document}: ${target} is no file`];
    if (anchor === undefined) return [];
    const hasHeading = statSync(linked).isFile() && anchorsOf(linked).includes(anchor);
    return hasHeading ? [] : [`${document}: ${target} is no heading`];
  });
}

const scriptsOf = (folder: string) =>
  (JSON.parse(textOf(path.join(folder, "package.json"))) as { scripts: Record<string, string> }).scripts;

/** What is wrong with the commands of a text. */
function brokenCommands(text: string): string[] {
  const run = [...text.matchAll(/npm (?:run (?:-s )?([\w:-]+)(?: -w ([\w-]+))?|(test|start)\b)/g)].map(
    ([, named, workspace = ".", short]) => ({ name: named ?? short ?? "", workspace }),
  );
  const files = [...text.matchAll(/(?:npx tsx|node) ((?:\w+\/)+[\w./-]+)/g)].map(([, file = ""]) => file);
  return [
    ...run.filter(({ name, workspace }) => !(name in scriptsOf(workspace))).map(({ name }) => `npm run ${name}`),
    ...files.filter((file) => !existsSync(file)),
  ];
}

describe("the documents", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "clairevoie-"));
    writeFileSync(path.join(folder, "package.json"), JSON.stringify({ type: "module" }));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Type-checks snippets, each a module of its own, under the project's options. Gives what the compiler says. */
  function compile(blocks: readonly Block[]): string {
    const files = blocks.map(({ document, text }, i) => {
      const name = `${i}-${document.replaceAll(/[^a-zA-Z]/g, "-")}.ts`;
      const preamble = (PREAMBLES[document] ?? "").replaceAll("@/", `${ROOT}/`);
      writeFileSync(path.join(folder, name), `${preamble}\n${text}\nexport {};\n`);
      return name;
    });
    const typeRoots = [path.join(ROOT, "node_modules/@types")];
    const compilerOptions = { typeRoots, noUnusedLocals: false, paths: ENTRIES };
    const project = { extends: path.join(ROOT, "tsconfig.json"), compilerOptions, include: [], files };
    writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify(project));
    try {
      return execFileSync(path.join(ROOT, "node_modules/.bin/tsc"), ["--noEmit", "-p", folder], {
        encoding: "utf8",
        stdio: "pipe",
      });
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  }

  it("show TypeScript that compiles", () => {
    // Those of integrate.md are for readers without this project's types; integrate.test.ts runs them.
    const blocks = BLOCKS.filter(({ language, document }) => language === "ts" && document !== "docs/integrate.md");
    expect(blocks.map(({ document }) => document)).to.include("README.md");
    // One run of the compiler for them and for one that is wrong, whose error is the only one.
    const right = blocks.find(({ text }) => text.includes("insurer.verify"));
    const wrong = {
      document: "README.md",
      language: "ts",
      ...right,
      text: right?.text.replace("verify", "verity") ?? "",
    };
    const said = compile([...blocks, wrong])
      .trimEnd()
      .split("\n");
    expect(said, said.join("\n")).to.have.length(1);
    expect(said[0]).to.contain(`${blocks.length}-README-md.ts`).and.to.contain("Property 'verity' does not exist");
  });

  it("show an insurer's program that verifies and settles", async () => {
    const program = BLOCKS.find(({ document, text }) => document === "README.md" && text.includes("Insurer.connect"));
    const file = path.join(folder, "program.ts");
    writeFileSync(
      file,
      `import { Insurer } from "${ROOT}/src/parties/index.js";
export async function run({ rpc, deployment, signer, identity, certificate, claim }: any) {
${program?.text}
return { verdict, result };
}`,
    );
    const chain = await aChain();
    const { deployment } = chain;
    const store = await aParty(chain, "optician", STORE);
    const laboratory = await aParty(chain, "lens-maker", MAKER);
    const payer = await aParty(chain, "insurer", AMC);
    const optician = await Optician.connect({ deployment, signer: store.signer, identity: store.identity });
    const { signer, identity } = laboratory;
    const maker = await LensMaker.connect({ deployment, signer, identity });
    const dossier = optician.open();
    const ticket = optician.orderTicket(dossier, ["right", "left"]);
    const sealed = [
      await optician.seal([optician.quote(dossier, FILE), optician.order(dossier, FILE)]),
      await maker.seal([maker.ship(ticket, DELIVERY)]),
      await optician.seal([optician.invoice(dossier, FILE)]),
    ];
    const receipts = (await optician.anchor(sealed)).receipts.flat();
    const [invoice, share] = [receipts.at(-1), FILE.payers?.[0]];
    if (!invoice || !share) throw new Error("nothing was invoiced");
    const grant = await optician.grant(dossier, { invoice, payer: share, insurer: payer.party });
    const { run } = await import(pathToFileURL(file).href);
    const { verdict, result } = await run({
      rpc: "http://127.0.0.1:1",
      deployment,
      signer: payer.signer,
      identity: payer.identity,
      certificate: optician.certify(dossier, receipts, 1, { makers: makersOf(FILE), grant }),
      claim: CLAIM,
    });
    expect(verdict.findings).to.deep.equal([]);
    expect(verdict.conform).to.equal(true);
    expect(result.outcome).to.equal("settled");
    const { first } = await chain.suite.settlements.settlementOf(settlerAddress(dossier.secret));
    expect(first).to.equal(payer.party);
  });

  it("link to files and headings that are there", () => {
    expect(DOCUMENTS.flatMap((document) => brokenLinks(document, textOf(document)))).to.deep.equal([]);
    expect(
      brokenLinks("docs/a.md", "[a](nowhere.md) [b](protocol.md#statements) [c](protocol.md#nothing)"),
    ).to.deep.equal(["docs/a.md: nowhere.md is no file", "docs/a.md: protocol.md#nothing is no heading"]);
  });

  it("name commands that are there", () => {
    for (const file of [...DOCUMENTS, ...WORKFLOWS]) expect(brokenCommands(textOf(file)), file).to.deep.equal([]);
    expect(BLOCKS.filter(({ language }) => language === "sh")).not.to.deep.equal([]);
    expect(brokenCommands("npm run nothing && npm test && npx tsx scripts/none.ts")).to.deep.equal([
      "npm run nothing",
      "scripts/none.ts",
    ]);
  });
});
