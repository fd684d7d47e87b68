import { expect } from "chai";
import { CATALOGUES, shownName, tell, visible } from "../../../src/language/index.js";
import { visibleJson } from "../../../src/language/visible.js";
import { InputError, parseClaim } from "../../../src/protocol/index.js";

/** What a terminal obeys, or a reader does not see. */
const FOREIGN: Readonly<Record<string, string>> = {
  "a new line": "a\nclairevoie: all is well",
  "a carriage return": "a\rb",
  "an escape sequence": "a\u001b[2K\u001b[1Ab",
  "its form of one byte (C1)": "a\u009b2Kb",
  "a title of the window (OSC in C1)": "a\u009d0;x\u009cb",
  "an override of direction": "a\u202eb",
  "an isolate of direction": "a\u2066b",
  "a zero-width space": "a\u200bb",
  "a line separator": "a\u2028b",
  "a half of a surrogate": "a\ud800b",
};
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what may not be there.
const OBEYED = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]|\p{Cs}/u;

describe("a text of others in an error", () => {
  for (const [name, text] of Object.entries(FOREIGN)) {
    it(`is shown as what it is, and forges no line: ${name}`, () => {
      const ways = [
        visible(text),
        new InputError(text, "empty").message,
        new InputError("field", "unwritable", { system: text }).message,
        tell(new InputError(text, "unreadable", { system: text }), CATALOGUES.fr),
        visibleJson(JSON.stringify({ [text]: text })),
      ];
      for (const shown of ways)
        expect(shown)
          .to.match(/a.*b|a.*well/)
          .and.not.match(OBEYED);
    });
  }

  it("leaves what people write as it is", () => {
    const text = "Numéro d’œil « OD » – 42 €, 日本";
    expect(visible(text)).to.equal(text);
  });

  it("is the same JSON once it is read", () => {
    const value = { "\u009b": "\u202e\u2028\ufeff" };
    expect(JSON.parse(visibleJson(JSON.stringify(value)))).to.deep.equal(value);
  });
});

describe("the name of an unknown field", () => {
  const SALT = "8d3f0c6b5a4e1d2c9b8a7f6e5d4c3b2a19081726354453627180f9e8d7c6b5a4";

  it("is told as long as it is a name", () => {
    expect(shownName("sphereRight")).to.equal('"sphereRight"');
    expect(shownName("priorAuthorisation")).to.equal('"priorAuthorisation"');
  });

  it("never holds a part of a salt that helps anyone", () => {
    for (const name of [SALT, `0x${SALT}`, `salt ${SALT}`, `s${SALT.toUpperCase()}`, `CVO1-${SALT}`]) {
      const told = shownName(name);
      expect(told.length).to.be.below(30);
      for (let at = 0; at + 9 <= SALT.length; at++) {
        expect(told.toLowerCase(), name).to.not.contain(SALT.slice(at, at + 9));
      }
    }
  });

  it("is told so by every reader: an unknown field, one that is there twice", () => {
    for (const text of [`{"${SALT}": 1}`, `{"${SALT}": 1, "${SALT}": 2}`, `{"a\\u009b\\u202e": 1}`]) {
      try {
        parseClaim(text);
        expect.fail("is no claim");
      } catch (error) {
        expect((error as Error).message)
          .to.not.contain(SALT.slice(0, 12))
          .and.not.match(OBEYED);
      }
    }
  });
});
