import type { Refusal } from '../errors.ts';
import type { CostTable } from '../scheduling/costModel.ts';
import type { AnswerSplit } from '../routing/routingStatus.ts';

export interface Percentiles {
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  readonly samples: number;
}

/** Counters since the start; rates and percentiles over the window. */
export interface ModelMetrics {
  readonly requests: number;
  readonly inferences: number;
  readonly executions: number;
  readonly batchSizes: Readonly<Record<number, number>>;
  /** By error code. */
  readonly errors: Readonly<Record<string, number>>;
  /** Of these the ones that the queue or a deadline caused, by what became of the request. */
  readonly refusals: Readonly<Partial<Record<Refusal, number>>>;
  /** Requests that their callers called off; they count as nothing else. */
  readonly aborted: number;
  readonly sources: Readonly<Record<string, number>>;
  readonly paddingRows: number;
  /** Tokens of texts that models with a tokenizer ran, and those that only filled rows beside them. */
  readonly tokens: number;
  readonly paddingTokens: number;
  readonly queueDepth: number;
  readonly inFlight: number;
  readonly requestsPerSecond: number;
  readonly inferencesPerSecond: number;
  readonly latencyMs: Percentiles;
  readonly queueMs: Percentiles;
  readonly inputMs: Percentiles;
  readonly computeMs: Percentiles;
  readonly outputMs: Percentiles;
}

export interface InstanceSnapshot {
  readonly model?: string;
  readonly version?: string;
  readonly state: string;
  readonly backend: string;
  /** Share of the window in which a run was in progress, 0 to 1. */
  readonly busy: number;
  readonly threads?: number;
}

/** What runs of one model take that hold rows of one shape, as far as it was measured. */
export interface CostSnapshot {
  readonly model: string;
  readonly version: string;
  readonly variant: string;
  readonly backend: string;
  /** Dimensions of a row, or the tokens to which texts are padded. */
  readonly shape: string;
  /** Milliseconds of a run by ascending rows; between these sizes the time is interpolated. */
  readonly points: CostTable;
  /** Rows of a batch without a deadline while more than one is queued. */
  readonly batchRows: number;
  /** Milliseconds of such a batch. */
  readonly batchMs: number;
}

/** Answers of one version by where they came from, over the window and since the start. */
export interface VersionAnswers {
  readonly recent: AnswerSplit;
  readonly total: AnswerSplit;
}

/** Plain data, safe for structured clone. */
export interface MetricsSnapshot {
  readonly at: number;
  readonly windowMs: number;
  readonly total: ModelMetrics;
  readonly models: Readonly<Record<string, ModelMetrics>>;
  /** Answers of each model by the version that gave them; that of an endpoint which names none is the empty text. */
  readonly versions: Readonly<Record<string, Readonly<Record<string, VersionAnswers>>>>;
  readonly instances: readonly InstanceSnapshot[];
  /** By which batches are formed: from calibration, corrected with every run. */
  readonly costs: readonly CostSnapshot[];
  readonly environment: EngineEnvironment;
}

/** What the engine found about the device. */
export interface EngineEnvironment {
  readonly isolated: boolean;
  readonly cores: number;
  /** What the browser says the device has, rounded by it; absent where it does not say. */
  readonly memoryBytes?: number;
  readonly engineRealm: 'worker' | 'page';
}
