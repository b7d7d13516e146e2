import type { ModelStatus } from '../repository/modelStatus.ts';
import type { InferRequest, InferResponse, WireOptions } from './inference.ts';

/** What answers the protocol: an engine, seen by its models. */
export interface ProtocolBackend {
  /** Rejects where the repository cannot be read now. */
  checkRepository(): Promise<void>;
  listModels(): Promise<readonly ModelStatus[]>;
  /** Rejects with `not-found` for a model that there is not. */
  statistics(model?: string): Promise<unknown>;
  /** Rejects with a typed error. An abort rejects with the signal's reason. */
  infer(
    request: InferRequest,
    options: WireOptions,
    signal: AbortSignal | undefined,
  ): Promise<Pick<InferResponse, 'model' | 'version' | 'outputs'>>;
}

/** A request of the protocol as it came over HTTP, its path from `/v2` on. */
export interface ProtocolCall {
  readonly method: string;
  readonly path: string;
  /** The header {@link headerLengthName}. */
  readonly headerLength?: string | null | undefined;
  /** The whole body; rejects with a typed error. */
  readonly readBody: () => Promise<Uint8Array>;
  readonly signal?: AbortSignal;
}

export interface ProtocolReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}
