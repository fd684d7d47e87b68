import type { ReportCatalogue } from "./catalogues.js";

const FIELDS = { year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" } as const;
type Zone = "Europe/Paris" | "UTC";
const formats = new Map<Zone, Intl.DateTimeFormat>();

/** Made when it is first asked for: a program that tells no time starts faster. */
function formatIn(timeZone: Zone): Intl.DateTimeFormat {
  const made = formats.get(timeZone) ?? new Intl.DateTimeFormat("en-GB", { ...FIELDS, timeZone, hourCycle: "h23" });
  formats.set(timeZone, made);
  return made;
}

/** Spelt from its parts: the locales' own texts change from one version of ICU to the next. */
function partsOf(zone: Zone, seconds: number) {
  const found = Object.fromEntries(
    formatIn(zone)
      .formatToParts(seconds * 1000)
      .map(({ type, value }) => [type, value]),
  );
  const { year = "", month = "", day = "", hour = "", minute = "" } = found;
  return { year, month: Number(month), day: Number(day), hour, minute };
}

/**
 * A day and time in Paris, where the dossier was made: "3 March 2026, 10:05".
 * @param seconds Unix seconds.
 * @internal
 */
export function inParis(seconds: number, catalogue: ReportCatalogue): string {
  return catalogue.report.instant(partsOf("Europe/Paris", seconds));
}

/**
 * The same with the hour of UTC, as the chain has it, and its day where that is another:
 * "3 March 2026, 00:05 (2 March 2026, 23:05 UTC)".
 * @internal
 */
export function inParisAndUtc(seconds: number, { report: { instant } }: ReportCatalogue): string {
  const [paris, utc] = [partsOf("Europe/Paris", seconds), partsOf("UTC", seconds)];
  const there = paris.day === utc.day ? `${utc.hour}:${utc.minute}` : instant(utc);
  return `${instant(paris)} (${there} UTC)`;
}

/**
 * A short day and time in Paris, for a drawing: "03/03/2026" and "10:05".
 * @internal
 */
export function shortInParis(seconds: number): readonly [day: string, time: string] {
  const { year, month, day, hour, minute } = partsOf("Europe/Paris", seconds);
  const two = (number: number) => String(number).padStart(2, "0");
  return [`${two(day)}/${two(month)}/${year}`, `${hour}:${minute}`];
}

/**
 * The instant for programs.
 * @internal
 */
export function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000", "");
}
