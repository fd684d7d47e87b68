import { readFileSync } from "node:fs";
import { expect } from "chai";
import { run } from "../../src/cli/run.js";
import { OLDEST_NODE } from "../../src/cli/version.js";
import { CATALOGUES, completed } from "../../src/language/index.js";
import { clairevoie } from "../../testing/cli.js";

/** A third language that has begun: a file of its own, and its entry in the list of catalogues. */
const de = completed({
  errors: { unreadable: ({ system }) => `ist nicht lesbar (${system}); Pfad und Rechte prüfen` },
  command: {
    usage: { unknownOption: ({ given }) => `unbekannte Option „${given}“` },
    inspect: { description: "Jede Datei lesbar ausgeben, Geheimes verborgen" },
  },
});
const THREE = { ...CATALOGUES, de };
const german = (argv: readonly string[], env: Record<string, string> = { LANG: "de_DE.UTF-8" }) =>
  clairevoie(argv, env, "", THREE);

describe("a third language", () => {
  it("is chosen by --lang and by LANG, and offered by --help", async () => {
    for (const ran of [
      await german(["inspect", "nowhere.json"]),
      await german(["inspect", "nowhere.json", "--lang", "de"], {}),
    ]) {
      expect(ran.err).to.equal("clairevoie: nowhere.json: ist nicht lesbar (ENOENT); Pfad und Rechte prüfen\n");
    }
    const help = (await german(["--help"])).out.replaceAll(/\s+/g, " ");
    expect(help).to.contain('--lang <language> en or fr or de (default: LANG) (choices: "en", "fr", "de")');
    const unknown = await clairevoie(["inspect", "-", "--lang", "de"]);
    expect([unknown.code, unknown.err]).to.deep.equal([
      2,
      "clairevoie: option '--lang <language>' argument 'de' is invalid. Allowed choices are en, fr; see `clairevoie --help`\n",
    ]);
  });

  it("is English where its catalogue says nothing yet", async () => {
    const { out } = await german(["inspect", "--help"]);
    expect(out).to.contain("Jede Datei lesbar ausgeben").and.contain("show salts, secrets and health values as well");
    const mistyped = await german(["inspect", "--reveall"]);
    expect(mistyped.err).to.equal(
      "clairevoie: unbekannte Option „--reveall“; did you mean --reveal?; see `clairevoie inspect --help`\n",
    );
  });
});

describe("a Node that is too old", () => {
  const on = async (node: string, lang: string) => {
    let said = "";
    const terminal = {
      env: {},
      hasColour: false,
      isWatched: false,
      isClosed: () => false,
      input: async () => "",
      node,
    };
    const print = (text: string) => {
      said += text;
    };
    return [await run(["--version", "--lang", lang], { ...terminal, out: print, err: print }), said];
  };

  it("is told at once, whatever was asked, and the oldest is that of package.json", async () => {
    const { engines } = JSON.parse(readFileSync("package.json", "utf8")) as { engines: { node: string } };
    expect(engines.node).to.equal(`>=${OLDEST_NODE}`);
    for (const old of ["20.20.2", "22.12.0", "18.0.0"]) {
      expect(await on(old, "en")).to.deep.equal([
        2,
        `clairevoie: Node ${old} is too old: install Node ${OLDEST_NODE} or later\n`,
      ]);
    }
    expect((await on("20.20.2", "fr"))[1]).to.contain("est trop ancien : installez Node 22.13 ou plus récent");
    for (const new_ of ["22.13.0", "24.1.0", "26.0.0-nightly"]) expect((await on(new_, "en"))[0], new_).to.equal(0);
  });
});
