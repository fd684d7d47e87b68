import { expect } from "chai";
import { Wallet } from "ethers";
import { DOMAIN_NAMES } from "../../../src/protocol/eip712.js";
import {
  ALIAS_FORMAT,
  ALIAS_TYPES,
  type Alias,
  type AliasFacts,
  type AliasTable,
  checkAliasTable,
  type Hex,
  makerName,
  ownCodeOf,
  parseAliasTable,
} from "../../../src/protocol/index.js";
import { MAKER } from "../../../testing/dossiers.js";

const wallet = new Wallet(`0x${"43".repeat(32)}`);
const chain = { chainId: 31337, partyRegistry: `0x${"5e".repeat(20)}` as Hex };
const [FROM, UNTIL] = [2_000_000_000, 2_000_086_400];
const ROW: Alias = { alias: "CHAIN-PRO-1", ediCode: "EDI-1600-A", from: FROM, until: UNTIL };

async function signed(change: Partial<AliasTable> = {}): Promise<AliasTable> {
  const table = {
    format: ALIAS_FORMAT,
    chain,
    maker: MAKER,
    aliases: [ROW],
    key: wallet.address.toLowerCase(),
    ...change,
  };
  const { maker, aliases } = table;
  const domain = { ...DOMAIN_NAMES, chainId: table.chain.chainId, verifyingContract: table.chain.partyRegistry };
  return { ...table, signature: await wallet.signTypedData(domain, ALIAS_TYPES, { maker, aliases }) } as AliasTable;
}

const party = makerName(MAKER);
const good: AliasFacts = {
  chain,
  standing: { party, role: "lens-maker", status: "valid", suspended: false },
  maker: { party, enrolledAt: 1, statesFrom: 1 },
};

describe("a table of private-label codes", () => {
  it("is read as its maker signed it", async () => {
    const aliases = [ROW, { ...ROW, alias: "CHAIN-UNI-2", ediCode: "EDI-1500-U" }];
    const table = await signed({ aliases });
    expect(parseAliasTable(JSON.stringify(table))).to.deep.equal(table);
  });

  it("is refused when anything of it was changed after it was signed", async () => {
    const table = await signed();
    const changes: Partial<AliasTable>[] = [
      { maker: "FR-MF-000012345" },
      { chain: { ...chain, chainId: 1 } },
      { chain: { ...chain, partyRegistry: `0x${"5f".repeat(20)}` } },
      { aliases: [{ ...ROW, alias: "CHAIN-PRO-2" }] },
      { aliases: [{ ...ROW, ediCode: "EDI-1500-U" }] },
      { aliases: [{ ...ROW, from: FROM + 1 }] },
      { aliases: [{ ...ROW, until: UNTIL + 1 }] },
      { aliases: [ROW, { ...ROW, alias: "CHAIN-PRO-2" }] },
      { key: `0x${"11".repeat(20)}` },
    ];
    for (const change of changes) {
      expect(() => parseAliasTable({ ...table, ...change }), JSON.stringify(change)).to.throw("aliases.signature");
    }
    expect(() => parseAliasTable({ ...table, signature: "0x" })).to.throw("aliases.signature");
  });

  it("says one lens of a code at a time, and a lens, not another alias", async () => {
    const twice = await signed({ aliases: [ROW, { ...ROW, ediCode: "EDI-1500-U", from: UNTIL, until: UNTIL + 9 }] });
    expect(() => parseAliasTable(twice)).to.throw("aliases.aliases[1].alias: stands for two lenses");
    const after = await signed({ aliases: [{ ...ROW, from: UNTIL + 1, until: UNTIL + 9 }, ROW] });
    expect(parseAliasTable(after).aliases).to.have.length(2);
    const chained = await signed({ aliases: [ROW, { ...ROW, alias: "EDI-1600-A", ediCode: "EDI-1500-U" }] });
    expect(() => parseAliasTable(chained)).to.throw("aliases.aliases[0].ediCode: is an alias itself");
    const backwards = await signed({ aliases: [{ ...ROW, until: FROM - 1 }] });
    expect(() => parseAliasTable(backwards)).to.throw("is before its start");
  });

  it("counts by a valid key of the maker that it names, on its chain", async () => {
    const table = await signed();
    checkAliasTable(table, good);
    const other = `0x${"22".repeat(32)}` as Hex;
    const wrong: readonly (readonly [Partial<AliasFacts>, string])[] = [
      [{ chain: { ...chain, chainId: 1 } }, "aliases.chain"],
      [{ maker: null }, "aliases.key"],
      [{ maker: { party: other, enrolledAt: 1, statesFrom: 1 } }, "aliases.key"],
      [{ standing: { ...good.standing, party: other } }, "aliases.key"],
      [{ standing: { ...good.standing, role: "optician" } }, "aliases.key"],
      [{ standing: { ...good.standing, status: "revoked" } }, "aliases.key"],
      [{ standing: { ...good.standing, suspended: true } }, "aliases.key"],
    ];
    for (const [change, field] of wrong) {
      expect(() => checkAliasTable(table, { ...good, ...change }), JSON.stringify(change)).to.throw(field);
    }
  });
});

describe("the maker's own code of a lens", () => {
  const tables = [{ maker: MAKER, aliases: [ROW] }];
  const own = (ediCode: string, at: number, maker = MAKER) => ownCodeOf(tables, { maker, ediCode }, at);

  it("is what the alias stands for, from its first second to its last", () => {
    expect([FROM - 1, FROM, UNTIL, UNTIL + 1].map((at) => own("CHAIN-PRO-1", at))).to.deep.equal([
      "CHAIN-PRO-1",
      "EDI-1600-A",
      "EDI-1600-A",
      "CHAIN-PRO-1",
    ]);
    expect(own(" chain-pro-1", FROM)).to.equal("EDI-1600-A");
  });

  it("is the code itself where there is no alias, and of a lens that another maker makes", () => {
    expect(own("EDI-1600-A", FROM)).to.equal("EDI-1600-A");
    expect(own("CHAIN-PRO-1", FROM, "FR-MF-000012345")).to.equal("CHAIN-PRO-1");
  });

  it("is refused where two tables of the maker disagree, and not where they agree", () => {
    const ordered = { maker: MAKER, ediCode: "CHAIN-PRO-1" };
    const other = { maker: MAKER, aliases: [{ ...ROW, ediCode: "EDI-1500-U" }] };
    expect(() => ownCodeOf([...tables, other], ordered, FROM)).to.throw("stands for two lenses");
    expect(ownCodeOf([...tables, ...tables], ordered, FROM)).to.equal("EDI-1600-A");
  });
});
