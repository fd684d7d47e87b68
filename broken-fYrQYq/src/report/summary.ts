import type { Claim, Finding, FindingCode, Message, Stage, Verdict } from "../protocol/index.js";
import { actor, type Store } from "./actors.js";
import { explain, likeIt, ordered } from "./causes.js";
import { kindOf } from "./explanations.js";
import type { Timeline, TimelineEntry } from "./timeline.js";
import { inParis } from "./times.js";
import { euros, list, namesOf, type ReportLanguage, reasonName, shortId, spacedSiret, stageNameIn } from "./words.js";

/** A verdict in three lines: what is wrong, who stated what and when, what to ask. */
export interface Summary {
  readonly what: Message;
  readonly who: Message;
  readonly ask: Message;
}

const inBoth = (say: (language: ReportLanguage) => string): Message => ({ en: say("en"), fr: say("fr") });

/**
 * The three lines that a person reads first: of several findings, the one that explains the others.
 * @internal
 */
export function summarise(verdict: Verdict, timeline: Timeline, claim: Claim, store: Store | undefined): Summary {
  const [first] = ordered(verdict.findings);
  if (!first || verdict.conform) return conforming(verdict, timeline, claim, store);
  const alike = likeIt(first, verdict.findings);
  const { cause, ask } = explain(first, alike, timeline);
  const others = verdict.findings.filter((one) => !alike.includes(one));
  return {
    what: inBoth((language) => `${cause[language]}${alsoFound(first, others, language)}`),
    who: inBoth((language) => witnesses(first, verdict, timeline, claim, store, language)),
    ask,
  };
}

function alsoFound(first: Finding, others: readonly Finding[], language: ReportLanguage): string {
  const differing = others.filter(({ code }) => code === first.code).flatMap(({ aspect }) => (aspect ? [aspect] : []));
  const blocking = others.filter(({ severity, code }) => severity === "blocking" && code !== first.code).length;
  const also =
    differing.length === 0
      ? ""
      : language === "fr"
        ? ` Concerne aussi : ${namesOf(differing, "fr")}.`
        : ` Concerns too: ${namesOf(differing, "en")}.`;
  if (blocking === 0) return also;
  const plural = blocking > 1 ? "s" : "";
  return language === "fr"
    ? `${also} (${blocking} autre${plural} constat${plural} ci-dessous.)`
    : `${also} (${blocking} other finding${plural} below.)`;
}

/** The statements that a finding rests on: its own, and those it is held against. */
function concerned(first: Finding, { findings }: Verdict, { entries, comparison }: Timeline): readonly TimelineEntry[] {
  const subjects = new Set(findings.filter(({ code }) => code === first.code).map(({ subject }) => subject));
  const own = entries.filter(({ statement }) => subjects.has(statement));
  const counting = entries.filter((entry) => entry.counts);
  switch (first.code) {
    case "aspect-mismatch":
    case "missing-aspect": {
      const stages = comparison.find(({ aspect }) => aspect === first.aspect)?.stages ?? [];
      return counting.filter(({ stage }) => stages.some((one) => one.stage === stage) || stage === "invoice");
    }
    case "ambiguous-statement":
      return counting.filter(({ stage }) => stage === first.stage);
    case "same-party":
      return entries.filter((entry) => own.includes(entry) || entry.stage === "order");
    case "out-of-order":
    case "store-mismatch":
      return counting;
    case "missing-statement":
    case "wrong-chain":
      return entries;
    case "superseded-without-justification":
      return entries.filter(
        (entry) => own.includes(entry) || own.some(({ supersedes }) => supersedes?.statement === entry.statement),
      );
    default:
      return own.length > 0 ? own : counting.filter(({ stage }) => stage === first.stage);
  }
}

