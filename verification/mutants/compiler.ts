import { readFileSync } from "node:fs";
import path from "node:path";
import solc from "solc";

/** A node of the compiler's syntax tree. `src` is "start:length:file", in bytes. */
export interface Node {
  readonly nodeType: string;
  readonly src: string;
  readonly [field: string]: unknown;
}

/** What a compilation is asked for: file -> contract ("" for the file itself, "*" for all) -> parts. */
type Selection = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

interface Code {
  readonly object: string;
}

export interface CompiledContract {
  readonly abi?: readonly { readonly type: string; readonly name?: string }[];
  readonly evm?: { readonly bytecode: Code; readonly deployedBytecode?: Code };
}

interface Compiled {
  readonly errors: readonly { readonly file: string; readonly message: string }[];
  readonly contracts: Readonly<Record<string, Readonly<Record<string, CompiledContract>>>>;
  readonly trees: Readonly<Record<string, Node>>;
}

interface Output {
  readonly errors?: readonly {
    readonly severity: string;
    readonly formattedMessage: string;
    readonly sourceLocation?: { readonly file: string };
  }[];
  readonly contracts?: Compiled["contracts"];
  readonly sources?: Readonly<Record<string, { readonly ast?: Node }>>;
}

const texts = new Map<string, string>();

/** The text of a source, by its name in the compiler: a path from the root, or that of a package. */
export function sourceOf(name: string): string {
  const known = texts.get(name);
  if (known !== undefined) return known;
  const text = readFileSync(path.join(name.startsWith("contracts/") ? "." : "node_modules", name), "utf8");
  texts.set(name, text);
  return text;
}

/** What the mutants are compiled with. No optimizer: it is slow, and changes nothing of what a contract does. */
const SETTINGS = {
  optimizer: { enabled: false },
  evmVersion: "cancun",
  metadata: { appendCBOR: false, bytecodeHash: "none" },
};

/** Compiles in this process, which loads the compiler once. */
function run(sources: ReadonlyMap<string, string>, outputSelection: Selection): Compiled {
  const content = Object.fromEntries([...sources].map(([name, text]) => [name, { content: text }]));
  const input = { language: "Solidity", sources: content, settings: { ...SETTINGS, outputSelection } };
  const output = JSON.parse(solc.compile(JSON.stringify(input))) as Output;
  return {
    errors: (output.errors ?? [])
      .filter(({ severity }) => severity === "error")
      .map(({ formattedMessage, sourceLocation }) => ({ file: sourceLocation?.file ?? "", message: formattedMessage })),
    contracts: output.contracts ?? {},
    trees: Object.fromEntries(
      Object.entries(output.sources ?? {}).flatMap(([name, { ast }]) => (ast ? [[name, ast]] : [])),
    ),
  };
}

const imports = new Map<string, readonly string[]>();

/** What a file imports, as the compiler reads it: one pass that only parses tells it of the file and of all that it reaches. */
function importsOf(name: string): readonly string[] {
  const known = imports.get(name);
  if (known) return known;
  const sources = { [name]: { content: sourceOf(name) } };
  const settings = { stopAfter: "parsing", outputSelection: { "*": { "": ["ast"] } } };
  const find = { import: (path: string) => ({ contents: sourceOf(path) }) };
  const output = JSON.parse(solc.compile(JSON.stringify({ language: "Solidity", sources, settings }), find)) as Output;
  for (const [file, { ast }] of Object.entries(output.sources ?? {})) {
    const directives = ((ast?.["nodes"] ?? []) as readonly Node[]).filter(
      (node) => node.nodeType === "ImportDirective",
    );
    imports.set(
      file,
      directives.map((node) => String(node["absolutePath"])),
    );
  }
  return imports.get(name) ?? [];
}

/** Files and all that they import. */
export function reach(...names: readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const follow = (name: string): void => {
    if (reached.has(name)) return;
    reached.add(name);
    importsOf(name).forEach(follow);
  };
  names.forEach(follow);
  return reached;
}

/**
 * Compiles files with what they import. Some have another text than on disk; some are not on disk, and import what the file does
 * that they are a copy of.
 */
export function compile(
  names: readonly string[],
  outputSelection: Selection,
  others: ReadonlyMap<string, string> = new Map(),
): Compiled {
  const sources = new Map([...reach(...names)].map((name) => [name, sourceOf(name)]));
  return run(new Map([...sources, ...others]), outputSelection);
}
