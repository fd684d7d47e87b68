import type { Certificate, Claim, FindingCode } from "../src/protocol/index.js";
import type { Pair } from "../testing/load.js";

/** Something wrong with a line of a stream, and what an audit must say of it. */
export interface Planted {
  readonly name: string;
  /** The line, with what is wrong. */
  line(pair: Pair): string;
  /** The findings; nothing where the line cannot be read. */
  readonly findings?: readonly FindingCode[];
  /** The invoice is withdrawn on chain; the line shows nothing of it. */
  readonly isWithdrawn?: true;
}

/** A line as an archive has it. */
export const lineOf = ({ certificate, claim }: Pair): string => `{"certificate":${certificate},"claim":${claim}}`;

const certified = ({ certificate, claim }: Pair, change: (certificate: Certificate) => unknown): string =>
  lineOf({ certificate: JSON.stringify(change(JSON.parse(certificate))), claim });

const claimed = ({ certificate, claim }: Pair, change: (claim: Claim) => unknown): string =>
  lineOf({ certificate, claim: JSON.stringify(change(JSON.parse(claim))) });

/** The kinds that are planted, in turn. */
export const PLANTED: readonly Planted[] = [
  {
    name: "a frame that became dearer",
    line: (pair) =>
      claimed(pair, ({ lines, totalCents, ...claim }) => ({
        ...claim,
        lines: lines.map((line) => (line.item === "frame" ? { ...line, priceCents: line.priceCents + 100 } : line)),
        totalCents: totalCents + 100,
      })),
    findings: ["claim-does-not-open"],
  },
  {
    name: "a signature in which a digit was changed",
    line: (pair) =>
      certified(pair, ({ receipts, ...certificate }) => ({
        ...certificate,
        receipts: receipts.map((receipt) =>
          receipt.statement.stage === 3
            ? { ...receipt, signature: receipt.signature.replace(/^0x./, (start) => (start === "0x1" ? "0x2" : "0x1")) }
            : receipt,
        ),
      })),
    findings: ["bad-signature"],
  },
  {
    name: "lenses that no maker shipped",
    line: (pair) =>
      certified(pair, ({ receipts, ...certificate }) => ({
        ...certificate,
        receipts: receipts.filter(({ statement }) => statement.stage !== 2),
      })),
    findings: ["maker-statement-missing"],
  },
  { name: "a line that is cut short", line: (pair) => lineOf(pair).slice(0, 5_000) },
  { name: "an invoice that was withdrawn", line: lineOf, findings: ["withdrawn"], isWithdrawn: true },
];

const EVERY = 499;

/** What is planted at a position of a wave: nothing at most. */
export function plantedAt(position: number): Planted | undefined {
  return position % EVERY === 250 ? PLANTED[Math.floor(position / EVERY) % PLANTED.length] : undefined;
}
