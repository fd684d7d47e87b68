import type { Results } from "./results.js";

/** A plot of docs/performance.md, made from the results. */
interface Plot {
  readonly file: string;
  make(results: Results): string;
}

interface Bar {
  readonly name: string;
  readonly value: number;
}

interface Curve {
  readonly name: string;
  readonly points: readonly (readonly [number, number])[];
}

/** How the values of an axis are spread. */
type Scale = "linear" | "logarithmic";

interface Axis {
  readonly name: string;
  readonly scale: Scale;
}

const COLOURS = ["#3b6ea5", "#b5542a", "#4d7f3c"];
const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const figure = (value: number) => value.toLocaleString("en", { maximumSignificantDigits: value < 100 ? 2 : 3 });

function drawing(width: number, height: number, title: string, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="13"><rect width="100%" height="100%" fill="white"/><text x="12" y="24" font-size="15">${escaped(title)}</text>${content}</svg>\n`;
}

/** Horizontal bars on a logarithmic scale: what is compared here differs a hundredfold. */
function bars(title: string, unit: string, rows: readonly Bar[]): string {
  const [width, left, row] = [760, 330, 26];
  const most = Math.log10(Math.max(...rows.map(({ value }) => value)) * 1.3);
  const least = Math.log10(Math.min(...rows.map(({ value }) => value)) / 3);
  const drawn = rows.map(({ name, value }, i) => {
    const y = 44 + i * row;
    const length = ((Math.log10(value) - least) / (most - least)) * (width - left - 110);
    return `<text x="${left - 8}" y="${y + 14}" text-anchor="end">${escaped(name)}</text><rect x="${left}" y="${y}" width="${length.toFixed(1)}" height="18" fill="${COLOURS[0]}"/><text x="${(left + length + 6).toFixed(1)}" y="${y + 14}">${Math.round(value).toLocaleString("en")}</text>`;
  });
  return drawing(width, 60 + rows.length * row, `${title} (${unit}, logarithmic)`, drawn.join(""));
}

/** Curves over one axis; a linear axis begins at zero. */
function curves(title: string, across: Axis, up: Axis, all: readonly Curve[]): string {
  const [width, height, left, right, top, bottom] = [760, 380, 80, 40, 64, 56];
  const placed = ({ scale }: Axis, values: readonly number[], from: number, to: number) => {
    const position = (value: number) => (scale === "linear" ? value : Math.log10(value));
    const least = scale === "linear" ? 0 : Math.floor(Math.log10(Math.min(...values)));
    const most = scale === "linear" ? Math.max(...values) * 1.05 : Math.ceil(Math.log10(Math.max(...values)) - 1e-9);
    const ticks =
      scale === "linear"
        ? [0, 0.25, 0.5, 0.75, 1].map((part) => part * most)
        : Array.from({ length: Math.round(most - least) + 1 }, (_, i) => 10 ** (least + i));
    return { at: (value: number) => from + ((position(value) - least) / (most - least || 1)) * (to - from), ticks };
  };
  const points = all.flatMap((curve) => curve.points);
  const x = placed(
    across,
    points.map(([value]) => value),
    left,
    width - right,
  );
  const y = placed(
    up,
    points.map(([, value]) => value),
    height - bottom,
    top,
  );
  const grid = [
    ...x.ticks.map((tick) => {
      const at = x.at(tick).toFixed(1);
      return `<line x1="${at}" x2="${at}" y1="${top}" y2="${height - bottom}" stroke="#ddd"/><text x="${at}" y="${height - bottom + 18}" text-anchor="middle">${figure(tick)}</text>`;
    }),
    ...y.ticks.map((tick) => {
      const at = y.at(tick).toFixed(1);
      return `<line x1="${left}" x2="${width - right}" y1="${at}" y2="${at}" stroke="#ddd"/><text x="${left - 8}" y="${Number(at) + 4}" text-anchor="end">${figure(tick)}</text>`;
    }),
    `<text x="${(left + width - right) / 2}" y="${height - 10}" text-anchor="middle">${escaped(across.name)}</text>`,
  ];
  const lines = all.map(({ name, points: own }, i) => {
    const colour = COLOURS[i % COLOURS.length];
    const path = own.map(([a, b]) => `${x.at(a).toFixed(1)},${y.at(b).toFixed(1)}`).join(" ");
    const start = left + i * 230;
    const dots =
      own.length > 30
        ? ""
        : own
            .map(([a, b]) => `<circle cx="${x.at(a).toFixed(1)}" cy="${y.at(b).toFixed(1)}" r="3" fill="${colour}"/>`)
            .join("");
    return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots}<rect x="${start}" y="38" width="12" height="12" fill="${colour}"/><text x="${start + 18}" y="49">${escaped(name)}</text>`;
  });
  return drawing(width, height, `${title} (${up.name})`, [...grid, ...lines].join(""));
}

