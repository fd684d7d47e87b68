import type { Hex } from "../protocol/index.js";
import type { ReportCatalogue } from "./catalogues.js";
import { type Drawn, drawnEvents, type Lane, lanesOf } from "./events.js";
import { type Link, linksOf } from "./links.js";
import { type Markup, markup } from "./markup.js";
import type { Report } from "./report.js";
import { shortInParis } from "./times.js";

/** How wide a drawing is: long ones are cut in bands, as music is. */
interface Canvas {
  readonly name: "wide" | "narrow";
  readonly width: number;
  /** For the names of the lanes. */
  readonly gutter: number;
  /** Most events in a band. */
  readonly columns: number;
}

export const WIDE: Canvas = { name: "wide", width: 880, gutter: 128, columns: 8 };
export const NARROW: Canvas = { name: "narrow", width: 360, gutter: 70, columns: 4 };

const LANE = 78;
const TOP = 36;
const DATES = 46;
const RADIUS = 14;

/** Where an event is drawn. */
interface Spot {
  readonly drawn: Drawn;
  readonly x: number;
  readonly y: number;
  readonly band: number;
}

/**
 * Draws the dossier: a lane for each author, the statements in the order of time, which of them agree.
 * @internal
 */
export function drawing(report: Report, canvas: Canvas, catalogue: ReportCatalogue): Markup {
  const lanes = lanesOf(report, catalogue);
  const events = drawnEvents(report, lanes, catalogue);
  const bands = Math.max(1, Math.ceil(events.length / canvas.columns));
  const height = TOP + lanes.length * LANE + DATES;
  // Bands are filled alike, so that the last one is not a single event.
  const perBand = Math.max(1, Math.ceil(events.length / bands));
  const step = (canvas.width - canvas.gutter) / Math.max(perBand, canvas.name === "wide" ? 4 : 3);
  const spots = events.map((drawn, i): Spot => {
    const band = Math.floor(i / perBand);
    return {
      drawn,
      band,
      x: Math.round(canvas.gutter + step * ((i % perBand) + 0.5)),
      y: band * height + TOP + drawn.lane * LANE + LANE / 2 - 10,
    };
  });
  const spotOf = (statement: Hex) =>
    spots.find(({ drawn }) => drawn.kind === "statement" && drawn.statement === statement);
  const { drawing: texts, clauses } = catalogue.report;
  const told = clauses({ parts: events.map(({ spoken }) => spoken) });
  const id = `drawing-${canvas.name}`;
  const connectors = linksOf(report).flatMap((link) => connectorOf(link, spotOf(link.from), spotOf(link.to), spots));
  const arcs = spots.flatMap(({ drawn }) =>
    drawn.kind === "statement" && drawn.supersedes ? arc(spotOf(drawn.supersedes), spotOf(drawn.statement)) : [],
  );
  return markup`<svg class="${canvas.name}" viewBox="0 0 ${canvas.width} ${bands * height}" role="img" aria-labelledby="${id}-title ${id}-told"><title id="${id}-title">${texts.title}</title><desc id="${id}-told">${told}.</desc>
${Array.from({ length: bands }, (_, band) => bandOf(lanes, band * height, canvas))}
${spots.map(({ x, band }) => markup`<line class="tick" x1="${x}" y1="${band * height + TOP - 8}" x2="${x}" y2="${(band + 1) * height - DATES + 2}" />`)}
${connectors.map(({ isAgreed, path }) => markup`<path class="link ${isAgreed ? "good" : "bad"}" d="${path}" />`)}
${arcs}
${spots.map((spot) => nodeOf(spot, step, (spot.band + 1) * height - DATES))}
${connectors.map(signOf)}
</svg>`;
}

function bandOf(lanes: readonly Lane[], top: number, { width, gutter }: Canvas): Markup {
  const drawn = lanes.map(({ name, about }, i) => {
    const y = top + TOP + i * LANE + LANE / 2 - 10;
    return markup`<line class="lane" x1="${gutter - 6}" y1="${y}" x2="${width}" y2="${y}" /><text class="name" x="0" y="${y - 2}">${name}</text><text class="tiny" x="0" y="${y + 14}">${about}</text>`;
  });
  return markup`${drawn}`;
}

