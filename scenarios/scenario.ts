import { z } from "zod";
import {
  ASPECTS,
  type AspectName,
  CORRECTION_REASONS,
  type CorrectionReason,
  FINDINGS,
  type FindingCode,
  PARTY_ROLES,
  type PartyRole,
  read,
  STAGES,
  type Stage,
  WITHDRAWAL_REASONS,
  type WithdrawalReason,
} from "../src/protocol/index.js";
import { differencesSchema } from "./equipment.js";

const oneOf = <T extends string>(names: readonly string[]) => z.enum(names as [T, ...T[]]);
const stage = oneOf<Stage>(STAGES);
/** Units of stock are stated by `stocks`. */
const ownStage = z.enum(["quote", "order", "shipment", "invoice"]);
const aspect = oneOf<AspectName>(ASPECTS);
const reason = oneOf<Exclude<CorrectionReason, "none">>(CORRECTION_REASONS.slice(1));
const findingCode = oneOf<FindingCode>(Object.keys(FINDINGS));
const eye = z.enum(["right", "left"]);
const name = z.string().regex(/^[a-zA-Z][\w -]*$/);
/** Days since the scenario began. */
const day = z.number().min(0).max(4000);
const differences = z.union([name, differencesSchema]);

/** A party states one stage, or several in one batch, of a dossier. */
const stating = z.strictObject({
  day,
  by: name,
  states: z.union([ownStage, z.array(ownStage).min(2)]),
  /** Under which name the scenario speaks of it; its stage by default. */
  as: name.optional(),
  dossier: name.optional(),
  /** What differs from the scenario's equipment: a named variant, or fields. */
  with: differences.optional(),
  eyes: z.array(eye).optional(),
  omits: z.array(aspect).optional(),
  /** Aspects that have no place at the stage. */
  misplaces: z.array(aspect).optional(),
  corrects: name.optional(),
  reason: reason.optional(),
  key: name.optional(),
  /** The store whose reference it states, where that is another one. */
  inNameOf: name.optional(),
  /** The day that the batch says; the day of the act by default. */
  signedOn: day.optional(),
  /** Signed, and anchored by a later act or never. */
  anchored: z.literal(false).optional(),
  /** A smart account endorses its batch instead of signing it. */
  endorsed: z.literal(true).optional(),
  deployment: z.literal("other").optional(),
});
const anchoring = z.strictObject({ day, by: name, anchors: z.array(name).min(1) });
const withdrawing = z.strictObject({
  day,
  by: name,
  withdraws: name,
  /** With a key instead of the controller's account. */
  key: name.optional(),
  reason: oneOf<Exclude<WithdrawalReason, "none">>(WITHDRAWAL_REASONS.slice(1)),
});
/** An insurer verifies, and pays: the scenario fails where it would not have. */
const paying = z.strictObject({
  day,
  by: name,
  pays: z.literal([1, 2]),
  receipts: z.array(name).optional(),
  /** It pays what it did not verify. */
  unverified: z.literal(true).optional(),
});
/** An insurer that alone has paid holds its mark to the last invoice, by a new grant. */
const moving = z.strictObject({ day, by: name, moves: z.literal([1, 2]), receipts: z.array(name).optional() });
const releasing = z.strictObject({ day, by: name, releases: z.literal([1, 2]) });
const addingKey = z.strictObject({ day, by: name, addsKey: name });
const revokingKey = z.strictObject({ day, by: name, revokesKey: name });
const suspending = z.strictObject({ day, by: z.literal("council"), suspends: name });
const reinstating = z.strictObject({ day, by: z.literal("council"), reinstates: name });
/** A lens maker that is in the cast and was not enrolled is so from now on; it states all from then, or from a later day. */
const enrolling = z.strictObject({ day, by: z.literal("council"), enrols: name, statesFrom: day.optional() });
const kind = z.enum(["same-enterprise", "takeover"]);
/** A store consents to a link with another: the second of them begins it. */
const linking = z.strictObject({ day, by: name, linksWith: name, kind });
const parting = z.strictObject({ day, by: name, partsFrom: name, kind });
/** The council declares that a store and a lens maker belong together. */
const affiliating = z.strictObject({ day, by: z.literal("council"), affiliates: name, with: name });
/** Nothing happens but that the day comes. */
const waiting = z.strictObject({ day, by: name, waits: z.literal(true) });
/** The key was in other hands since a day. */
const declaring = z.strictObject({
  day,
  by: z.literal("council"),
  declaresStolen: name,
  key: name.optional(),
  since: day,
});

