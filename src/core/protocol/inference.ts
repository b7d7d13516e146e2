import type { Tensor } from './tensor.ts';

export interface InferRequest {
  readonly model: string;
  readonly version?: string;
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly outputs?: readonly string[];
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
}

export type CachePolicy = 'use' | 'bypass' | 'refresh';
export type RouteChoice = 'auto' | 'local' | 'remote';

/** The part of a request's options that travels to the engine. */
export interface WireOptions {
  readonly deadlineMs?: number;
  readonly priority?: number;
  readonly route?: RouteChoice;
  readonly cache?: CachePolicy;
  readonly partition?: string;
}

export interface RequestOptions extends WireOptions {
  /** Gives the input buffers away; otherwise the caller's buffers stay usable. */
  readonly transfer?: boolean;
  readonly signal?: AbortSignal;
}

export type TraceSource = 'memory' | 'store' | 'joined' | 'local' | 'remote';

export type RouteReason =
  | 'asked'
  | 'mode'
  | 'faster'
  | 'queue-full'
  | 'deadline'
  | 'unsupported'
  | 'model-missing'
  | 'worker-lost'
  | 'breaker-open'
  | 'remote-error'
  | 'remote-timeout'
  | 'offline'
  | 'no-consent';

/** Where an answer came from and where its time went, in milliseconds. */
export interface Trace {
  readonly id: string;
  readonly source: TraceSource;
  readonly reason?: RouteReason;
  readonly variant: string;
  readonly backend: 'wasm' | 'webgpu' | 'remote';
  /** Real rows in the execution that answered, padding not counted. */
  readonly batchSize: number;
  readonly queueMs: number;
  readonly inputMs: number;
  readonly computeMs: number;
  readonly outputMs: number;
  readonly totalMs: number;
}

export interface InferResponse {
  readonly model: string;
  readonly version: string;
  readonly outputs: Readonly<Record<string, Tensor>>;
  readonly trace: Trace;
}

export interface LabelScore {
  readonly label: string;
  readonly score: number;
}

export interface Prediction {
  /** All classes by falling score. */
  readonly labels?: readonly LabelScore[];
  readonly value?: unknown;
  readonly trace: Trace;
}
