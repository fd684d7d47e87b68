import { names, type StageName } from "../names.js";

/** Where a finding is: the stage of the statement, and the aspects by their names. Neither where it is explained in general. */
export interface Found {
  readonly stage?: StageName | undefined;
  readonly aspects?: string | undefined;
  /** Identifiers of the makers that the order names. */
  readonly maker?: string | undefined;
  /** Until when what is pending may come. */
  readonly until?: string | undefined;
}

export const The = (stage: StageName | undefined) => (stage ? `The ${names.stages[stage]}` : "A statement");

export const author = (stage: StageName | undefined) =>
  stage === undefined ? "its author" : stage === "shipment" || stage === "stock" ? "the lens maker" : "the optician";

export const bracketed = (stage: StageName | undefined) => (stage ? ` (${names.stages[stage]})` : "");

export const bracketedNames = (aspects: string | undefined) => (aspects ? ` (${aspects})` : "");

export const by = (until: string | undefined) => (until ? ` until ${until}` : "");

export const orAfter = (until: string | undefined) => (until ? `, or after ${until}` : "");

export const verifyAgain = ({ until }: Found) => `Pay nothing yet: verify again once it has come${orAfter(until)}.`;

export const colon = (aspects: string | undefined) => (aspects ? `: ${aspects}` : "");
