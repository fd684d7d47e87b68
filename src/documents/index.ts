export { DOCUMENT_KINDS, nameOfColumn } from "./columns.js";
export { finishedLine, type History, sealedLine } from "./history.js";
export * from "./importing.js";
export { type RejectedRow, rejectsFile } from "./rejects.js";
export { type BadRow, type DocumentFile, ROW } from "./rows.js";
export { openDocuments } from "./text.js";
