import { expect } from "chai";
import { mergeDocument } from "../../../src/documents/equipment.js";
import { codedDelivery, parseDelivery, parseStock } from "../../../src/parties/index.js";
import { DELIVERY, FILE, MAKER } from "../../../testing/dossiers.js";
import { csv, example, understood } from "../../../testing/trade-files.js";

const AT = 1_790_000_000;
const INVOICES = example("factures.csv");

describe("an invoice that continues a quote", () => {
  const merge = (change: Record<string, string>) => {
    const { found } = understood(csv(INVOICES.titles, [{ ...INVOICES.rows[0], ...change }]));
    const document = found[0]?.document;
    if (document?.kind !== "invoice") throw new Error("no invoice");
    return mergeDocument(document, FILE, AT);
  };

  it("bears the codes of the corrections that were stated", () => {
    expect(merge({}).stated.eyes.right?.code).to.deep.equal({ code: "VM2", class: "B" });
  });

  it("is refused with another code, which it names with the one that the lens has", () => {
    expect(() => merge({ "Code de regroupement OG": "VM7" })).to.throw(/^code\.left: .* is VM3;/);
    expect(() => merge({ "Classe OD": "A" })).to.throw(/^code\.right: .* is V03;/);
  });
});

describe("the desk of a lens maker", () => {
  const file = (right: object) =>
    JSON.stringify({ format: "clairevoie-delivery/1", right: { ...DELIVERY.right, ...right } });

  it("computes the codes of what was made, from a file or from a program", () => {
    expect(codedDelivery(DELIVERY)).to.deep.equal(DELIVERY);
    expect(parseDelivery(file({ code: { class: "B" } })).right?.code).to.deep.equal({ code: "VM2", class: "B" });
    const uncoded = { left: { ...DELIVERY.left, code: { class: "A" as const } } };
    expect(codedDelivery(uncoded).left?.code).to.deep.equal({ code: "V03", class: "A" });
  });

  it("refuses the code of another lens, however it came to be given, and says nothing of the correction", () => {
    const said = "delivery.right.code.code: is not the grouped code of this lens, which is VM2;";
    expect(() => parseDelivery(file({ code: { code: "VM6", class: "B" } }))).to.throw(said);
    const wrong = { right: { ...DELIVERY.right, code: { code: "V04", class: "A" as const } } };
    expect(() => codedDelivery(wrong)).to.throw(/^delivery\.right\.code\.code: .* V03;[^0-9]*$/);
  });

  const stock = (code: object, prescription?: object) =>
    parseStock(
      JSON.stringify({
        format: "clairevoie-stock/1",
        store: `0x${"01".repeat(32)}`,
        lenses: [
          {
            code,
            lens: { ...DELIVERY.right.lens, lensType: "unifocal" },
            orderReference: "ART-1",
            maker: MAKER,
            units: 2,
            ...(prescription && { prescription }),
          },
        ],
      }),
    ).lenses[0]?.code;
  const sphere = { lensType: "unifocal", sphere: -625, cylinder: 0, axis: 0, addition: 0, prism: 0, prismBase: 0 };

  it("computes the code of a stock sphere, and keeps that of a lens whose power mounting completes", () => {
    expect(stock({ class: "A" }, sphere)).to.deep.equal({ code: "V02", class: "A" });
    expect(() => stock({ code: "VU1", class: "B" }, sphere)).to.throw(/^stock\.lenses\[0\]\.code\.code: .* VU4;/);
    expect(stock({ code: "VU2", class: "B" })).to.deep.equal({ code: "VU2", class: "B" });
    expect(() => stock({ class: "B" })).to.throw("stock.lenses[0].code.code");
  });
});
