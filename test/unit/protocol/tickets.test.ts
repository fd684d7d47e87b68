import { expect } from "chai";
import {
  claimSecret,
  claimTicket,
  codeSalt,
  codeSecret,
  drawDossierSecret,
  eyeSecret,
  orderTicket,
  readClaimTicket,
  readOrderTicket,
  readStockTicket,
  stockTicket,
} from "../../../src/protocol/index.js";

const secret = Uint8Array.from({ length: 32 }, (_, i) => 255 - i);
const order = orderTicket(secret, ["right", "left"]);
const claim = claimTicket(secret, 2);
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

describe("tickets", () => {
  it("fit the free field of today's messages", () => {
    for (const ticket of [order, claim, orderTicket(secret, ["left"])]) {
      expect(ticket).to.match(/^CV[OC]1-[0-9A-Z]+$/);
      expect(ticket.length).to.be.at.most(180);
    }
  });

  it("carry to the lens maker what opens its lenses", () => {
    const { eyes } = readOrderTicket(order);
    expect(eyes.right?.secret).to.deep.equal(eyeSecret(secret, "right"));
    expect(eyes.left?.secret).to.deep.equal(eyeSecret(secret, "left"));
    expect(eyes.left?.codeSalt).to.equal(codeSalt(codeSecret(secret), "left"));
  });

  it("give the maker of one lens nothing of the other", () => {
    const { eyes } = readOrderTicket(orderTicket(secret, ["left"]));
    expect(eyes.right).to.equal(undefined);
    expect(eyes.left?.codeSalt).to.equal(codeSalt(codeSecret(secret), "left"));
    const one = orderTicket(secret, ["left"]);
    expect(one).not.to.include(order.slice(60, 100));
  });

  it("carry the secret of a stock lens, on a sticker, and are taken for no other kind", () => {
    const unit = secret.slice(0, 24);
    const ticket = stockTicket(unit);
    expect(ticket).to.match(/^CVS1-[0-9A-Z]{45}$/);
    expect(readStockTicket(` ${ticket.toLowerCase()} `).secret).to.deep.equal(unit);
    expect(() => readStockTicket(`${ticket.slice(0, -2)}00`)).to.throw("stockTicket");
    expect(() => readStockTicket(order)).to.throw("must begin with CVS1");
    expect(() => readOrderTicket(ticket)).to.throw("must begin with CVO1");
    expect(() => stockTicket(secret)).to.throw("must be 24 bytes");
  });

  it("tell the insurer of a rank where its certificate lies, in 50 characters, and nothing that opens an aspect", () => {
    expect(claim).to.match(/^CVC1-[0-9A-Z]{45}$/);
    expect(readClaimTicket(claim).secret).to.deep.equal(claimSecret(secret, 2));
    expect(claimSecret(secret, 2)).not.to.deep.equal(claimSecret(secret, 1));
    expect(() => readClaimTicket(stockTicket(claimSecret(secret, 2)))).to.throw("must begin with CVC1");
  });

  it("are read in lower case, in groups, and with O and I for 0 and 1", () => {
    const typed = order
      .replaceAll(/.{5}/g, "$& ")
      .replaceAll("0", "o")
      .replaceAll(/(?!^)1/g, "l")
      .toLowerCase();
    expect(readOrderTicket(typed.replace("cvol", "cvo1").replace(/^cv0/, "cvo"))).to.deep.equal(readOrderTicket(order));
  });

  it("detect every single wrong character", () => {
    const passed: number[] = [];
    for (let i = 0; i < claim.length; i++) {
      if (claim[i] === "-") continue;
      for (const char of ALPHABET) {
        if (char === claim[i]) continue;
        try {
          readClaimTicket(claim.slice(0, i) + char + claim.slice(i + 1));
          passed.push(i);
        } catch {}
      }
    }
    expect(passed).to.deep.equal([]);
  });

  it("detect every swap of neighbours, every lost and every doubled character", () => {
    const passed: number[] = [];
    for (let i = 5; i < order.length; i++) {
      const [a = "", b = ""] = [order[i], order[i + 1]];
      const swapped = order.slice(0, i) + b + a + order.slice(i + 2);
      const lost = order.slice(0, i) + order.slice(i + 1);
      const doubled = order.slice(0, i) + a + order.slice(i);
      for (const wrong of [swapped, lost, doubled]) {
        if (wrong === order) continue;
        try {
          readOrderTicket(wrong);
          passed.push(i);
        } catch {}
      }
    }
    expect(passed).to.deep.equal([]);
  });

  it("are refused in one line that repeats nothing of them", () => {
    for (const bad of ["", "CVO1", "CVO1-", claim, `${order}!`, "X".repeat(5000), `CVO2${order.slice(4)}`]) {
      expect(() => readOrderTicket(bad))
        .to.throw(/^orderTicket: [^\n]+$/)
        .with.property("message")
        .that.does.not.include(order.slice(10, 20));
    }
  });

  it("differ for every dossier", () => {
    expect(orderTicket(drawDossierSecret(), ["right"])).not.to.equal(orderTicket(drawDossierSecret(), ["right"]));
  });

  it("refuse letters beyond ASCII that look or fold like those of a ticket", () => {
    const ticket = orderTicket(secret, ["right", "left"]);
    expect(ticket).to.match(/K.*S|S.*K/);
    const swapped = [ticket.replaceAll("S", "\u017f"), ticket.replaceAll("K", "\u212a"), ticket.replace("C", "\uff23")];
    for (const text of swapped) expect(() => readOrderTicket(text)).to.throw("holds a character that no ticket has");
  });
});
