import { hkdfSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect } from "chai";
import {
  BOX_BYTES,
  boxesOf,
  boxOf,
  closeBox,
  eraseToken,
  LONGEST_MESSAGE,
  openBox,
} from "../../../src/gateway/index.js";
import { fromHex, toHex } from "../../../src/protocol/bytes.js";
import {
  claimSecret,
  claimTicket,
  dossierId,
  EYES,
  eyeSecret,
  type Hex,
  insurerSecret,
  orderTicket,
  readClaimTicket,
  readOrderTicket,
  readStockTicket,
  stockTicket,
} from "../../../src/protocol/index.js";

const SECRET = Uint8Array.from({ length: 32 }, (_, i) => i + 3);
const UNIT = Uint8Array.from({ length: 24 }, (_, i) => 7 * i);
const bytes = (length: number) => Uint8Array.from({ length }, (_, i) => i);

/** The boxes of a dossier and of its stock lens, each with a message in it and what erases it. */
const BOXES = {
  "delivery, right eye": { secret: eyeSecret(SECRET, "right"), kind: "delivery", eraser: eyeSecret(SECRET, "right") },
  "delivery, left eye": { secret: eyeSecret(SECRET, "left"), kind: "delivery", eraser: eyeSecret(SECRET, "left") },
  "delivery, stock lens": { secret: UNIT, kind: "delivery", eraser: UNIT },
  "claim, rank 1": { secret: claimSecret(SECRET, 1), kind: "claim", eraser: SECRET },
  "claim, rank 2": { secret: claimSecret(SECRET, 2), kind: "claim", eraser: SECRET },
} as const;

const eyesOf = (ticket: string) =>
  Object.values(readOrderTicket(ticket).eyes).flatMap((eye) => (eye ? [eye.secret] : []));

/** What each holds of which a box could derive. */
const HOLDERS: Readonly<Record<string, readonly Uint8Array[]>> = {
  "dossier id alone": [fromHex(dossierId(SECRET))],
  "optician, with the dossier": [
    ...[SECRET, claimSecret(SECRET, 1), claimSecret(SECRET, 2), UNIT],
    ...EYES.map((eye) => eyeSecret(SECRET, eye)),
  ],
  "maker of the right lens": eyesOf(orderTicket(SECRET, ["right"])),
  "maker of both lenses": eyesOf(orderTicket(SECRET, ["right", "left"])),
  "claim ticket of rank 1": [readClaimTicket(claimTicket(SECRET, 1)).secret],
  "stock ticket": [readStockTicket(stockTicket(UNIT)).secret],
  "certificate, opened": [insurerSecret(SECRET), fromHex(dossierId(SECRET))],
};

describe("boxes", () => {
  it("are found, opened and erased by those of the table in docs/boxes.md, the dossier's id by none", () => {
    const rows = Object.entries(HOLDERS).map(([holder, held]) => {
      const cells = Object.values(BOXES).map(({ secret, kind, eraser }) => {
        const box = boxOf(secret, kind, 0);
        const content = closeBox(box, bytes(10));
        const finds = held.filter((one) => boxOf(one, kind, 0).index === box.index);
        const opens = finds.some((one) => openBox(boxOf(one, kind, 0), content) !== undefined);
        const erases = held.some((one) => eraseToken(one, box.index) === eraseToken(eraser, box.index));
        return [finds.length > 0 && "finds", opens && "opens", erases && "erases"].filter(Boolean).join(", ") || "none";
      });
      return `| ${[holder, ...cells].join(" | ")} |`;
    });
    const page = readFileSync("docs/boxes.md", "utf8").split("\n");
    const head = `| who holds | ${Object.keys(BOXES).join(" | ")} |`;
    expect(page).to.include(head);
    expect(page.slice(page.indexOf(head) + 2, page.indexOf(head) + 2 + rows.length)).to.deep.equal(rows);
    expect(rows[0]).to.equal("| dossier id alone | none | none | none | none | none |");
  });

  it("derive from what writer and reader hold, by HKDF, as the vectors say", () => {
    const vectors = JSON.parse(readFileSync("docs/vectors/boxes.json", "utf8")) as {
      readonly [F in "kind" | "secret" | "index" | "contentKey" | "eraseToken"]: string;
    }[] &
      { number: number }[];
    const derive = (secret: Uint8Array, info: string | Uint8Array, length: number) =>
      toHex(new Uint8Array(hkdfSync("sha256", secret, new Uint8Array(), info, length)));
    const dossierSecret = Uint8Array.from({ length: 32 }, (_, i) => i);
    expect(vectors.length).to.equal(4);
    for (const { kind, number, secret, index, contentKey, eraseToken: token } of vectors) {
      const derived = derive(fromHex(secret as Hex), `clairevoie/1/box/${kind}/${number}`, 64);
      expect([index, contentKey]).to.deep.equal([derived.slice(0, 66), `0x${derived.slice(66)}`]);
      const info = Buffer.concat([Buffer.from("clairevoie/1/box-erase/"), fromHex(index as Hex)]);
      expect(token).to.equal(derive(dossierSecret, info, 32));
    }
  });

  it("hold each message in one of few lengths, up to the longest", () => {
    const box = boxOf(SECRET, "claim", 0);
    for (const length of [0, 1, 4_052, 4_053, 34_427, LONGEST_MESSAGE]) {
      const content = closeBox(box, bytes(length));
      expect(BOX_BYTES as readonly number[]).to.include(content.length);
      expect(openBox(box, content)).to.deep.equal(bytes(length));
    }
    expect(closeBox(box, bytes(34_427)).length, "an enclosed certificate").to.equal(36_864);
    expect(closeBox(box, bytes(4_052)).length).to.equal(4_096);
    expect(closeBox(box, bytes(4_053)).length).to.equal(16_384);
    expect(() => closeBox(box, bytes(LONGEST_MESSAGE + 1))).to.throw("box");
    expect(closeBox(box, bytes(1))).not.to.deep.equal(closeBox(box, bytes(1)));
  });

  it("open for nothing that was changed, cut, swapped, or is of another box or kind", () => {
    const box = boxOf(SECRET, "claim", 0);
    const content = closeBox(box, bytes(99));
    for (let at = 0; at < content.length; at += 37) {
      const changed = Uint8Array.from(content);
      changed[at] = (changed[at] as number) ^ 1;
      expect(openBox(box, changed), `byte ${at}`).to.equal(undefined);
    }
    for (const other of [content.subarray(1), new Uint8Array(), new Uint8Array(4_096)]) {
      expect(openBox(box, other)).to.equal(undefined);
    }
    expect(openBox(boxOf(SECRET, "claim", 1), content)).to.equal(undefined);
    // The same key: what binds is the associated data.
    expect(openBox({ ...box, kind: "patient" }, content)).to.equal(undefined);
    expect(openBox({ ...box, index: boxOf(SECRET, "claim", 1).index }, content)).to.equal(undefined);
  });

  it("are sixteen of each kind, no two alike", () => {
    const all = (["delivery", "claim", "patient"] as const).flatMap((kind) => boxesOf(SECRET, kind));
    expect(new Set(all.flatMap(({ index, key }) => [index, toHex(key)])).size).to.equal(96);
    for (const number of [-1, 16, 0.5]) expect(() => boxOf(SECRET, "claim", number)).to.throw("box.number");
  });
});
