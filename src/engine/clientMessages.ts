import type { CacheFilter } from '../core/caching/cachedResult.ts';
import type { EncodedError } from '../core/errors.ts';
import type { ExpressLane } from '../core/ports.ts';
import type { InferRequest, Trace, WireOptions } from '../core/protocol/inference.ts';
import type { Tensor } from '../core/protocol/tensor.ts';
import type { LoadProgress, ModelStatus } from '../core/repository/modelStatus.ts';
import type { OutgoingRequest, SendVerdict } from '../core/routing/outgoingRequest.ts';
import type { Activation } from '../core/tasks/activateScores.ts';

/** Calls of one task that share model and options; the calls are numbered from `firstId` on, in call order. */
export type Parcel = { readonly firstId: number; readonly options: WireOptions } & (
  | { readonly kind: 'text'; readonly model: string; readonly texts: readonly string[] }
  | {
      readonly kind: 'row';
      readonly model: string;
      readonly rowLength: number;
      /** The rows one behind the other. */
      readonly values: Float32Array<ArrayBuffer>;
    }
  | { readonly kind: 'value'; readonly model: string; readonly values: readonly unknown[] }
  | { readonly kind: 'infer'; readonly requests: readonly InferRequest[] }
);

/**
 * What becomes of requests in the lane that may be answered from a cache: nothing, where the model's cache is off; they go through
 * the engine, where it is on; or the page remembers the latest answers of the lane itself.
 */
export type LaneCachePolicy =
  | { readonly kind: 'none' }
  | { readonly kind: 'engine' }
  | { readonly kind: 'page'; readonly maxBytes: number; readonly ttlMs: number | null };

/** What a page's lane answered from its own memory since the last report, and what it remembers now. */
export interface LaneReport {
  readonly model: string;
  readonly version: string;
  /** Latencies. */
  readonly hitMs: readonly number[];
  readonly joinedMs: readonly number[];
  readonly misses: number;
  readonly evictions: number;
  readonly savedMs: number;
  readonly entries: number;
  readonly sizeBytes: number;
}

/** Page to engine. */
export type ClientMessage =
  | { readonly kind: 'requests'; readonly requestStartAt: number; readonly parcels: readonly Parcel[] }
  | { readonly kind: 'cancel'; readonly ids: readonly number[] }
  /** Memory for lone requests and their answers; before the first request. */
  | { readonly kind: 'letters'; readonly buffer: SharedArrayBuffer }
  | { readonly kind: 'lane-hung'; readonly model: string }
  | { readonly kind: 'lane-report'; readonly reports: readonly LaneReport[] }
  /** From now on this page wants to see its requests before they leave the device. */
  | { readonly kind: 'screening' }
  | { readonly kind: 'screened'; readonly id: number; readonly verdict: SendVerdict }
  | { readonly kind: 'close' };

/** What all answers of one execution share. */
export interface ExecutionTrace extends Pick<Trace, 'source' | 'variant' | 'backend' | 'batchSize'> {
  /** On answers of an execution alone. */
  readonly reason?: NonNullable<Trace['reason']>;
  readonly model: string;
  readonly version: string;
  readonly inputMs: number;
  readonly computeMs: number;
  readonly outputMs: number;
}

/** What all classification answers of a deployment share; sent once before the first of them. */
export interface AnswerLead {
  readonly key: string;
  readonly labels: readonly string[];
  /** What makes scores of the numbers. @default 'none' */
  readonly activation?: Activation;
  readonly trace: Omit<ExecutionTrace, 'batchSize' | 'inputMs' | 'computeMs' | 'outputMs'>;
}

/** Engine to page. */
export type EngineMessage =
  | {
      readonly kind: 'classified';
      /** Names the lead. */
      readonly key: string;
      /** As {@link packAnswers} lays it out. */
      readonly packed: ArrayBuffer;
    }
  | {
      readonly kind: 'answered';
      readonly id: number;
      readonly answer: 'infer' | 'predict';
      readonly outputs: Readonly<Record<string, Tensor>>;
      /** What a prediction gives in place of its outputs. */
      readonly value?: unknown;
      readonly queueMs: number;
      readonly extraInputMs: number;
      readonly trace: ExecutionTrace;
    }
  | { readonly kind: 'refused'; readonly ids: readonly number[]; readonly error: EncodedError }
  | { readonly kind: 'lead'; readonly lead: AnswerLead }
  /** May this leave the device? */
  | { readonly kind: 'screen'; readonly id: number; readonly request: OutgoingRequest }
  | { readonly kind: 'models'; readonly models: readonly ModelStatus[] }
  | { readonly kind: 'progress'; readonly progress: LoadProgress }
  | {
      readonly kind: 'lane-open';
      readonly model: string;
      readonly lane: ExpressLane;
      readonly key: string;
      readonly cache: LaneCachePolicy;
    }
  /** Nothing that a lane remembers of these may be met any more. */
  | { readonly kind: 'lane-cleared'; readonly filter: CacheFilter }
  | { readonly kind: 'lane-closed'; readonly model: string };
