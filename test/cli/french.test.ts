import { expect } from "chai";
import { clairevoie } from "../../testing/cli.js";

describe("errors in French", () => {
  it("are what a person who asks for French reads", async () => {
    const missing = await clairevoie(["inspect", "nowhere.json"], { LANG: "fr_FR.UTF-8" });
    expect(missing.err).to.equal(
      "clairevoie: nowhere.json : ne peut être lu (ENOENT) ; vérifiez le chemin et vos droits\n",
    );
    const number = await clairevoie(
      ["inspect", "-"],
      { LANG: "fr_FR.UTF-8" },
      '{"format":"clairevoie-claim/1","siret":5}',
    );
    expect(number.err).to.equal("clairevoie: claim.siret : doit être un texte\n");
  });
});
