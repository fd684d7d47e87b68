import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { ChainError, DryRun } from "../../../src/chain/index.js";
import type { PartialCatalogue } from "../../../src/language/catalogue.js";
import { commands } from "../../../src/language/en/errors/commands.js";
import { CATALOGUES, type Coded, completed, type ErrorCode, tell } from "../../../src/language/index.js";
import type { Translation } from "../../../src/language/translation.js";
import { ClairevoieError, hasCode, InputError, read, siretSchema } from "../../../src/protocol/index.js";

const { en, fr } = CATALOGUES;
const CODES = Object.keys(en.errors) as ErrorCode[];

/** Values that are words of the catalogue. Any other is a number of its own, to be found again in the sentence. */
const WORDS: Readonly<Record<string, string>> = {
  because: "astray",
  expected: "json",
  eye: "right",
  format: "pdf",
  holds: "key",
  fact: "withdrawalOf",
  of: "items",
  part: "slot",
  stage: "order",
  type: "text",
  unit: "bytes",
};

/** The same, where one code means other words by a name. */
const WORDS_OF: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "identity-of-another-role": { given: "optician", wanted: "insurer" },
  "not-in-range": { of: "days" },
};
const wordOf = (code: ErrorCode, name: string) => (WORDS_OF[code] ?? WORDS)[name] ?? WORDS[name];

/** A sentence filled in, and the values that it was filled in with. */
function filled(language: "en" | "fr", code: ErrorCode): { readonly sentence: string; readonly names: string[] } {
  const text = CATALOGUES[language].errors[code] as string | ((values: unknown) => string);
  const names = new Set<string>();
  const values = new Proxy(
    {},
    {
      get: (_, name: string) => {
        names.add(name);
        return wordOf(code, name) ?? numberOf(name);
      },
    },
  );
  return { sentence: typeof text === "string" ? text : text(values), names: [...names].sort() };
}

function numberOf(name: string): string {
  return `7${[...name].map((letter) => letter.charCodeAt(0)).join("")}`;
}

