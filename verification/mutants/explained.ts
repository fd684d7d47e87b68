/** A mutant that no test notices, and why that is right. */
export interface Explained {
  readonly file: string;
  readonly where: string;
  /** The line as it stands, without indentation. */
  readonly text: string;
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

/** Changes of one line that go unnoticed for one reason. */
interface ExplainedLine {
  readonly where: string;
  readonly text: string;
  readonly why: string;
  readonly changes: readonly (readonly [from: string, to: string])[];
}

const inFile = (file: string, lines: readonly ExplainedLine[]): Explained[] =>
  lines.flatMap(({ where, text, why, changes }) =>
    changes.map(([from, to]) => ({ file: `contracts/${file}`, where, text, from, to, why })),
  );

/** A statement at the end of a function that says what it would return without. */
const lastWord = (where: string, text: string): ExplainedLine => ({
  where,
  text,
  why: "a function that ends without a word returns zero, which is this",
  changes: [[text, "{}"]],
});

/** A comparison on the way to the least or the greatest. */
const tie = (where: string, text: string, from: string): ExplainedLine => ({
  where,
  text,
  why: "of two that are equal it does not matter which is kept",
  changes: [[from, `${from}=`]],
});

const PASSES = [
  ...inFile("passes/ReceiptsPass.sol", [
    lastWord("ReceiptsPass._openingOf", "return 0;"),
    tie("ReceiptsPass._earlier", "return known == 0 || time < known ? time : known;", "<"),
  ]),
  ...inFile("passes/WithdrawalsPass.sol", [
    tie("WithdrawalsPass._link", "else if (earlier.time < later.lentTime) later.lentTime = earlier.time;", "<"),
    {
      where: "WithdrawalsPass._judgeLink",
      text: "for (uint256 i = 0; i < position; ++i) {",
      why: "a receipt is no fork of itself: both have one hash",
      changes: [["<", "<="]],
    },
  ]),
  ...inFile("passes/PartiesPass.sol", [
    lastWord("PartiesPass._firstInvoice", "return 0;"),
    lastWord("PartiesPass._madeAnOrder", "return false;"),
  ]),
  ...inFile("passes/MakersPass.sol", [
    tie("MakersPass._orderedAt", "if (time == 0 || reading.time < time) time = reading.time;", "<"),
  ]),
  ...inFile("passes/AspectsPass.sol", [lastWord("AspectsPass._isSubstituted", "return false;")]),
  ...inFile("passes/OrderPass.sol", [lastWord("OrderPass._comesBeforeAny", "return false;")]),
  ...inFile("passes/AgePass.sol", [
    tie("AgePass._timesOf", "if (quotedAt > times.quotedAt) times.quotedAt = quotedAt;", ">"),
    tie("AgePass._quotedAt", "if (link.lentTime < time) time = link.lentTime;", "<"),
  ]),
  ...inFile("passes/StockPass.sol", [
    tie("StockPass._invoicedAt", "if (time == 0 || reading.time < time) time = reading.time;", "<"),
  ]),
];

const OTHERS = [
  ...inFile("PartyRegistry.sol", [
    {
      where: "PartyRegistry.actingParty",
      text: "if (party == 0 || _statusAt(record, _now()) != KeyStatus.Valid) return (0, Role.None, false);",
      why: "a record without a party is all zero: no party, no role and no suspension are read either way",
      changes: [
        ["party == 0 || _statusAt(record, _now()) != KeyStatus.Valid", "_statusAt(record, _now()) != KeyStatus.Valid"],
      ],
    },
    {
      where: "PartyRegistry._statusAt",
      text: "function _statusAt(Key storage record, uint48 time) private view returns (KeyStatus) {",
      why: "a copy is read instead of the record: it costs gas and changes nothing",
      changes: [["storage", "memory"]],
    },
  ]),
  ...inFile("LinkRegistry.sol", [
    {
      where: "LinkRegistry.linksAt",
      text: "return _asLinks(_linksOf(a, b).upperLookupRecent(time));",
      why: "a link of a with b is one of b with a: the two are sorted before they are read",
      changes: [["a, b", "b, a"]],
    },
  ]),
  ...inFile("libraries/Aspects.sol", [
    {
      where: "Aspects.eyeOf",
      text: "return (aspect - CODE_RIGHT) % EYES;",
      why: "sum and difference are both even or both odd",
      changes: [["-", "+"]],
    },
  ]),
];

const [A_IS_ZERO, B_IS_ZERO, SUM_IS_ZERO, POINT_IS_ZERO] = [
  "if (_isZero(proof.a) || _isZero(proof.c)) return false;",
  "if (proof.b[0] == 0 && proof.b[1] == 0 && proof.b[2] == 0 && proof.b[3] == 0) return false;",
  "if (sum[0] == 0 && sum[1] == 0) return false; // By chance once in 2^254; the SDK refuses it too.",
  "return point[0] == 0 && point[1] == 0;",
] as const;
const ON_AN_AXIS =
  "no point of G1 but infinity has a coordinate of zero: 3 is no square modulo the order of the field, and there is no point of order 2";
const OF_G2 =
  "no point of G2 with a coordinate of zero is known, and none that is no point of G2 is taken by the pairing";
const MARGIN =
  "the margin of gas has no edge: with a little more or less the pairing has as much as it costs and a third more";

const GROTH16 = inFile("libraries/Groth16.sol", [
  {
    where: "Groth16",
    text: "uint256 private constant PAIRING_GAS = 250_000;",
    why: MARGIN,
    changes: [
      ["250_000", "249999"],
      ["250_000", "250001"],
    ],
  },
  {
    where: "Groth16.verify",
    text: "if (gasleft() < PAIRING_GAS + PAIRING_GAS / 50) revert TooLittleGas(gasleft());",
    why: MARGIN,
    changes: [
      ["<", "<="],
      ["+", "-"],
      ["50", "49"],
      ["50", "51"],
    ],
  },
  {
    where: "Groth16.verify",
    text: A_IS_ZERO,
    why: "A at infinity has the order of the field for its second coordinate once its sign is turned, which the pairing refuses",
    changes: [["_isZero(proof.a) || _isZero(proof.c)", "_isZero(proof.c)"]],
  },
  {
    where: "Groth16.verify",
    text: B_IS_ZERO,
    why: OF_G2,
    changes: [
      [
        "proof.b[0] == 0 && proof.b[1] == 0 && proof.b[2] == 0 && proof.b[3] == 0",
        "proof.b[0] == 0 && proof.b[1] == 0 && proof.b[2] == 0",
      ],
      ["proof.b[0] == 0 && proof.b[1] == 0 && proof.b[2] == 0 && proof.b[3] == 0", "proof.b[3] == 0"],
      ["proof.b[0] == 0 && proof.b[1] == 0 && proof.b[2] == 0", "proof.b[0] == 0 && proof.b[1] == 0"],
      ["proof.b[0] == 0 && proof.b[1] == 0 && proof.b[2] == 0", "proof.b[2] == 0"],
      ["proof.b[0] == 0 && proof.b[1] == 0", "proof.b[0] == 0"],
      ["proof.b[0] == 0 && proof.b[1] == 0", "proof.b[1] == 0"],
      ["&&", "||"],
      ["0", "1"],
      ["1", "0"],
      ["1", "2"],
      ["2", "1"],
      ["2", "3"],
      ["3", "2"],
    ],
  },
  {
    where: "Groth16.verify",
    text: "sum = _compute(ADD, abi.encode(sum, product));",
    why: "a sum of two points",
    changes: [["sum, product", "product, sum"]],
  },
  {
    where: "Groth16.verify",
    text: SUM_IS_ZERO,
    why: ON_AN_AXIS,
    changes: [
      ["sum[0] == 0 && sum[1] == 0", "sum[0] == 0"],
      ["sum[0] == 0 && sum[1] == 0", "sum[1] == 0"],
      ["&&", "||"],
      ["0", "1"],
      ["1", "0"],
    ],
  },
  {
    where: "Groth16.verify",
    text: "abi.encode(minusA, proof.b, key.alpha, key.beta),",
    why: "a product of four pairings, in another order",
    changes: [
      [
        "abi.encode(minusA, proof.b, key.alpha, key.beta),\n            abi.encode(sum, key.gamma, proof.c, key.delta)",
        "abi.encode(sum, key.gamma, proof.c, key.delta),\n            abi.encode(minusA, proof.b, key.alpha, key.beta)",
      ],
    ],
  },
  {
    where: "Groth16._isZero",
    text: POINT_IS_ZERO,
    why: ON_AN_AXIS,
    changes: [
      ["point[0] == 0 && point[1] == 0", "point[0] == 0"],
      ["point[0] == 0 && point[1] == 0", "point[1] == 0"],
      ["&&", "||"],
      ["0", "1"],
      ["1", "0"],
    ],
  },
]);

export const EXPLAINED: readonly Explained[] = [...PASSES, ...OTHERS, ...GROTH16];
