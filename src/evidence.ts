/**
 * Verdicts that need no node: evidence files, and whoever vouches for their block. Runs in a browser, and loads no wallet and no
 * provider.
 */
export {
  CHECKPOINT_SIGNERS_FORMAT,
  CHECKPOINT_TYPES,
  CHECKPOINTS_FORMAT,
  type CheckedCheckpoint,
  type CheckpointSigners,
  type CheckpointsFile,
  checkCheckpoints,
  checkpointSignersSchema,
  checkpointsSchema,
  parseCheckpointSigners,
  parseCheckpoints,
  signCheckpoint,
} from "./chain/evidence/checkpoints.js";
export {
  EVIDENCE_FORMAT,
  type EvidenceFile,
  evidenceFileSchema,
  LONGEST_EVIDENCE,
  parseEvidence,
} from "./chain/evidence/file.js";
export { cutEvidence, type EvidenceContent, makeEvidence } from "./chain/evidence/making.js";
export { type EvidenceOptions, evidenceFacts } from "./chain/evidence/reading.js";