/** A line from one statement to another, and where its sign stands. */
interface Connector {
  readonly isAgreed: boolean;
  readonly path: string;
  readonly sign: readonly [x: number, y: number];
}

/** How far along a line its sign may stand, the middle first. */
const SIGN_POSITIONS = [0.5, 0.36, 0.64, 0.25, 0.75] as const;

function connectorOf(
  { isAgreed }: Link,
  from: Spot | undefined,
  to: Spot | undefined,
  spots: readonly Spot[],
): readonly Connector[] {
  if (!from || !to || from.band !== to.band || from.x === to.x) return [];
  const isBetween = (x: number) => x > Math.min(from.x, to.x) && x < Math.max(from.x, to.x);
  // Over what stands between two statements of one author, not through it.
  const rise = from.y === to.y && spots.some(({ x, y }) => y === from.y && isBetween(x)) ? 44 : 0;
  const at = (t: number) =>
    [from.x + t * (to.x - from.x), from.y + t * (to.y - from.y) - 2 * t * (1 - t) * rise] as const;
  const isFree = ([x, y]: readonly [number, number]) =>
    spots.every((spot) => Math.abs(spot.x - x) > 42 || y < spot.y - 26 || y > spot.y + 58);
  const sign = SIGN_POSITIONS.map(at).find(isFree) ?? at(0.5);
  const path = `M${from.x} ${from.y}Q${(from.x + to.x) / 2} ${(from.y + to.y) / 2 - rise} ${to.x} ${to.y}`;
  return [{ isAgreed, path, sign: [Math.round(sign[0]), Math.round(sign[1])] }];
}

function signOf({ isAgreed, sign: [x, y] }: Connector): Markup {
  return markup`<g class="sign ${isAgreed ? "good" : "bad"}"><circle cx="${x}" cy="${y}" r="10" /><text class="mid" x="${x}" y="${y + 4.5}">${isAgreed ? "=" : "≠"}</text></g>`;
}

function arc(from: Spot | undefined, to: Spot | undefined): readonly Markup[] {
  if (!from || !to || from.band !== to.band || from.y !== to.y) return [];
  const [start, end] = [from.x + 6, to.x - 6];
  const y = from.y - RADIUS;
  return [
    markup`<path class="arc" d="M${start} ${y}C${start} ${y - 30} ${end} ${y - 30} ${end} ${y - 4}" /><path class="tip" d="M${end - 4.5} ${y - 8}h9l-4.5 8z" />`,
  ];
}

function nodeOf({ drawn, x, y }: Spot, step: number, datesAt: number): Markup {
  const { tone, isOut, sign, label, below, time } = drawn;
  const most = Math.floor(step / 7);
  const shape =
    drawn.kind === "statement" || drawn.kind === "absence"
      ? markup`<circle class="node ${isOut ? "out" : ""}" cx="${x}" cy="${y}" r="${RADIUS}" />`
      : markup`<rect class="node ${isOut ? "out" : ""}" x="${x - 11}" y="${y - 11}" width="22" height="22" rx="4" />`;
  const [day, hour] = time === undefined ? [] : shortInParis(time);
  return markup`<g class="${tone}">${shape}<text class="mid digit" x="${x}" y="${y + 4.5}">${sign}</text></g><text class="mid name" x="${x}" y="${y + 30}">${cut(label, most)}</text>${
    below
      ? markup`<text class="mid tiny ${tone === "bad" ? "alert" : ""}" x="${x}" y="${y + 45}">${cut(below, most)}</text>`
      : undefined
  }${day ? markup`<text class="mid tiny" x="${x}" y="${datesAt + 16}">${day}</text><text class="mid tiny" x="${x}" y="${datesAt + 31}">${hour}</text>` : undefined}`;
}

/** What is cut in the drawing is in full below it. */
function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;
}
