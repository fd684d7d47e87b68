export { refuseKeyOnCommandLine } from "./command-line.js";
export {
  type AwaitedDelivery,
  awaitedDeliveries,
  dossierIn,
  isStatementInVault,
  keepOrders,
  keepReceipts,
  prescriptionsInVault,
  receiptsToCertify,
  type StatedDossier,
  stateInVault,
} from "./dossiers.js";
export { eraseDossier, eraseUnit, invoicedAt } from "./erasing.js";
export {
  addressOf,
  createKeystore,
  type ImportSource,
  importKeystore,
  KEY_VARIABLE,
  type KeystoreOptions,
  loadSigner,
  type SignerSources,
} from "./keys.js";
export { addressIn } from "./keystore.js";
export { type DossierState, dossiersIn, type ListedDossier } from "./listing.js";
export { type Passphrase, SHORTEST_PASSPHRASE } from "./passphrase.js";
export { INTERRUPTED, type PassphrasePrompt, readPassphrase } from "./passphrase-prompt.js";
export { findPassphrase, PASSPHRASE_VARIABLE, type PassphraseSources } from "./passphrase-sources.js";
export { notePendingBatch, type PendingBatch, pendingBatches } from "./pending-batches.js";
export { notePendingRelays, pendingRelays, type SyncingRelays, syncRelays } from "./pending-relays.js";
export { forgetPostedBoxes, notePostedBox, type PostedBox, postedBoxes } from "./posted-boxes.js";
export {
  type DossierRecord,
  dossierRecord,
  keptDossier,
  LARGEST_RECORD,
  type OrderRecord,
  orderRecord,
  RECORD_KINDS,
  type RecordKind,
  type UnitRecord,
  unitRecord,
  type VaultRecord,
} from "./records.js";
export { type ScryptCost, STANDARD_COST } from "./scrypt.js";
export { Secret } from "./secret.js";
export { type SyncedBatch, type Syncing, syncBatches } from "./syncing.js";
export { lensOfUnit, putBackUnit, receiveUnits, takeUnit, unitIn, unitsIn } from "./units.js";
export { type Listed, Vault, type VaultOptions } from "./vault.js";