describe("the catalogue of errors", () => {
  it("has no code that nothing throws", () => {
    const source = ["src", "circuits", "ignition"]
      .flatMap((folder) =>
        readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => path.join(folder, name)),
      )
      .filter((file) => file.endsWith(".ts") && !file.startsWith(path.join("src", "language")))
      .map((file) => readFileSync(file, "utf8"))
      .join("\n");
    expect(CODES.length).to.be.greaterThan(100);
    expect(CODES.filter((code) => !source.includes(`"${code}"`))).to.deep.equal([]);
  });

  it("keeps what the command alone throws from programs that only verify", () => {
    const library = readdirSync("src", { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !/^(?:cli|language)[\\/]/.test(name))
      .map((name) => readFileSync(path.join("src", name), "utf8"))
      .join("\n");
    const own = Object.keys(commands);
    expect(own.length).to.be.greaterThan(50);
    expect(own.filter((code) => library.includes(`"${code}"`))).to.deep.equal([]);
    const error = new InputError("--rpc", "not-node-address");
    expect(error.message).to.equal("--rpc: not-node-address");
    expect(tell(error, en)).to.equal(`--rpc: ${en.errors["not-node-address"]}`);
  });

  it("says the same in both languages, filled in with the same values", () => {
    for (const code of CODES) {
      const [english, french] = [filled("en", code), filled("fr", code)];
      expect(french.names, code).to.deep.equal(english.names);
      expect(french.sentence, code).not.to.equal(english.sentence);
      for (const { sentence, names } of [english, french]) {
        expect(sentence, code).not.to.match(/^\s|\s$|^$|undefined|NaN|\[object/);
        for (const name of names)
          expect(sentence, code).to.include(wordOf(code, name) === undefined ? numberOf(name) : "");
      }
      expect(english.sentence, code).not.to.match(/ [;:?]/);
      expect(french.sentence, code).not.to.match(/\S[;?]/);
    }
  });

  it("translates what was being done, and what every error of a contract means", () => {
    for (const section of ["activities", "refusals"] as const) {
      const french: Readonly<Record<string, string>> = fr[section];
      for (const [key, english] of Object.entries(en[section]))
        expect(french[key]).to.match(/./).and.not.equal(english);
    }
  });
});

describe("an error", () => {
  it("has a code and values, to be read as fields of known types", () => {
    const error: unknown = new InputError("statements", "too-many", { limit: 5, of: "statements" });
    if (!hasCode(error, "too-many")) throw new Error("another code");
    const limit: number = error.limit;
    expect(limit).to.equal(5);
    expect(error).to.include({
      code: "too-many",
      field: "statements",
      message: "statements: has more than 5 statements",
    });
    expect(error.values).to.deep.equal({ limit: 5, of: "statements" });
    expect(hasCode(error, "empty")).to.equal(false);
    expect(hasCode(new Error("too-many"), "too-many")).to.equal(false);
  });

  it("cannot be made of a code without its values, nor with others", () => {
    // @ts-expect-error: the limit is missing.
    expect(() => new InputError("statements", "too-many")).not.to.throw(InputError);
    // @ts-expect-error: there is no such code.
    expect(() => new InputError("statements", "is empty")).not.to.throw(InputError);
    // @ts-expect-error: a value that the sentence does not know.
    expect(new InputError("statements", "too-long", { limit: 5, unit: "lines" }).code).to.equal("too-long");
  });

  it("keeps fields of its own: no value is named like one", () => {
    const error = new ChainError("refused", "cannot-pay", {}, "settling");
    const taken = [
      ...Object.keys(error),
      ...Object.keys(new InputError("a", "empty")),
      "message",
      "stack",
      "cause",
      "at",
    ];
    const names = CODES.flatMap((code) => filled("en", code).names);
    expect(names.filter((name) => taken.includes(name))).to.deep.equal([]);
  });

  it("is told in any language, with what it is about", () => {
    expect(tell(new InputError("a.csv", "empty"), fr)).to.equal("a.csv : est vide");
    const refused = new ChainError("reverted", "contract-refused", { refusal: "KeyTaken(0x12)" }, "adding-key");
    expect(tell(refused, en)).to.equal(
      "adding a key: the contract refused with KeyTaken(0x12); the key is of a party already, for ever; see `party keys list`",
    );
    expect(tell(refused, fr)).to.equal(
      "ajout d'une clé : le contrat a refusé avec KeyTaken(0x12) ; la clé est déjà à un participant, pour toujours ; voyez `party keys list`",
    );
    const deploying = new ChainError("refused", "cannot-pay", {}, ["deploying", "stockRegistry"]);
    expect(tell(deploying, fr)).to.match(/^déploiement \(stockRegistry\) : le compte ne peut payer/);
    expect(tell(new DryRun(21_000n, 7n), fr))
      .to.include("21000")
      .and.include("7 wei");
    expect(tell(new ClairevoieError("vault-closed"), en)).to.equal("the vault is closed; open it again");
  });

  it("is the same of another field", () => {
    const error = new InputError("billing.lines", "too-many", { limit: 16, of: "items" }).at("total");
    expect(error).to.include({ field: "total", code: "too-many", message: "total: has more than 16 items" });
    expect(error.values.limit).to.equal(16);
  });

  it("is of a code too where the reader of schemas finds the fault itself", () => {
    const codeOf = (value: unknown) => {
      try {
        return read(siretSchema, value, "siret");
      } catch (error) {
        return (error as Coded).code;
      }
    };
    expect([5, "123", "12345678901234"].map(codeOf)).to.deep.equal(["wrong-type", "not-siret", "siret-check-digit"]);
  });
});

describe("a language", () => {
  it("does not compile when a sentence is missing, is superfluous or is filled in otherwise", () => {
    const english = { plain: "is empty", limit: ({ limit }: { limit: number }) => `at most ${limit}` };
    const limit = ({ limit }: { limit: number }) => `höchstens ${limit}`;
    const whole: Translation<typeof english> = { plain: "ist leer", limit };
    // @ts-expect-error: a sentence is missing.
    const lacking: Translation<typeof english> = { plain: "ist leer" };
    // @ts-expect-error: there is no such sentence in English.
    const more: Translation<typeof english> = { plain: "ist leer", limit, other: "anders" };
    // @ts-expect-error: a value that English does not give.
    const other: Translation<typeof english> = { plain: "ist leer", limit: ({ most }: { most: number }) => `${most}` };
    expect([whole, lacking, more, other]).to.have.length(4);
  });

  it("is one file: German, of which a part is written, tells an error and speaks English for the rest", () => {
    const begun: PartialCatalogue = {
      about: ({ subject, sentence }) => `${subject}: ${sentence}`,
      errors: { empty: "ist leer", "too-long": ({ limit }) => `ist länger als ${limit}` },
      activities: { settling: "Abrechnung" },
    };
    const german = completed(begun);
    expect(tell(new InputError("a.csv", "empty"), german)).to.equal("a.csv: ist leer");
    expect(tell(new InputError("a.csv", "too-long", { limit: 9, unit: "bytes" }), german)).to.equal(
      "a.csv: ist länger als 9",
    );
    const unpaid = new ChainError("refused", "cannot-pay", {}, "settling");
    expect(tell(unpaid, german)).to.equal(`Abrechnung: ${en.errors["cannot-pay"]}`);
    expect(german.refusals).to.deep.equal(en.refusals);
  });
});