const logarithmic = (name: string): Axis => ({ name, scale: "logarithmic" });
const linear = (name: string): Axis => ({ name, scale: "linear" });

/** All plots, by the name of their file. */
export const PLOTS: readonly Plot[] = [
  {
    file: "verification.svg",
    make: ({ verification, peers }) =>
      bars("Verification on one core", "documents a second", [
        { name: "limit: hashing and recoveries alone", value: verification.limit },
        { name: "fast path, batches seen", value: verification.fastest.seen },
        { name: "fast path, native libsecp256k1", value: verification.fastest.cold },
        { name: "fast path, WebAssembly alone", value: verification.portable.cold },
        { name: "plain path", value: verification.plain.cold },
        { name: "straightforward, ethers v6", value: verification.straightforward },
        ...Object.entries(peers).map(([name, value]) => ({ name: name.replace(/ \(.*/, ""), value })),
      ]),
  },
  {
    file: "scaling.svg",
    make: ({ scaling }) =>
      curves("Loads of growing size", logarithmic("certificates"), linear("certificates a second of one core"), [
        { name: "fast path", points: scaling.map(({ size, perSecond }) => [size, perSecond] as const) },
      ]),
  },
  {
    file: "wrapping.svg",
    make: ({ wrapping }) =>
      curves("Batches of growing size", logarithmic("documents of a batch"), logarithmic("documents a second"), [
        { name: "ours", points: wrapping.map(({ size, ours }) => [size, ours] as const) },
        {
          name: "OpenAttestation, wrapDocuments",
          points: wrapping.flatMap(({ size, openAttestation }) =>
            openAttestation === undefined ? [] : [[size, openAttestation] as const],
          ),
        },
      ]),
  },
  {
    file: "depth.svg",
    make: ({ depth }) =>
      curves(
        "Verification against the length of paths",
        linear("nodes of each path"),
        logarithmic("µs a certificate"),
        [
          { name: "fast path", points: depth.map(({ depth: nodes, fast }) => [nodes, fast] as const) },
          { name: "plain path", points: depth.map(({ depth: nodes, plain }) => [nodes, plain] as const) },
        ],
      ),
  },
  {
    file: "gas.svg",
    make: ({ gas }) => {
      const points = gas
        .map(
          ({ batches, statementsPerBatch, gasPerStatement }) =>
            [batches * statementsPerBatch, gasPerStatement] as const,
        )
        .sort(([a], [b]) => a - b);
      const axes = [logarithmic("statements under a root"), logarithmic("gas a statement")] as const;
      return curves("Anchoring", ...axes, [{ name: "measured", points }]);
    },
  },
  {
    file: "audit.svg",
    make: ({ audit }) =>
      curves("Memory of an audit that is killed and resumed", linear("seconds"), linear("MB, all threads"), [
        { name: `${audit.count.toLocaleString("en")} certificates`, points: audit.memory },
      ]),
  },
];
