import { Console } from "node:console";
import { Writable } from "node:stream";
import { inspect } from "node:util";
import { expect } from "chai";
import { Secret } from "../../../src/vault/index.js";

const TEXT = "correct horse battery";
const BYTES = new TextEncoder().encode(TEXT);

/** What `console.log` writes. */
function logged(...values: unknown[]): string {
  let text = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  new Console(stream).log(...values);
  return text;
}

describe("a secret", () => {
  for (const [kind, secret] of [
    ["text", new Secret(TEXT)],
    ["bytes", new Secret(BYTES)],
  ] as const) {
    const failure = new Error("it failed", { cause: secret });
    for (const [way, print] of [
      ["console.log", () => logged(secret)],
      ["console.log with a format", () => logged("%s %o %O %j %d", secret, secret, secret, secret, secret)],
      ["console.log of what holds it", () => logged({ deep: [{ secret }] }, new Map([[secret, secret]]))],
      ["util.inspect", () => inspect(secret)],
      ["util.inspect of everything", () => inspect(secret, { showHidden: true, depth: 9, getters: true })],
      ["util.inspect without custom forms", () => inspect(secret, { customInspect: false, showHidden: true })],
      ["JSON.stringify", () => JSON.stringify({ secret })],
      ["a template", () => `${secret}`],
      ["joining", () => `${[secret, secret].join()} ${"".concat(String(secret))}`],
      ["the cause of an error", () => logged(failure) + inspect(failure) + String(failure.cause)],
      ["copying", () => inspect({ ...secret }) + inspect(Object.entries(secret)) + inspect(structuredClone(secret))],
    ] as const) {
      it(`of ${kind} does not show by ${way}`, () => {
        const printed = print();
        expect(printed).to.not.be.empty;
        for (const form of [TEXT, "horse", String(BYTES), "111, 114, 114", Buffer.from(BYTES).toString("hex")]) {
          expect(printed).to.not.include(form);
        }
        expect(printed).to.not.match(/63 ?6f ?72/);
      });
    }
  }

  it("shows that it is one, and is given to who asks", () => {
    expect([String(new Secret(TEXT)), inspect(new Secret(BYTES)), JSON.stringify(new Secret(TEXT))]).to.deep.equal([
      "[secret]",
      "[secret]",
      '"[secret]"',
    ]);
    expect(new Secret(TEXT).reveal()).to.equal(TEXT);
    expect(new Secret(BYTES).reveal()).to.equal(BYTES);
  });
});
