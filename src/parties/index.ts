export { type Acted, Administrator, type CouncilRole } from "./administrator.js";
export { type Alarm, type AlarmOptions, alarmsIn, REMAKE_DAYS } from "./alarms.js";
export { makeAliasTable, verifyAliasTable } from "./alias-tables.js";
export { codedDelivery, type DeliveryGiven, type Uncoded } from "./codes.js";
export { Controller, LINK_KINDS, type LinkKind } from "./controller.js";
export {
  Council,
  type EnrolledParty,
  type Enrolling,
  listKeys,
  listParties,
  type NewMaker,
  type NewNames,
  type PartyKey,
} from "./council.js";
export {
  BATCH_FORMAT,
  type BatchFile,
  batchFileSchema,
  DELIVERY_FORMAT,
  deliverySchema,
  EQUIPMENT_FORMAT,
  equipmentSchema,
  IDENTITY_FORMAT,
  type IdentityFile,
  identitySchema,
  parseBatch,
  parseCorrection,
  parseDelivery,
  parseEquipment,
  parseIdentity,
  parseReceipts,
  parseStatement,
  RECEIPTS_FORMAT,
  type ReceiptsFile,
  receiptsFileSchema,
  STATEMENT_FORMAT,
  type StatementFile,
  statementFileSchema,
} from "./files.js";
export { foresee } from "./foreseeing.js";
export { grantShare, type ShareToGrant } from "./granting.js";
export {
  Insurer,
  type InsurerConnection,
  type MoveResult,
  type Presented,
  type SettlementOutcome,
  type SettlementResult,
  type Watched,
} from "./insurer.js";
export { makeInsurerCard, readInsurerCard, verifyInsurerCard } from "./insurer-cards.js";
export type { StockLens } from "./lens.js";
export {
  type Dossier,
  eyesToMake,
  type LensFile,
  prescriptionOpenings,
  takeFromStock,
  ticketForOrder,
} from "./lens.js";
export { type Delivery, deliverLenses, LensMaker } from "./lens-maker.js";
export type { Identity, Member, MemberConnection } from "./member.js";
export {
  type Disclosure,
  type EquipmentFile,
  makeCertificate,
  makersOf,
  Optician,
  openDossier,
  stateEquipment,
} from "./optician.js";
export {
  isOnChain,
  type SignedFor,
  type StockUsesAct,
  signToRelay,
  stockUsesOf,
  type WithdrawalAct,
  withdrawalOf,
} from "./relayed.js";
export { type Anchoring, anchorBatches, earliestReceipts, type SealedBatch, sealStatements } from "./sealing.js";
export {
  type StatedDelivery,
  type StatedUnit,
  type StockResult,
  stateStock,
  stateStockDelivery,
  stockUseTime,
} from "./stock.js";
export {
  parseStock,
  parseUnits,
  STOCK_FORMAT,
  type StockFile,
  stockSchema,
  UNITS_FORMAT,
  type UnitsFile,
  unitsSchema,
} from "./stock-files.js";
export { type Alert, CURSOR_FORMAT, type Cursor, cursorSchema, parseCursor, type ReadOn } from "./watching.js";
