import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Artifact } from "@nomicfoundation/edr";
import { type CompiledContract, compile, type Node, reach } from "./compiler.js";
import { type Mutation, mutate, mutationsOf } from "./mutations.js";
import { digestOf, type Outcome } from "./outcomes.js";
import { type Effort, failuresOf, type Suite } from "./runner.js";

const TESTS = readdirSync("contracts/test")
  .filter((name) => name.endsWith(".t.sol"))
  .map((name) => `contracts/test/${name}`);

const SOURCES = readdirSync("contracts", { recursive: true, encoding: "utf8" })
  .map((name) => path.posix.join("contracts", name.split(path.sep).join("/")))
  .filter((name) => name.endsWith(".sol") && !name.startsWith("contracts/test/"));

type Contracts = Readonly<Record<string, Readonly<Record<string, CompiledContract>>>>;

const codeOf = (contract: CompiledContract | undefined): string => contract?.evm?.bytecode.object ?? "";

/** What is asked of the compiler to run the tests of a file. */
const RUNNABLE = ["abi", "evm.bytecode.object", "evm.deployedBytecode.object"];

/** Contracts that tests create by their names, from the code that is beside them (contracts/test/support/Deploying.sol). */
const DEPLOYED = [
  "@openzeppelin/contracts/access/manager/AccessManager.sol",
  ...SOURCES.filter((name) => path.posix.dirname(name) === "contracts"),
];

const artifactsOf = (contracts: Contracts, file: string): readonly Artifact[] =>
  Object.entries(contracts[file] ?? {}).map(([name, contract]) => ({
    id: { name, source: file, solcVersion: "0.8.37" },
    contract: {
      abi: JSON.stringify(contract.abi),
      bytecode: `0x${codeOf(contract)}`,
      deployedBytecode: `0x${contract.evm?.deployedBytecode?.object ?? ""}`,
    },
  }));

function suitesOf(contracts: Contracts, file: string): readonly Suite[] {
  const artifacts = artifactsOf(contracts, file);
  const deployed = DEPLOYED.flatMap((name) => artifactsOf(contracts, name));
  return artifacts.flatMap((artifact) => {
    const { abi, evm } = contracts[file]?.[artifact.id.name] ?? {};
    const isSuite = abi?.some((one) => one.type === "function" && /^(?:test|invariant)/.test(one.name ?? ""));
    const beside = [...artifacts.filter((one) => one !== artifact), ...deployed];
    return isSuite && evm?.bytecode.object ? [{ artifact, beside }] : [];
  });
}

/** A suite that creates the contract of a file from other code. */
const withCode = ({ artifact, beside }: Suite, file: string, code: string): Suite => ({
  artifact,
  beside: beside.map((one) =>
    one.id.source === file ? { ...one, contract: { ...one.contract, bytecode: `0x${code}` } } : one,
  ),
});

/** The mutations of every contract, library and enumeration, in the order of files and lines. */
export function allMutations(): readonly Mutation[] {
  const { trees, errors } = compile(SOURCES, { "*": { "": ["ast"] } });
  if (errors[0]) throw new Error(errors[0].message);
  const declarations = new Map<number, Node>();
  const collect = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if ("nodeType" in value && "id" in value) declarations.set(Number(value.id), value as unknown as Node);
    Object.values(value).forEach(collect);
  };
  Object.values(trees).forEach(collect);
  return SOURCES.flatMap((file) => {
    const tree = trees[file];
    return tree ? [...mutationsOf(file, tree, declarations)].sort((a, b) => a.start - b.start) : [];
  });
}

/** Tests that reach a file, its own first. */
export function testsOf(file: string): readonly string[] {
  const own = `contracts/test/${path.posix.basename(file, ".sol")}.t.sol`;
  return TESTS.filter((test) => reach(test).has(file)).sort((a, b) => Number(b === own) - Number(a === own));
}

const compileRunnable = (names: readonly string[], texts?: ReadonlyMap<string, string>) =>
  compile(names, Object.fromEntries(names.map((name) => [name, { "*": RUNNABLE }])), texts);

/** Everything as it stands, compiled once and kept for the next run. */
function compileAll(): Contracts {
  const kept = `cache/mutants/${digestOf(...SOURCES, ...TESTS).slice(0, 16)}.json`;
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, "utf8")) as Contracts;
  const { contracts, errors } = compileRunnable([...TESTS, ...SOURCES, ...DEPLOYED]);
  if (errors[0]) throw new Error(errors[0].message);
  mkdirSync(path.dirname(kept), { recursive: true });
  writeFileSync(kept, JSON.stringify(contracts));
  return contracts;
}

const nameOf = ({ artifact }: Suite): string => artifact.id.name;

/** How many of the tests that found mutants are asked first. */
const MOST_DEADLY = 8;

/** Makes mutants and lets the tests loose on them. */
export class Attack {
  readonly #contracts = compileAll();
  readonly #creating = new Map<string, readonly Suite[]>();
  readonly #order = new Map<string, string[]>();
  readonly #codes = new Map<Mutation, string>();
  readonly #trusted = new Set<string>();

  /**
   * Compiles mutants of contracts, many at a time: copies of one file beside it share what it imports, which is most of the work.
   * Those that do not compile are left out, and the others compiled again.
   */
  prepare(mutations: readonly Mutation[]): void {
    this.#codes.clear();
    for (const file of new Set(mutations.map((one) => one.file))) {
      if (!this.#contractOf(file)) continue;
      const ofFile = mutations.filter((one) => one.file === file);
      this.#compileTogether(
        file,
        new Map(ofFile.map((one, i) => [path.posix.join(path.posix.dirname(file), `${i}.sol`), one])),
      );
    }
  }

