import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { expect } from "chai";
import { encloseText, openFor } from "../../../src/gateway/enclosing.js";
import {
  drawEnclosingKey,
  type EnclosingKey,
  encloseCertificate,
  isEnclosed,
  openEnclosed,
  parseEnclosingKeys,
  recipientOf,
} from "../../../src/gateway/index.js";
import { hasCode } from "../../../src/protocol/index.js";
import { aFolder } from "../../../testing/cli.js";

/** A file of one step of 32 KiB: head, nonce, padded text and tag. */
const ONE_STEP = 34_427;

const codeOf = async (opening: Promise<unknown>) => {
  const error = await opening.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return (error as { readonly code?: string } | undefined)?.code;
};

describe("an enclosed certificate", () => {
  const folder = aFolder();
  let key: EnclosingKey;
  let other: EnclosingKey;
  let file: Uint8Array;

  before(async () => {
    [key, other] = [await drawEnclosingKey(), await drawEnclosingKey()];
    file = await encloseText('{"secret":1}', key.recipient);
  });
  after(() => folder.remove());

  it("opens with a key of its insurer alone, also after the insurer has changed its key", async () => {
    expect(isEnclosed(file)).to.equal(true);
    expect(await openEnclosed(file, [key.identity])).to.equal('{"secret":1}');
    expect(await openEnclosed(file, [other.identity, key.identity])).to.equal('{"secret":1}');
    expect(await codeOf(openEnclosed(file, [other.identity]))).to.equal("enclosed-for-others");
    expect(await recipientOf(key.identity)).to.equal(key.recipient);
  });

  it("has one size whatever its text, up to a step, and is never compressed", async () => {
    const sizes = ["{}", `${" ".repeat(32_766)}{}`, "é".repeat(16_384)].map(
      async (text) => (await encloseText(text, key.recipient)).length,
    );
    expect(await Promise.all(sizes)).to.deep.equal([ONE_STEP, ONE_STEP, ONE_STEP]);
    const two = await encloseText("x".repeat(32_769), key.recipient);
    expect(two.length).to.equal(ONE_STEP + 32_768);
    expect((await openEnclosed(two, [key.identity])).length).to.equal(32_769);
    expect(await codeOf(encloseText("x".repeat(4_100_000), key.recipient))).to.equal("too-large");
  });

  it("is refused with one bit flipped, wherever that is", async () => {
    const every = (step: number, from: number, to: number) =>
      Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => from + i * step);
    const ends = [...file.subarray(0, 1_627).entries()].flatMap(([at, byte]) => (byte === 0x0a ? [at, at - 1] : []));
    const places = [...every(1, 0, 60), ...every(17, 60, 1_600), ...ends, ...every(997, 1_627, ONE_STEP), ONE_STEP - 1];
    for (const at of places) {
      const flipped = Uint8Array.from(file);
      flipped[at] = (flipped[at] as number) ^ (1 << (at % 8));
      expect(await codeOf(openEnclosed(flipped, [key.identity])), `byte ${at}`).to.be.oneOf([
        ...["enclosed-for-others", "enclosed-changed", "enclosed-otherwise", "not-enclosed", "enclosed-for-several"],
      ]);
    }
  });

  it("is refused when it is cut, when something follows it, and when it is larger than any", async () => {
    const longer = (more: number) => Buffer.concat([file, new Uint8Array(more)]);
    // The last has the length of two steps: what was enclosed says that it is not.
    for (const [one, code] of [
      [file.subarray(0, -1), "enclosed-cut"],
      [file.subarray(0, 1_700), "enclosed-cut"],
      [longer(1), "enclosed-cut"],
      [longer(32_784), "enclosed-cut"],
      [longer(32_768), "enclosed-changed"],
    ] as const) {
      expect(await codeOf(openEnclosed(one, [key.identity])), String(one.length)).to.equal(code);
    }
    expect(await codeOf(openEnclosed(longer(5_000_000), [key.identity]))).to.equal("too-large");
  });

  it("is refused when others can open it too, or when its recipient is no post-quantum one", async () => {
    const { Encrypter } = await import("age-encryption");
    const enclosed = async (...recipients: string[]) => {
      const encrypter = new Encrypter();
      for (const one of recipients) encrypter.addRecipient(one);
      return encrypter.encrypt(new Uint8Array(32_768).fill(0x20).fill(0x7b, 0, 1));
    };
    const x25519 = await identityToRecipient(await generateX25519Identity());
    expect(await codeOf(openEnclosed(await enclosed(key.recipient, x25519), [key.identity]))).to.equal(
      "enclosed-for-several",
    );
    expect(await codeOf(openEnclosed(await enclosed(key.recipient, other.recipient), [key.identity]))).to.equal(
      "enclosed-for-several",
    );
    expect(await codeOf(openEnclosed(await enclosed(x25519), [key.identity]))).to.equal("enclosed-otherwise");
    expect(await openEnclosed(await enclosed(key.recipient), [key.identity])).to.equal("{");
  });

  it("is refused when it is padded otherwise, is no text, or is written as text", async () => {
    const { armor, Encrypter } = await import("age-encryption");
    const enclosed = (plain: Uint8Array) => {
      const encrypter = new Encrypter();
      encrypter.addRecipient(key.recipient);
      return encrypter.encrypt(plain);
    };
    const spaces = new Uint8Array(65_536).fill(0x20);
    expect(await codeOf(openEnclosed(await enclosed(spaces), [key.identity]))).to.equal("enclosed-otherwise");
    expect(await codeOf(openEnclosed(await enclosed(spaces.slice(0, 32_768).fill(0xff)), [key.identity]))).to.equal(
      "enclosed-otherwise",
    );
    const text = new TextEncoder().encode(armor.encode(file));
    expect([isEnclosed(text), await codeOf(openEnclosed(text, [key.identity]))]).to.deep.equal([
      ...[true, "enclosed-in-text"],
    ]);
    expect(await codeOf(openEnclosed(new TextEncoder().encode("{}"), [key.identity]))).to.equal("not-enclosed");
  });

  it("needs a recipient that was not mistyped", async () => {
    const typo = key.recipient.replace(/.$/, (last) => (last === "q" ? "p" : "q"));
    expect(await codeOf(encloseText("{}", typo))).to.equal("recipient-damaged");
    expect(await codeOf(encloseCertificate({} as never, {}))).to.equal("card-without-recipient");
  });

  it("takes keys as age writes them to a file, and repeats nothing of what is none", () => {
    const text = `# created: 2026-12-01\n# public key: ${key.recipient}\r\n${key.identity}\n\n${other.identity}\n`;
    expect(parseEnclosingKeys(text)).to.deep.equal([key.identity, other.identity]);
    for (const wrong of ["", "# only\n", `${key.identity.slice(0, -1)}\n`, `${key.identity}\nAGE-SECRET-KEY-1QQ\n`]) {
      expect(() => parseEnclosingKeys(wrong, "FILE"))
        .to.throw()
        .that.satisfies(
          (error: Error) => hasCode(error, "not-enclosing-key") && !error.message.includes(key.identity.slice(20, 40)),
        );
    }
  });

  it("is what the command age of Debian writes and reads, but for the recipient that this one knows", async function () {
    if (spawnSync("age", ["--version"]).status !== 0) {
      console.log("        skipped: the command age is not installed");
      return this.skip();
    }
    const identity = await generateX25519Identity();
    const recipient = await identityToRecipient(identity);
    const [ours, theirs, keys] = [folder.file("ours.age"), folder.file("theirs.age"), folder.file("key")];
    writeFileSync(keys, `${identity}\n`);
    writeFileSync(ours, await encloseText('{"a":1}', recipient));
    const opened = execFileSync("age", ["--decrypt", "-i", keys, ours], { encoding: "utf8" });
    expect([opened.length, JSON.parse(opened)]).to.deep.equal([32_768, { a: 1 }]);
    execFileSync("age", ["--encrypt", "-r", recipient, "-o", theirs], { input: '{"b":2}'.padEnd(32_768) });
    expect(await openFor(readFileSync(theirs), [identity], "file", "x25519")).to.equal('{"b":2}');
  });
});