/** What the claim says where it is the claim that is at odds. */
function claimed({ code, aspect }: Finding, claim: Claim, language: ReportLanguage): string | undefined {
  const french = language === "fr";
  const say = (en: string, fr: string) =>
    french ? `la demande que vous détenez ${fr}` : `the claim that you hold ${en}`;
  const total = euros(claim.totalCents, language);
  const shares = euros(claim.sharesCents, language);
  const share = euros(claim.shareCents, language);
  const siret = spacedSiret(claim.siret);
  const kind = aspect && kindOf(aspect);
  if (code === "store-not-claimant") return say(`comes from SIRET ${siret}`, `vient du SIRET ${siret}`);
  if (code === "shares-exceed-total") {
    return say(`has shares of ${shares} for ${total}`, `porte ${shares} de parts pour ${total}`);
  }
  if (code === "payers-disagree") {
    return say(
      `counts ${claim.payers} payer(s), you at rank ${claim.rank}`,
      `compte ${claim.payers} payeur(s), vous au rang ${claim.rank}`,
    );
  }
  const line = claim.lines.find(
    ({ item }) => item === (kind === "frame" ? "frame" : aspect === "codeLeft" ? "leftLens" : "rightLens"),
  );
  if (code === "code-billing-disagree" || code === "frame-billing-disagree") {
    return line
      ? say(
          `bills ${line.code}, class ${line.class}, ${euros(line.priceCents, "en")}`,
          `facture ${line.code}, classe ${line.class}, ${euros(line.priceCents, "fr")}`,
        )
      : say("bills none", "n'en facture pas");
  }
  if (code !== "claim-does-not-open") return undefined;
  if (kind === "payer") {
    const authorised = claim.priorAuthorisation || (french ? "sans numéro" : "no number");
    return say(
      `asks ${share} at rank ${claim.rank}, prior authorisation: ${authorised}`,
      `réclame ${share} au rang ${claim.rank}, prise en charge : ${authorised}`,
    );
  }
  if (kind === "billing") return say(`bills ${total} in all`, `facture ${total} au total`);
  if (kind === "reference") {
    const file = claim.fileReference;
    return say(`names file ${file} of SIRET ${siret}`, `porte le dossier ${file} du SIRET ${siret}`);
  }
  return say("says otherwise", "dit autre chose");
}

function witnesses(
  first: Finding,
  verdict: Verdict,
  timeline: Timeline,
  claim: Claim,
  store: Store | undefined,
  language: ReportLanguage,
): string {
  const french = language === "fr";
  const entries = concerned(first, verdict, timeline);
  const parts = [testimony(entries, store, language, IN_DOUBT.includes(first.code))].filter((part) => part !== "");
  if (first.code === "missing-statement") parts.push(absence(timeline, language));
  if (first.code === "already-settled" || first.code === "other-invoice-settled") {
    for (const { party, rank, time, isAsker } of timeline.settlements) {
      const payer = isAsker ? (french ? "vous" : "you") : `${french ? "l'organisme" : "insurer"} ${shortId(party)}`;
      parts.push(
        french
          ? `part de rang ${rank} réglée par ${payer} le ${inParis(time, "fr")}`
          : `share of rank ${rank} paid by ${payer} on ${inParis(time, "en")}`,
      );
    }
  }
  const said = claimed(first, claim, language);
  return sentence(said === undefined ? parts : [...parts, said], language);
}

/** Where it is in doubt that who is named as author is the author. */
const IN_DOUBT: readonly FindingCode[] = ["bad-inclusion", "bad-signature", "key-not-valid"];

function absence({ missing }: Timeline, language: ReportLanguage): string {
  if (missing.includes("shipment")) {
    return language === "fr" ? "aucun verrier n'a déclaré de livraison" : "no lens maker stated a delivery";
  }
  const stages = list(
    missing.map((stage) => stageNameIn(stage, language)),
    language,
  );
  return language === "fr" ? `personne n'a déclaré : ${stages}` : `nobody stated: ${stages}`;
}

