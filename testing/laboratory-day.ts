import { EYES, type Eye, groupedCode, orderTicket } from "../src/protocol/index.js";
import { type Chance, chance } from "./chance.js";

const LENS_TITLES = [
  "N° de commande",
  "Code de regroupement",
  "Classe",
  "Code EDI",
  "Diamètre",
  "Indice",
  "Traitements",
  "Type de verre",
  "Sphère",
  "Cylindre",
  "Axe",
  "Addition",
];
const TITLES = [
  "N° de BL",
  "Ticket de commande",
  "Verrier",
  ...LENS_TITLES.map((title) => `${title} OD`),
  ...LENS_TITLES.map((title) => `${title} OG`),
];
/** The laboratory's own number. */
const MAKER = "111222337";
/** When the lenses were ordered. */
const ORDERED = 1_790_000_000;
/** Of a hundred orders, those of one lens only. */
const SINGLE_PERCENT = 8;

/**
 * A day's delivery notes of a large laboratory, as its software exports them: the same seed gives the same file, dossiers
 * and tickets included. One line at a time, titles first.
 */
export function* laboratoryDay(rows: number, seed: string): Generator<string> {
  yield `${TITLES.join(";")}\r\n`;
  const luck = chance(seed);
  for (let row = 1; row <= rows; row++) {
    const eyes = luck.whole(1, 100) > SINGLE_PERCENT ? EYES : [luck.pick(EYES)];
    const ticket = orderTicket(luck.bytes(`dossier/${row}`), eyes);
    const lenses = EYES.flatMap((eye) => (eyes.includes(eye) ? lens(luck, row, eye) : LENS_TITLES.map(() => "")));
    yield `${[`BL-${row}`, ticket, MAKER, ...lenses].join(";")}\r\n`;
  }
}

/** One lens; the laboratory writes cylinders as the machine was set, in either notation. */
function lens(luck: Chance, row: number, eye: Eye): string[] {
  const isProgressive = luck.next() < 0.6;
  const cylinder = luck.next() < 0.3 ? 0 : luck.whole(-8, 8) * 25;
  const [sphere, axis, addition] = [luck.whole(-24, 20) * 25, luck.whole(0, 36) * 5, luck.whole(3, 14) * 25];
  const ofClass = luck.pick(["A", "B"] as const);
  const lensType = isProgressive ? "progressive" : "unifocal";
  const power = {
    lensType,
    sphere,
    cylinder,
    axis,
    addition: isProgressive ? addition : 0,
    prism: 0,
    prismBase: 0,
  } as const;
  return [
    `CMD-${row}-${eye === "right" ? "D" : "G"}`,
    groupedCode(ofClass, power, ORDERED) ?? "",
    ofClass,
    `EDI-${luck.whole(1000, 9999)}`,
    String(luck.pick([60, 65, 70, 75])),
    luck.pick(["1,500", "1,600", "1,670", "1,740"]),
    luck.pick(["", "AR", "AR+DUR", "DUR+AR+BLUE"]),
    isProgressive ? "progressif" : "unifocal",
    dioptres(sphere),
    cylinder === 0 ? "" : dioptres(cylinder),
    cylinder === 0 ? "" : String(axis),
    isProgressive ? dioptres(addition) : "",
  ];
}

function dioptres(value: number): string {
  return `${value < 0 ? "-" : "+"}${(Math.abs(value) / 100).toFixed(2).replace(".", ",")}`;
}