/** A lens maker ships a lens to a store before anyone has ordered it: the lens that an equipment has for an eye. */
const stocking = z.strictObject({
  day,
  by: name,
  /** Under which name the scenario speaks of the unit, and of its statement. */
  stocks: name,
  of: eye,
  to: name,
  with: differences.optional(),
});
/** A store takes a unit for an eye of a dossier: from then on it states that eye under the unit's secret. */
const taking = z.strictObject({ day, by: name, takes: name, for: eye, dossier: name.optional() });
/** A store consumes on chain the units that it took, whatever they were consumed for before. */
const using = z.strictObject({ day, by: name, uses: z.array(eye).min(1), dossier: name.optional() });

const ACTS = {
  states: stating,
  anchors: anchoring,
  withdraws: withdrawing,
  pays: paying,
  moves: moving,
  releases: releasing,
  enrols: enrolling,
  linksWith: linking,
  partsFrom: parting,
  affiliates: affiliating,
  waits: waiting,
  addsKey: addingKey,
  revokesKey: revokingKey,
  suspends: suspending,
  reinstates: reinstating,
  declaresStolen: declaring,
  stocks: stocking,
  takes: taking,
  uses: using,
} as const;
export type Act = z.infer<(typeof ACTS)[keyof typeof ACTS]>;
export type Stating = z.infer<typeof stating>;
export type Stocking = z.infer<typeof stocking>;
export type Using = z.infer<typeof using>;
export type Linking = z.infer<typeof linking>;
export type Paying = z.infer<typeof paying>;

/** An act is read by its verb: the error of a union would not say which field is wrong. */
const actSchema = z.record(z.string(), z.unknown()).transform((act, context): Act => {
  const verbs = Object.keys(ACTS) as (keyof typeof ACTS)[];
  const verb = verbs.find((one) => one in act);
  if (!verb) {
    context.addIssue(`must say what is done: one of ${verbs.join(", ")}`);
    return z.NEVER;
  }
  const result = (ACTS[verb] as z.ZodType<Act>).safeParse(act);
  if (result.success) return result.data;
  for (const { message, path } of result.error.issues) context.addIssue({ code: "custom", message, path: [...path] });
  return z.NEVER;
});

/** What someone did to a receipt after it was made. */
const alterationSchema = z.strictObject({
  receipt: name,
  /** This aspect is taken from another statement, by name. */
  aspect: aspect.optional(),
  from: name.optional(),
  /** The signature is that of another statement's batch. */
  signatureOf: name.optional(),
});
export type Alteration = z.infer<typeof alterationSchema>;

const certificateSchema = z.strictObject({
  by: name.optional(),
  dossier: name.optional(),
  rank: z.literal([1, 2]).optional(),
  discloses: z.array(z.enum(["frame", "lenses"])).optional(),
  /** Openings that it should have and has not. */
  hides: z.array(z.enum(["codeRight", "codeLeft"])).optional(),
  /** Statements in the order given; by default all that are anchored of the dossier. */
  receipts: z.array(name).optional(),
  alters: z.array(alterationSchema).optional(),
  names: z.enum(["another chain", "another deployment"]).optional(),
  /** Proofs that are made of the lenses shipped for a dossier: of their power bands, and of what changed since another. */
  proves: z.strictObject({ bandsOf: name.optional(), changeSince: name.optional() }).optional(),
  /** What lets the insurer settle, where it is not this insurer's grant of the settler's present round. */
  grant: z
    .union([
      z.literal("none"),
      z.strictObject({ to: name.optional(), of: name.optional(), round: z.int().min(0).optional() }),
    ])
    .optional(),
  /** Makers that it should open and does not, or opens as another. */
  makers: z.strictObject({ right: name.nullable().optional(), left: name.nullable().optional() }).optional(),
  /** The dossier whose id it opens, where that is another. */
  opens: name.optional(),
});

