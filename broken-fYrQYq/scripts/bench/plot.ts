import { readFileSync, writeFileSync } from "node:fs";

/** Draws the plots of docs/performance.md from the results that are committed: `npx tsx scripts/bench/plot.ts`. */
const FOLDER = "docs/performance";

interface Bar {
  readonly name: string;
  readonly value: number;
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** Horizontal bars on a logarithmic scale: what is compared here differs a hundredfold. */
function bars(title: string, unit: string, rows: readonly Bar[]): string {
  const [width, left, row] = [760, 330, 26];
  const most = Math.log10(Math.max(...rows.map(({ value }) => value)) * 1.3);
  const least = Math.log10(Math.min(...rows.map(({ value }) => value)) / 3);
  const drawn = rows.map(({ name, value }, i) => {
    const y = 44 + i * row;
    const length = ((Math.log10(value) - least) / (most - least)) * (width - left - 110);
    const figure = Math.round(value).toLocaleString("en");
    return `<text x="${left - 8}" y="${y + 14}" text-anchor="end">${escaped(name)}</text><rect x="${left}" y="${y}" width="${length.toFixed(1)}" height="18" fill="#3b6ea5"/><text x="${(left + length + 6).toFixed(1)}" y="${y + 14}">${figure}</text>`;
  });
  const height = 60 + rows.length * row;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="13"><rect width="100%" height="100%" fill="white"/><text x="12" y="24" font-size="15">${escaped(title)} (${escaped(unit)}, logarithmic)</text>${drawn.join("")}</svg>\n`;
}

const results = JSON.parse(readFileSync(`${FOLDER}/results.json`, "utf8"));
const { verification, sealing, peers, scaling } = results;
writeFileSync(
  `${FOLDER}/verification.svg`,
  bars("Verification on one core", "documents a second", [
    { name: "limit: hashing and recoveries alone", value: verification.limit },
    { name: "fast path, batches seen", value: verification.fastest.seen },
    { name: "fast path, native libsecp256k1", value: verification.fastest.cold },
    { name: "fast path, WebAssembly alone", value: verification.portable.cold },
    { name: "plain path", value: verification.plain.cold },
    { name: "straightforward, ethers v6", value: verification.straightforward },
    ...Object.entries(peers as Record<string, number>)
      .filter(([name]) => name.includes("verify"))
      .map(([name, value]) => ({ name: name.replace(/ \(.*/, ""), value })),
  ]),
);
writeFileSync(
  `${FOLDER}/sealing.svg`,
  bars("Sealing on one core", "documents a second", [
    { name: "fast path", value: sealing.fast },
    { name: "plain path", value: sealing.plain },
    ...Object.entries(peers as Record<string, number>)
      .filter(([name]) => name.includes("wrap"))
      .map(([name, value]) => ({ name, value })),
  ]),
);
writeFileSync(
  `${FOLDER}/scaling.svg`,
  bars(
    "Loads of growing size on one core",
    "certificates a second",
    (scaling as readonly { size: number; perSecond: number }[]).map(({ size, perSecond }) => ({
      name: `${size.toLocaleString("en")} certificates`,
      value: perSecond,
    })),
  ),
);
