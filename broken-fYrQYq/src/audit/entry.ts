import * as z from "zod";
import type { Judged } from "../fast/workers.js";
import type { Line } from "./lines.js";
import type { About } from "./pairs.js";

const place = { file: z.string(), line: z.int().min(1) };

const entrySchema = z.union([
  z.strictObject({
    ...place,
    dossier: z.string(),
    conform: z.boolean(),
    justified: z.boolean(),
    findings: z.array(z.string()),
    store: z.string().optional(),
    month: z.string().optional(),
    block: z.int(),
  }),
  z.strictObject({ ...place, unreadable: z.strictObject({ field: z.string(), reason: z.string() }) }),
]);
/** A line of the output: the verdict of a line of the input, or what is wrong with it. It holds no value and no salt. */
export type Entry = z.infer<typeof entrySchema>;

/** What is written of a line. */
export function entryOf({ file, number }: Line, judged: Judged, about: About): Entry {
  if ("unreadable" in judged) return { file, line: number, unreadable: judged.unreadable };
  const { dossier, conform, justified, findings, block } = judged.verdict;
  const codes = [...new Set(findings.map(({ code }) => code))];
  return { file, line: number, dossier, conform, justified, findings: codes, ...about, block: block.number };
}

/** Reads a line of an output; nothing where it is none. */
export function parseEntry(text: string): Entry | undefined {
  try {
    return entrySchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
