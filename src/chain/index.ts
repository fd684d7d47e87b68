export { checkDeployment, type DeploymentState, examineDeployment } from "./checking.js";
export { type Connection, connect } from "./connection.js";
export type { AnnouncedAct, RoleHolder } from "./council-state.js";
export {
  DEPLOYMENT_GAS,
  type DeploymentCost,
  type DeploymentPlan,
  type DeploymentStep,
  deploySuite,
  estimateDeployment,
  PLAN_FORMAT,
  parsePlan,
  planDeployment,
  planSchema,
} from "./deploying.js";
export { DEPLOYMENT_FORMAT, type Deployment, deploymentSchema, parseDeployment } from "./deployment.js";
export { DryRun, DryRunSigner } from "./dry-run.js";
export { ChainError, type ChainErrorKind } from "./errors.js";
export { BLOCKS_AT_ONCE, type ChainEvent, type Happened, readEvents } from "./events.js";
export { checkActing, checkClock, type Funds, fundsOf } from "./health.js";
export { type Asks, JsonRpc, type RpcOptions } from "./json-rpc.js";
export { type ChainView, gatherFacts, gatherFactsOf } from "./live.js";
export { type KnownNetwork, NETWORKS, networkOf } from "./networks.js";
export { ProofReader } from "./proving/reader.js";
export { type AgreedBlock, QuorumReader, type Witness } from "./quorum.js";
export { type ChainReader, RpcReader } from "./reader.js";
export { READING_ABI } from "./reading.js";

export { FUNCTIONS, type Parameters, parametersFor, ROLES } from "./roles.js";
export { type Suite, suiteOf } from "./suite.js";

export { followTransactions, type TransactionProgress } from "./transactions.js";
export { assessCertificateOnChain, assessOnChain, isJudgedOnChain, type Proven } from "./verdict.js";
