import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import {
  codeSalt,
  codeSecret,
  commit,
  drawDossierSecret,
  eyeSecret,
  insurerSalt,
  insurerSecret,
  type Prescription,
  passesLuhn,
  prescriptionSalt,
  ZERO,
} from "../src/protocol/index.js";
import { readOptions } from "../testing/script-options.js";

const USAGE = `npm run demo:enumerate -- [--json] [--help]

Why salts: finds a prescription and a SIRET behind plain SHA-256 hashes by trying them all, then fails on commitments.`;

const OPTICIANS = 16_000; // In France: FACTS of the trade, rassemblementopticiens.fr.
const SALTED_TRIES = 20_000; // Each is slower than a SHA-256; enough to show that trying leads nowhere.

/** What a pilot-style record hashes, as publicly described: values, and nothing secret. */
const plainHash = (...values: readonly (string | number)[]) => bytesToHex(sha256(utf8ToBytes(values.join("|"))));

/** Every correction that is made in quarter dioptres and steps of five degrees, without addition. */
function* corrections(): Generator<Prescription> {
  const rest = { lensType: "unifocal", addition: 0, prism: 0, prismBase: 0 } as const;
  for (let sphere = -1000; sphere <= 800; sphere += 25) {
    yield { ...rest, sphere, cylinder: 0, axis: 0 };
    for (let cylinder = 25; cylinder <= 600; cylinder += 25) {
      for (let axis = 5; axis <= 180; axis += 5) yield { ...rest, sphere, cylinder, axis };
    }
  }
}

/** SIRETs that could be those of opticians: anyone has the real list, this one is fictitious. */
function* sirets(): Generator<string> {
  for (let i = 0; i < OPTICIANS; i++) {
    const body = `9${String(i).padStart(7, "0")}00001`;
    for (let digit = 0; digit < 10; digit++) if (passesLuhn(`${body}${digit}`)) yield `${body}${digit}`;
  }
}

interface Search<T> {
  readonly found: T | undefined;
  readonly tries: number;
  readonly seconds: number;
}

function search<T>(
  candidates: Iterable<T>,
  matches: (candidate: T) => boolean,
  most = Number.POSITIVE_INFINITY,
): Search<T> {
  const started = performance.now();
  let tries = 0;
  for (const candidate of candidates) {
    tries += 1;
    if (matches(candidate)) return { found: candidate, tries, seconds: (performance.now() - started) / 1000 };
    if (tries >= most) break;
  }
  return { found: undefined, tries, seconds: (performance.now() - started) / 1000 };
}

const dioptres = (value: number) => `${value < 0 ? "-" : "+"}${(Math.abs(value) / 100).toFixed(2)}`;

function main(): void {
  const values = readOptions({ json: { type: "boolean" }, help: { type: "boolean", short: "h" } });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const say = (line: string) => (values.json ? process.stderr : process.stdout).write(`${line}\n`);

  const secret: Prescription = {
    lensType: "unifocal",
    sphere: -275,
    cylinder: 75,
    axis: 165,
    addition: 0,
    prism: 0,
    prismBase: 0,
  };
  const siret = [...sirets()][12_345] ?? "";
  const fileReference = "D-2026-000123";
  const recorded = {
    correction: plainHash(secret.sphere, secret.cylinder, secret.axis),
    store: plainHash(siret, fileReference, "PEC-99"),
  };

  say("1. A record of plain SHA-256 hashes, as anyone could read it on a chain:");
  say(`   correction ${recorded.correction}`);
  say(`   store      ${recorded.store}`);
  say("2. Trying every correction, then every optician (who tries knows the file reference, as an insurer does):");
  const correction = search(corrections(), (c) => plainHash(c.sphere, c.cylinder, c.axis) === recorded.correction);
  const store = search(sirets(), (s) => plainHash(s, fileReference, "PEC-99") === recorded.store);
  const { found } = correction;
  const rate = Math.round((correction.tries + store.tries) / (correction.seconds + store.seconds));
  if (found) {
    const text = `${dioptres(found.sphere)} (${dioptres(found.cylinder)}) ${found.axis}°`;
    say(`   correction ${text}: found after ${correction.tries} tries, ${correction.seconds.toFixed(2)} s`);
  }
  say(
    `   store      ${store.found}: found after ${store.tries} tries, ${store.seconds.toFixed(2)} s (${rate} tries a second)`,
  );

  const dossier = drawDossierSecret();
  const prescriptionCommitment = commit("prescriptionRight", prescriptionSalt(eyeSecret(dossier, "right")), secret);
  const referenceCommitment = commit("reference", insurerSalt(insurerSecret(dossier), "reference"), {
    siret,
    fileReference,
  });
  say("3. The same values as salted commitments:");
  say(`   correction ${prescriptionCommitment}`);
  say(`   store      ${referenceCommitment}`);
  say("4. The same search, by one who knows all but the salt (and so tries none, or any that it can think of):");
  const wrongSalt = codeSalt(codeSecret(drawDossierSecret()), "right");
  const salted = [
    search(corrections(), (c) => commit("prescriptionRight", ZERO, c) === prescriptionCommitment, SALTED_TRIES),
    search(sirets(), (s) => commit("reference", wrongSalt, { siret: s, fileReference }) === referenceCommitment),
  ];
  const recovered = salted.filter((result) => result.found !== undefined).length;
  say(`   ${salted.reduce((sum, { tries }) => sum + tries, 0)} tries, ${recovered} found.`);
  say(
    "   Each value is hashed with a salt derived from a secret of 192 bits or more, so that all values must be tried",
  );
  say("   under all salts: 2^192 times the work above. Two who hold the same salt still see at once that they agree.");
  if (values.json) {
    console.log(
      JSON.stringify({
        recoveredPrescription: found?.sphere === secret.sphere && found.axis === secret.axis,
        recoveredSiret: store.found === siret,
        hashesPerSecond: rate,
        saltedRecovered: recovered,
        seconds: Math.round(performance.now() / 100) / 10,
      }),
    );
  }
  if (!found || store.found !== siret || recovered !== 0) process.exitCode = 1;
}

main();
