export { DOCUMENT_KINDS, nameOfColumn } from "./columns.js";
export type { FoundDocument } from "./documents.js";
export { forgetDossiers } from "./forgetting.js";
export { finishedLine, type History, sealedLine } from "./history.js";
export { type Imported, stateDocuments } from "./importing.js";
export type { Issued } from "./issued.js";
export {
  documentKind,
  type Importer,
  type Progress,
  readDocuments,
  readPartyDocuments,
} from "./reading.js";
export { type BadRow, type ColumnChoices, type DocumentFile, ROW } from "./rows.js";
export { type SealedDocuments, type SealingTools, type SealingWishes, sealDocuments } from "./sealing.js";
export { type RejectedRow, rejectsFile, ticketsFile } from "./sheets.js";
export { openDocuments } from "./text.js";
