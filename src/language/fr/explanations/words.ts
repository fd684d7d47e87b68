import type { StageName } from "../../en/names.js";
import { capital } from "../../wording.js";
import { names } from "../names.js";

export const Label = (stage: StageName | undefined) => capital(stage ? names.stages[stage] : names.statement);

export const toAuthor = (stage: StageName | undefined) =>
  stage === undefined ? "à son auteur" : stage === "shipment" || stage === "stock" ? "au verrier" : "à l'opticien";

export const bracketed = (stage: StageName | undefined) => (stage ? ` (${names.stages[stage]})` : "");

export const bracketedNames = (aspects: string | undefined) => (aspects ? ` (${aspects})` : "");

export const by = (until: string | undefined) => (until ? ` jusqu'au ${until}` : "");

export const orAfter = (until: string | undefined) => (until ? `, ou après le ${until}` : "");

export const verifyAgain = ({ until }: { readonly until?: string | undefined }) =>
  `Ne payez rien encore : vérifiez à nouveau dès que l'élément attendu est là${orAfter(until)}.`;
