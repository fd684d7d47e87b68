import { readFileSync, writeFileSync } from "node:fs";
import { CATALOGUES } from "../src/language/index.js";
import { FINDINGS, type FindingCode } from "../src/protocol/index.js";
import { explainInGeneral } from "../src/report/index.js";
import type { Scenario } from "./scenario.js";

/** The page whose table of findings is made from the code. */
export const FINDINGS_PAGE = "docs/conformity.md";
const [FROM, TO] = ["<!-- findings -->", "<!-- end of findings -->"];

/** Every finding with its meaning, cause and remedy, and a scenario that shows it; the page's text around it stays. */
export function withFindings(page: string, catalogue: readonly Scenario[]): string {
  const rows = Object.entries(FINDINGS).map(([code, { number, severity }]) => {
    const { cause, ask } = explainInGeneral(code as FindingCode, CATALOGUES.en);
    const shown = catalogue.find(({ expected }) => expected.findings.some((found) => found.code === code));
    const cells = [
      `${number} \`${code}\``,
      severity,
      CATALOGUES.en.findings[code as FindingCode],
      cause,
      ask,
      shown ? `\`${shown.name}\`` : "(an audit of many claims)",
    ];
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  });
  const table = [
    "| finding | severity | meaning | likely cause | what to do | scenario |",
    "|---|---|---|---|---|---|",
    ...rows,
  ];
  return `${page.slice(0, page.indexOf(FROM) + FROM.length)}\n\n${table.join("\n")}\n\n${page.slice(page.indexOf(TO))}`;
}

/** Writes the table anew. */
export function writeFindings(catalogue: readonly Scenario[]): void {
  writeFileSync(FINDINGS_PAGE, withFindings(readFileSync(FINDINGS_PAGE, "utf8"), catalogue));
}
