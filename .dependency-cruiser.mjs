/** Everything below src but the command, which the rest never imports. */
const LIBRARY = [
  "audit",
  "chain",
  "documents",
  "fast",
  "gateway",
  "language",
  "parties",
  "protocol",
  "report",
  "vault",
  "zk",
].map((name) => `src/${name}`);
const TEST_BED = [
  ...LIBRARY,
  "src/cli",
  "src/evidence.ts",
  "src/verify.ts",
  "src/index.ts",
  "circuits",
  "gateway",
  "typechain-types",
];

/** Every folder that has TypeScript, and the folders that it may import besides itself. */
const FLOORS = {
  "src/language": [],
  "src/protocol": ["src/language"],
  "src/zk": ["src/protocol"],
  "src/report": ["src/language", "src/protocol"],
  "src/fast": ["src/protocol", "src/zk"],
  "src/chain": ["packages/contracts", "src/language", "src/protocol", "typechain-types"],
  "src/parties": ["src/chain", "src/language", "src/protocol", "src/report", "src/zk"],
  "src/gateway": ["src/language", "src/protocol"],
  "src/vault": ["src/gateway", "src/language", "src/parties", "src/protocol"],
  "src/documents": ["src/chain", "src/language", "src/parties", "src/protocol", "src/vault"],
  "src/audit": ["src/chain", "src/fast", "src/gateway", "src/language", "src/protocol", "src/report", "src/zk"],
  "src/cli": [...LIBRARY, "src/evidence.ts"],
  "src/index.ts": LIBRARY,
  "src/evidence.ts": ["src/chain"],
  "src/verify.ts": ["src/chain", "src/protocol"],
  "typechain-types": [],
  "packages/contracts": ["typechain-types"],
  circuits: ["src/protocol", "src/zk"],
  gateway: [
    "src/chain",
    "src/fast",
    "src/gateway",
    "src/language",
    "src/parties",
    "src/protocol",
    "src/report",
    "src/vault",
  ],
  kernel: ["src/fast"],
  ignition: ["src/chain", "typechain-types"],
  "hardhat.config.ts": ["src/chain"],
  "knip.ts": [],
  testing: TEST_BED,
  scenarios: [...TEST_BED, "testing"],
  verification: [...TEST_BED, "testing", "scenarios"],
  bench: [...TEST_BED, "testing", "scenarios"],
  test: [...TEST_BED, "testing", "scenarios", "ignition"],
  scripts: [...TEST_BED, "testing", "scenarios", "ignition", "verification", "bench"],
};

/** What runs in a browser, as it is. */
const BROWSER_SAFE = ["src/language", "src/protocol", "src/zk", "src/report", "src/evidence.ts", "src/verify.ts"];

/** What of src may use Node itself. */
const ON_NODE = [
  "src/audit/(judges|lines|output|repeats|worker)",
  "src/chain/local-index/",
  "src/cli/",
  "src/documents/(equipment|text)",
  "src/fast/(threads|worker|workers)",
  "src/parties/stock.ts",
  "src/vault/",
];

const startsWith = (...folders) => `^(${folders.map((name) => (name.endsWith(".ts") ? name : `${name}/`)).join("|")})`;

/** Files of this repository. */
const OWN = startsWith(...Object.keys(FLOORS));
const PACKAGE = "(^|/)node_modules/";
/** Modules of Node, which are known by their bare names. */
const NODE = "^[a-z_/:]+$";

const floors = Object.entries(FLOORS).map(([folder, below]) => ({
  name: `floor-of-${folder.replaceAll(/\W+/g, "-")}`,
  comment: `${folder} imports ${below.length > 0 ? below.join(", ") : "no other folder"}.`,
  severity: "error",
  from: { path: startsWith(folder) },
  to: { path: OWN, pathNot: startsWith(folder, ...below) },
}));

export default {
  forbidden: [
    ...floors,
    {
      name: "every-folder-has-a-floor",
      comment: "A new folder gets its line in FLOORS.",
      severity: "error",
      from: { pathNot: [OWN, PACKAGE] },
      to: {},
    },
    {
      name: "no-circle",
      comment: "Not of types alone either.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "resolves",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "runs-in-a-browser",
      comment: "Neither imports Node nor anything that does.",
      severity: "error",
      from: { path: startsWith(...BROWSER_SAFE) },
      to: { path: NODE, reachable: true },
    },
    {
      name: "uses-node",
      comment: "What of src may import Node is listed in ON_NODE.",
      severity: "error",
      from: { path: "^src/", pathNot: `^(${ON_NODE.join("|")})` },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "pure-protocol",
      comment: "The protocol and the predicates know no library of a chain.",
      severity: "error",
      from: { path: startsWith("src/protocol", "src/zk", "src/report", "src/language") },
      to: { path: `${PACKAGE}(ethers|hardhat|@nomicfoundation)/` },
    },
    {
      name: "installed-without-hardhat",
      severity: "error",
      from: { path: "^src/" },
      to: { path: `${PACKAGE}(hardhat|@nomicfoundation|snarkjs|circom2)/` },
    },
    {
      name: "prover-apart",
      comment: "snarkjs is GPL-3.0: circuits alone imports it (docs/decisions/008-proof-system.md).",
      severity: "error",
      from: { pathNot: startsWith("circuits") },
      to: { path: `${PACKAGE}(snarkjs|circom2)/` },
    },
  ],
  options: {
    // TypeScript 7 has no parser to call: swc reads the sources, imports of types included.
    parser: "swc",
    moduleSystems: ["es6", "cjs"],
    doNotFollow: { path: "node_modules" },
    exclude: {
      path: "^(artifacts|cache|coverage|dist|docs/api|gateway/dist|packages/contracts/dist)/|/node_modules/.*/node_modules/",
    },
    builtInModules: { add: ["node:sqlite", "node:test"] },
    enhancedResolveOptions: {
      conditionNames: ["import", "node", "default", "types"],
      exportsFields: ["exports"],
    },
  },
};