const claimSchema = z.strictObject({
  /** The insurer that the claim names; by default the one that the invoice names. */
  to: name.optional(),
  /** The insurer that verifies; by default the one that the claim names. */
  asks: name.optional(),
  /** The store that claims; by default the one that certifies. */
  of: name.optional(),
  /** What differs from the last invoice. */
  with: differences.optional(),
  tells: z.array(z.enum(["frame", "lenses"])).optional(),
  /** The dossier of the equipment before, which the insurer paid. */
  previous: name.optional(),
});

export const OUTCOMES = ["conforming", "justified", "not-verifiable", "pending", "not-conforming"] as const;

const SENTENCE = /[.!?](?=\s|$)/g;

const days = z.number().min(0).max(365);
const policySchema = z.strictObject({
  lagDays: days.optional(),
  toleranceDays: days.optional(),
  quoteDays: days.optional(),
  finalityDays: days.optional(),
  extras: z.array(z.string()).optional(),
  reasons: z.array(reason).optional(),
  acceptOwnSettlement: z.boolean().optional(),
  require: z.array(z.enum(["frame", "lensRight", "lensLeft", "band", "renewal"])).optional(),
  bands: z.array(z.strictObject({ code: z.string(), bands: z.array(z.string()) })).optional(),
  /** The lens makers that the insurer knows, by their names in the cast. */
  makers: z.array(z.strictObject({ maker: name, from: day.optional(), until: day.optional() })).optional(),
  acceptDevelopmentKeys: z.boolean().optional(),
});

const expectedFindingSchema = z.strictObject({
  code: findingCode,
  severity: z.enum(["info", "review", "not-verifiable", "pending", "blocking"]),
  stage: stage.optional(),
  aspect: aspect.optional(),
  /** Name of the statement concerned. */
  of: name.optional(),
});
export type ExpectedFinding = z.infer<typeof expectedFindingSchema>;

const scenarioSchema = z
  .strictObject({
    title: z.string().min(4),
    story: z
      .string()
      .refine((text) => [2, 3, 4].includes(text.match(SENTENCE)?.length ?? 0), "must have 2 to 4 sentences"),
    /** Of `limits`: what the verdict cannot see, or could with another rule. */
    limit: z.string().min(20).optional(),
    /** A reader's warning that goes with the verdict. */
    remark: z.string().min(20).optional(),
    nearMissOf: z.array(findingCode).min(1).optional(),
    /** Parties beyond the usual ones. */
    cast: z
      .record(
        name,
        z.strictObject({
          role: oneOf<PartyRole>(PARTY_ROLES),
          /** A lens maker then has the SIREN of that store. */
          sameNumberAs: name.optional(),
          /** From which its SIRET or AMC number is made, where it matters. */
          number: z.int().min(0).max(999).optional(),
          /** A lens maker that does not take part, or only from a later act on. */
          enrolled: z.literal(false).optional(),
          /** How many numbers a lens maker is enrolled under. */
          numbers: z.literal([1, 2]).optional(),
          /** From which day it states every delivery. */
          statesFrom: day.optional(),
        }),
      )
      .optional(),
    /** What differs from the standard equipment, throughout. */
    equipment: differencesSchema.optional(),
    variants: z.record(name, differencesSchema).optional(),
    /** Private-label codes, and the codes of the maker's own that its table gives: stores translate before they state. */
    aliases: z.array(z.strictObject({ maker: name, alias: z.string(), ediCode: z.string() })).optional(),
    acts: z.array(actSchema).min(1),
    certificate: certificateSchema.optional(),
    claim: claimSchema.optional(),
    policy: policySchema.optional(),
    expected: z.strictObject({
      outcome: z.enum(OUTCOMES),
      /** The day until which a pending verdict may change by itself. */
      until: z.number().optional(),
      findings: z.array(expectedFindingSchema),
    }),
  })
  .refine(({ acts }) => acts.every(({ day }, i) => i === 0 || day >= (acts[i - 1]?.day ?? 0)), {
    message: "are not in the order of their days",
    path: ["acts"],
  });

export const GROUPS = ["conforming", "pending", "not-verifiable", "refused", "limits"] as const;
type Group = (typeof GROUPS)[number];

/** A scenario with the name of its file and of its folder. */
export type Scenario = z.infer<typeof scenarioSchema> & { readonly name: string; readonly group: Group };

/** Reads a scenario. @throws {InputError} naming the field that is wrong. */
export function readScenario(value: unknown, fileName: string, group: Group): Scenario {
  return { ...read(scenarioSchema, value, fileName), name: fileName, group };
}