function sentence(parts: readonly string[], language: ReportLanguage): string {
  const text = parts.join(language === "fr" ? " ; " : "; ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}. ${language === "fr" ? "Heure de Paris." : "Times of Paris."}`;
}

const MOST_TOLD = 6;
const STATED: Message = { en: "stated", fr: "a déclaré" };
const IS_NAMED: Message = { en: "is named as author of", fr: "figure comme auteur de :" };

/** Who stated what and when, by author. */
function testimony(
  entries: readonly TimelineEntry[],
  store: Store | undefined,
  language: ReportLanguage,
  isInDoubt = false,
): string {
  const french = language === "fr";
  const told = entries.slice(0, MOST_TOLD);
  const authors = new Map<string, string[]>();
  for (const entry of told) {
    const who = actor(entry, store, language);
    authors.set(who, [...(authors.get(who) ?? []), deed(entry, language)]);
  }
  const rest = entries.length - told.length;
  const verb = isInDoubt ? IS_NAMED[language] : STATED[language];
  const said = [...authors].map(([who, deeds]) => `${who} ${verb} ${list(deeds, language)}`);
  if (rest > 0) said.push(french ? `et ${rest} autre(s) déclaration(s)` : `and ${rest} other statement(s)`);
  return said.join(french ? " ; " : "; ");
}

const THE: Readonly<Record<Stage, string>> = {
  quote: "le devis",
  order: "la commande",
  shipment: "la livraison",
  invoice: "la facture",
};

function deed({ stage, signedAt, anchoredAt, withdrawn }: TimelineEntry, language: ReportLanguage): string {
  const what = language === "fr" ? (stage ? THE[stage] : "une déclaration") : `the ${stageNameIn(stage, "en")}`;
  const late = anchoredAt !== undefined && Math.abs(anchoredAt - signedAt) > 86_400;
  const when =
    anchoredAt === undefined
      ? language === "fr"
        ? `dit le ${inParis(signedAt, "fr")}, non vérifié`
        : `says ${inParis(signedAt, "en")}, not verified`
      : late
        ? language === "fr"
          ? `signature datée du ${inParis(signedAt, "fr")}, ancrage le ${inParis(anchoredAt, "fr")}`
          : `dated ${inParis(signedAt, "en")}, anchored on ${inParis(anchoredAt, "en")}`
        : inParis(anchoredAt, language);
  const back = withdrawn
    ? language === "fr"
      ? `, retrait le ${inParis(withdrawn.time, "fr")}`
      : `, withdrawn on ${inParis(withdrawn.time, "en")}`
    : "";
  return `${what} (${when}${back})`;
}

function conforming(verdict: Verdict, timeline: Timeline, claim: Claim, store: Store | undefined): Summary {
  const counting = timeline.entries.filter((entry) => entry.counts);
  const replaced = counting.filter(({ supersedes }) => supersedes !== undefined);
  const isPaid = verdict.findings.some(({ code }) => code === "settled-by-asker");
  // No wearer needs a quote put right once the invoice is there, but for new lenses.
  const invoicedAt = counting.find(({ stage, supersedes }) => stage === "invoice" && !supersedes)?.anchoredAt;
  const suspect = replaced.some(
    ({ stage, supersedes, anchoredAt = 0 }) =>
      stage === "quote" &&
      (supersedes?.reason === "clerical-error" || supersedes?.reason === "order-change") &&
      invoicedAt !== undefined &&
      anchoredAt > invoicedAt,
  );
  return {
    what: inBoth((language) => {
      if (replaced.length === 0) {
        return language === "fr"
          ? "Rien ne s'écarte : ce qui est facturé est ce qui a été devisé, commandé et livré, selon chacun."
          : "Nothing deviates: what is invoiced is what was quoted, ordered and delivered, as each of them stated.";
      }
      const kinds = [...new Set(replaced.map(({ supersedes }) => supersedes?.reason ?? "none"))];
      const reasons = kinds.map((reason) => {
        const of = replaced.filter(({ supersedes }) => supersedes?.reason === reason);
        const stages = [...new Set(of.map(({ stage }) => stageNameIn(stage, language)))];
        return `${list(stages, language)} (${reasonName(reason, language)})`;
      });
      return language === "fr"
        ? `Rien ne s'écarte, après rectification justifiée : ${list(reasons, "fr")}.`
        : `Nothing deviates, after a justified correction: ${list(reasons, "en")}.`;
    }),
    who: inBoth((language) => sentence([testimony(counting, store, language)], language)),
    ask: inBoth((language) => {
      const share = euros(claim.shareCents, language);
      if (suspect) {
        return language === "fr"
          ? `Le devis a été rectifié après la facture : demandez à l'opticien ce qui l'explique avant de régler ${share}.`
          : `The quote was corrected after the invoice: ask the optician what explains it before settling ${share}.`;
      }
      if (isPaid) {
        return language === "fr"
          ? `Rien : vous avez déjà réglé votre part (${share}).`
          : `Nothing: you have paid your share (${share}) already.`;
      }
      return language === "fr"
        ? `Rien : votre part (${share}) peut être réglée.`
        : `Nothing: your share (${share}) can be settled.`;
    }),
  };
}
