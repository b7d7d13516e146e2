export { connect } from './connect.ts';
export { fromHalfBits, toHalfBits } from '../core/protocol/halfPrecision.ts';
export { NearsideError, type ErrorCode, type Refusal } from '../core/errors.ts';
export type {
  CachePolicy,
  InferRequest,
  InferResponse,
  LabelScore,
  Prediction,
  RequestOptions,
  RouteChoice,
  RouteReason,
  Trace,
  TraceSource,
} from '../core/protocol/inference.ts';
export type { CacheFilter } from '../core/caching/cachedResult.ts';
export type { CacheStats, ModelCacheStats, TierStats } from '../engine/cacheStats.ts';
export type { Datatype, Tensor, TensorSpec } from '../core/protocol/tensor.ts';
export type {
  BatchSafety,
  LoadProgress,
  LoadStage,
  ModelState,
  ModelStatus,
  VersionStatus,
} from '../core/repository/modelStatus.ts';
export type { Calibration, CalibrationCandidate } from '../core/scheduling/calibration.ts';
export type { Verdict } from '../core/scheduling/keptVerdict.ts';
export type { VersionPolicy } from '../core/repository/versionPolicy.ts';
export { modelTasks, type AddOptions, type ModelTask } from '../core/repository/addOptions.ts';
export { parseLabels } from '../core/repository/parseLabels.ts';
export type {
  DeclaredValue,
  ModelInspection,
  OperatorCount,
  Precision,
  QuantizationScheme,
} from '../core/repository/modelInspection.ts';
export type { Activation } from '../core/tasks/activateScores.ts';
export type { ImageColors, ImageOptions, ImageResize } from '../core/tasks/imageOptions.ts';
export type {
  BackendChoice,
  CacheSettings,
  RemoteSettings,
  RoutingMode,
  SettingsValue,
} from '../core/settings/settingsValue.ts';
export type {
  BeforeSend,
  OutgoingChange,
  OutgoingRequest,
  SendAnswer,
} from '../core/routing/outgoingRequest.ts';
export type { RemoteVerdict, SpecDifference } from '../core/routing/remoteVerdict.ts';
export type {
  AnswerSplit,
  BreakerChange,
  BreakerState,
  BreakerStatus,
  EndpointStatus,
  ModelRouting,
  RemoteDescription,
  RemoteState,
  RoutingStatus,
  RttPoint,
  Side,
} from '../core/routing/routingStatus.ts';
export type {
  EngineEnvironment,
  CostSnapshot,
  InstanceSnapshot,
  MetricsSnapshot,
  ModelMetrics,
  Percentiles,
  VersionAnswers,
} from '../core/telemetry/metricsSnapshot.ts';
export type { LoadPlan, LoadScenario, LoadTarget } from '../core/load/loadPlan.ts';
export type { LoadReport, LoadSecond, SpectrumPoint } from '../core/load/loadReport.ts';
export type { PeakTrial } from '../core/load/peakSearch.ts';
export type { LoadLab, LoadProgressReport, LoadRun } from './load/loadLab.ts';
export type { Remains, StorageUsage } from './originStorage.ts';
export type {
  AddModelConfig,
  AddModelOptions,
  Cache,
  ConnectOptions,
  Metrics,
  ModelChange,
  Models,
  ModelSource,
  Nearside,
  PredictValue,
  Routing,
  Settings,
  Storage,
} from './nearside.ts';