  #compileTogether(file: string, copies: ReadonlyMap<string, Mutation>): void {
    if (copies.size === 0) return;
    const texts = new Map([...copies].map(([name, one]) => [name, mutate(one)]));
    const asked = [...copies.keys()].map((name) => [name, { "*": ["evm.bytecode.object"] }] as const);
    const { contracts, errors } = compile([file], Object.fromEntries(asked), texts);
    for (const [name, one] of copies) {
      if (errors.length === 0) this.#codes.set(one, codeOf(Object.values(contracts[name] ?? {})[0]));
    }
    const right = new Map([...copies].filter(([name]) => !errors.some((error) => error.file === name)));
    if (right.size < copies.size) this.#compileTogether(file, right);
    else if (errors[0]) throw new Error(errors[0].message);
  }

  /** What becomes of a mutant. It survives as far as tests of this effort go. */
  async play(mutation: Mutation, effort: Effort): Promise<Outcome> {
    const { file } = mutation;
    const contract = this.#contractOf(file);
    if (!contract) return this.#playInTests(mutation, effort);
    const code = this.#codes.get(mutation);
    if (code === undefined) return { result: "invalid" };
    if (code === codeOf(contract)) return { result: "same" };
    const suites = this.#suitesWith(file).map((suite) => withCode(suite, file, code));
    const by = await this.#findKiller(file, suites, effort);
    return by ? { result: "killed", by } : { result: "survived" };
  }

  /** A file that tests may use themselves is compiled with each of them, and with every contract. */
  async #playInTests(mutation: Mutation, effort: Effort): Promise<Outcome> {
    const { file } = mutation;
    for (const test of this.#ordered(file, testsOf(file), (name) => name)) {
      const { contracts, errors } = compileRunnable([test, ...DEPLOYED], changed(mutation));
      if (errors.length > 0) return { result: "invalid" };
      const by = await this.#findKiller(`${file} ${test}`, suitesOf(contracts, test), effort);
      if (!by) continue;
      this.#putFirst(file, test);
      return { result: "killed", by };
    }
    return { result: "survived" };
  }

  /** The contract of a file that holds one contract, which tests create by its name. */
  #contractOf(file: string): CompiledContract | undefined {
    const [contract, ...others] = Object.values(this.#contracts[file] ?? {});
    return others.length === 0 && DEPLOYED.includes(file) ? contract : undefined;
  }

  /** The suites that create the contract of a file: its name stands in their code. */
  #suitesWith(file: string): readonly Suite[] {
    const known = this.#creating.get(file);
    if (known) return known;
    const name = Buffer.from(path.posix.basename(file, ".sol")).toString("hex");
    const suites = testsOf(file).flatMap((test) => suitesOf(this.#contracts, test));
    const creating = suites.filter(({ artifact }) => artifact.contract.bytecode?.includes(name));
    if (creating.length === 0) throw new Error(`no test creates the contract of ${file}`);
    this.#creating.set(file, creating);
    return creating;
  }

  /**
   * The first test that fails. The tests that found earlier mutants are asked first, alone: mutants that are neighbours mostly die
   * by the same hand.
   */
  async #findKiller(key: string, suites: readonly Suite[], effort: Effort): Promise<string | undefined> {
    const ordered = this.#ordered(key, suites, nameOf);
    for (const isFirstLook of effort === "quick" ? [true, false] : [false]) {
      for (const suite of ordered) {
        const deadly = (this.#order.get(`${key} ${nameOf(suite)}`) ?? []).slice(0, MOST_DEADLY);
        if (isFirstLook && deadly.length === 0) continue;
        const [failure] = await failuresOf(suite, effort, isFirstLook ? deadly : undefined);
        if (!failure) continue;
        await this.#requireSound(suite, effort);
        const [name = ""] = failure.split("(");
        this.#putFirst(key, nameOf(suite));
        this.#putFirst(`${key} ${nameOf(suite)}`, name);
        return `${suite.artifact.id.source}: ${name}`;
      }
    }
    return undefined;
  }

  /** Before the first mutant that a suite kills: it must pass what stands. */
  async #requireSound(suite: Suite, effort: Effort): Promise<void> {
    const { name, source } = suite.artifact.id;
    const key = [effort, source, name].join();
    if (this.#trusted.has(key)) return;
    const sound = suitesOf(this.#contracts, source).find((one) => nameOf(one) === name);
    const [failure] = sound ? await failuresOf(sound, effort) : ["it is not there"];
    if (failure) throw new Error(`${source}: ${name}.${failure} fails on what stands`);
    this.#trusted.add(key);
  }

  /** What was put first last comes first; what never was keeps its order behind. */
  #ordered<T>(key: string, list: readonly T[], name: (one: T) => string): readonly T[] {
    const order = this.#order.get(key) ?? [];
    const rank = (one: T): number => (order.indexOf(name(one)) + order.length + 1) % (order.length + 1);
    return [...list].sort((a, b) => rank(a) - rank(b));
  }

  #putFirst(key: string, name: string): void {
    this.#order.set(key, [name, ...(this.#order.get(key) ?? []).filter((one) => one !== name)]);
  }
}

const changed = (mutation: Mutation): ReadonlyMap<string, string> => new Map([[mutation.file, mutate(mutation)]]);
