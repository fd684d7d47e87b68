import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { Mnemonic } from "ethers";

/** Fails when a tracked file holds a key, a mnemonic, a token, or a path or host of somebody's machine. */

const isMnemonic = (found: string) => Mnemonic.isValidMnemonic(found.slice(1, -1));

const FORBIDDEN: readonly (readonly [what: string, pattern: RegExp, isOne?: (found: string) => boolean])[] = [
  ["a private key in PEM", /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/g],
  ["a private key", /(?:private_?key|secret_?key|deployer\w*|\bkey)["']?\s*[:=]\s*["']?(0x)?[0-9a-f]{64}\b/gi],
  ["a mnemonic", /["'`](?:[a-z]{3,8} ){11}(?:(?:[a-z]{3,8} ){12})?[a-z]{3,8}["'`]/g, isMnemonic],
  ["a token of a host of code", /\b(?:gh[pousr]_\w{36,}|github_pat_\w{22,}|glpat-[\w-]{20,})/g],
  ["a token of npm", /\bnpm_[A-Za-z0-9]{36}\b|_authToken\s*=/g],
  ["a token of a cloud", /\bAKIA[0-9A-Z]{16}\b|\bAIza[\w-]{35}\b|\bxox[abprs]-[\w-]{10,}/g],
  [
    "a key of a node's provider",
    /https?:\/\/[\w.-]*(?:infura|alchemy|quicknode|ankr)[\w.-]*\/[\w/-]*[0-9a-zA-Z_-]{24,}/g,
  ],
  ["a password in an address", /\b[a-z]+:\/\/[^\s/:@"'`]+:[^\s/@"'`<{]{3,}@/g],
  ["a folder of somebody's machine", /(?:\/home\/|\/Users\/|[A-Z]:\\+Users\\+)[\w.-]+|(?<![\w.])\/root\//g],
  ["a registry's address", /"resolved"\s*:\s*"https?:|^registry\s*=/gm],
];

/** What looks like one and is none, with the reason. The first is the file, the second what was found there. */
const JUSTIFIED: readonly (readonly [file: RegExp, found: string, reason: string])[] = [
  [
    /^test\/(?:cli|faults|package)\//,
    "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
    "the first key of every development node, public and worthless",
  ],
  [
    /^test\/cli\/table\.test\.ts$/,
    "59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d",
    "the second key of every development node",
  ],
  [
    /^(?:src\/cli\/commands\/sandbox|scripts\/check-secrets|test\/.*)\.ts$/,
    "test test test test test test test test test test test junk",
    "what every development node draws its keys from, public and worthless",
  ],
];

/** What is forbidden in a text, each with its line; what was found is cut short, so that this does not print it. */
function findSecrets(name: string, text: string): string[] {
  return FORBIDDEN.flatMap(([what, pattern, isOne]) =>
    [...text.matchAll(pattern)].flatMap(({ 0: found, index }) => {
      if (isOne?.(found) === false) return [];
      if (JUSTIFIED.some(([file, known]) => file.test(name) && found.includes(known))) return [];
      return [`${name}:${text.slice(0, index).split("\n").length}: ${what}: ${found.slice(0, 12)}…`];
    }),
  );
}

/** One of each kind, written so that this file has none: a scan that cannot find is worse than none. */
const PLANTED: readonly string[] = [
  `-----BEGIN EC ${"PRIVATE"} KEY-----`,
  `DEPLOYER_PRIVATE_KEY=${"1f".repeat(32)}`,
  `const phrase = "${Array(11).fill("abandon").join(" ")} about";`,
  `${"ghp"}_${"a1".repeat(18)}`,
  `${"npm"}_${"a1".repeat(18)}`,
  `${"AKIA"}${"A1".repeat(8)}`,
  `https://mainnet.infura.io/v3/${"ab".repeat(16)}`,
  `https://user:${"password"}@example.org`,
  `/${"home"}/somebody/project`,
  `"resolved": "${"https"}://registry.example.org/a.tgz"`,
];
const missed = PLANTED.filter((text) => findSecrets("planted", text).length === 0);
for (const text of missed) console.error(`planted and not found: ${text}`);

const tracked = execFileSync("git", ["ls-files", "-z"], { encoding: "utf8" }).split("\0").filter(Boolean);
const faults = tracked.flatMap((name) => findSecrets(name, readFileSync(name, "utf8")));
for (const fault of faults) console.error(fault);
if (missed.length + faults.length > 0) process.exit(1);
console.log(`secrets: none in ${tracked.length} files`);
