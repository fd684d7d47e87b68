import { expect } from "chai";
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
