export * from "./command-line.js";
export {
  dossierIn,
  isStatementInVault,
  keepReceipts,
  prescriptionsInVault,
  receiptsToCertify,
  type StatedDossier,
  stateInVault,
} from "./dossiers.js";
export * from "./keys.js";
export { addressIn } from "./keystore.js";
export { type Passphrase, SHORTEST_PASSPHRASE } from "./passphrase.js";
export * from "./passphrase-sources.js";
export * from "./records.js";
export { type ScryptCost, STANDARD_COST } from "./scrypt.js";
export * from "./secret.js";
export { INTERRUPTED, readPassphrase, type Terminal } from "./terminal.js";
export { lensOfUnit, putBackUnit, receiveUnits, stockReceiptsOf, takeUnit, unitIn, unitsIn } from "./units.js";
export * from "./vault.js";
