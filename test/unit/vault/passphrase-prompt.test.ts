import { PassThrough } from "node:stream";
import { expect } from "chai";
import { loadSigner, readPassphrase, Secret } from "../../../src/vault/index.js";
import { errorOf } from "../../../testing/vault-records.js";

/** A terminal whose mode, screen and end of program can be looked at. */
class FakePrompt {
  readonly modes: boolean[] = [];
  readonly exits: number[] = [];
  screen = "";
  readonly input: PassThrough & { isTTY: boolean; isRaw: boolean; setRawMode(raw: boolean): void };
  readonly output = new PassThrough();
  readonly exit = (code: number) => {
    this.exits.push(code);
  };

  constructor(isTTY = true) {
    const { modes } = this;
    this.input = Object.assign(new PassThrough(), {
      isTTY,
      isRaw: false,
      setRawMode(raw: boolean) {
        this.isRaw = raw;
        modes.push(raw);
      },
    });
    this.output.on("data", (chunk) => {
      this.screen += String(chunk);
    });
  }

  /** What is read when these pieces are typed, one after the other. */
  async type(...pieces: readonly (string | Buffer)[]): Promise<Secret<string>> {
    const answer = readPassphrase("Passphrase: ", this);
    answer.catch(() => undefined);
    for (const piece of pieces) {
      this.input.write(piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return answer;
  }
}

const LISTENERS = ["exit", "SIGTERM", "SIGHUP", "SIGINT"];
const listeners = () => LISTENERS.map((event) => process.listenerCount(event));

/** The terminal is as it was: with echo, unread, and nothing of ours listens. */
function expectRestored({ modes, input }: FakePrompt, before: number[]): void {
  expect(modes).to.deep.equal([true, false]);
  expect(input.isPaused()).to.equal(true);
  for (const event of ["data", "end"]) expect(input.listenerCount(event), event).to.be.lessThan(2);
  expect(listeners()).to.deep.equal(before);
}

describe("a passphrase that is asked for on a terminal", () => {
  for (const [name, pieces, expected] of [
    ["typed in one go", ["correct horse\r"], "correct horse"],
    ["typed key by key", [..."correct\n"], "correct"],
    ["with accents cut in two", [Buffer.from([0x63, 0xc3]), Buffer.from([0xa9, 0x0d])], "cé"],
    ["with an emoji taken back", ["ab👓\u007fc\r"], "abc"],
    ["corrected with backspace", ["ax\bb\u007f\u007f\u007fab\r"], "ab"],
    ["begun again with Ctrl-U", ["wrong\u0015right\r"], "right"],
    ["with arrows and other keys", ["a\u001b[Db\u001b[3~c\u001bOHd\u0001\u001a\te\r"], "abcde"],
    ["with an arrow cut in three", ["a\u001b", "[", "Db\r"], "ab"],
    ["with Escape before Enter", ["ab\u001b", "\r"], "ab"],
    ["with Ctrl-D within", ["a\u0004b\r"], "ab"],
    ["with more after it", ["one\rtwo\r"], "one"],
    ["empty", ["\r"], ""],
  ] as const) {
    it(`is read when it is ${name}, and is not shown`, async () => {
      const [prompt, before] = [new FakePrompt(), listeners()];
      const answer = await prompt.type(...pieces);
      expect(answer).to.be.instanceOf(Secret);
      expect(answer.reveal()).to.equal(expected);
      expect(prompt.screen).to.equal("Passphrase: \n");
      expect(prompt.exits).to.deep.equal([]);
      expectRestored(prompt, before);
    });
  }

  for (const [name, pieces] of [
    ["Ctrl-C", ["corr\u0003"]],
    ["Ctrl-C after Escape", ["corr\u001b", "\u0003"]],
    ["Ctrl-D on an empty line", ["\u0004"]],
  ] as const) {
    it(`ends the program with 130 on ${name}, once the terminal is as it was`, async () => {
      const [prompt, before] = [new FakePrompt(), listeners()];
      const rawAtExit: boolean[] = [];
      const seen = { ...prompt, exit: (code: number) => rawAtExit.push(prompt.input.isRaw) && prompt.exit(code) };
      const answer = readPassphrase("Passphrase: ", seen);
      for (const piece of pieces) prompt.input.write(piece);
      const error = await errorOf(answer);
      expect(error).to.equal("InputError: passphrase: was not typed: interrupted; run it again");
      expect(prompt.exits).to.deep.equal([130]);
      expect(rawAtExit).to.deep.equal([false]);
      expectRestored(prompt, before);
    });
  }

  it("is no more waited for when the terminal goes away, and echo is back", async () => {
    for (const away of [
      (prompt: FakePrompt) => prompt.input.end(),
      (prompt: FakePrompt) => prompt.input.destroy(new Error("gone")),
    ]) {
      const [prompt, before] = [new FakePrompt(), listeners()];
      const answer = readPassphrase("Passphrase: ", prompt);
      away(prompt);
      expect(await errorOf(answer)).to.include("the terminal went away");
      expect(prompt.modes).to.deep.equal([true, false]);
      expect(listeners()).to.deep.equal(before);
    }
  });

  it("gives the terminal its echo back when the program exits or is terminated meanwhile", async () => {
    for (const event of ["exit", "SIGTERM"] as const) {
      const [prompt, before] = [new FakePrompt(), listeners()];
      const answer = readPassphrase("Passphrase: ", prompt);
      const ours = process.listeners(event as "SIGTERM").at(-1) as unknown as (signal: string) => void;
      const kill = process.kill;
      const killed: unknown[] = [];
      process.kill = (_pid, signal) => {
        killed.push(signal);
        return true;
      };
      try {
        ours(event);
      } finally {
        process.kill = kill;
      }
      expectRestored(prompt, before);
      expect(killed).to.deep.equal(event === "exit" ? [] : ["SIGTERM"]);
      answer.catch(() => undefined);
    }
  });

  it("says which variable to set when there is no terminal", async () => {
    const prompt = new FakePrompt(false);
    const expected =
      "InputError: passphrase: cannot be asked for without a terminal; set CLAIREVOIE_PASSPHRASE or name a file";
    expect(await errorOf(readPassphrase("Passphrase: ", prompt))).to.equal(expected);
    expect(prompt.modes).to.deep.equal([]);
    expect(prompt.screen).to.equal("");
    const missing = await errorOf(loadSigner({ keystore: "/nowhere.json", env: {}, prompt }));
    expect(missing).to.include("/nowhere.json: is missing");
  });
});
