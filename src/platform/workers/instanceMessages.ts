import type { EncodedError } from '../../core/errors.ts';
import type {
  ExecutionMarks,
  ExpressRecord,
  InstanceReport,
  InstanceSpec,
  JobOutput,
} from '../../core/ports.ts';
import type { LoadProgress } from '../../core/repository/modelStatus.ts';
import type { Datatype } from '../../core/protocol/tensor.ts';
import type { LaneInput } from './laneInput.ts';

export interface PortTensor {
  readonly datatype: Datatype;
  readonly shape: readonly number[];
  readonly data: ArrayBufferView | readonly string[];
}

/** Engine to inference worker. */
export type InstanceCommand =
  | {
      readonly kind: 'load';
      readonly spec: InstanceSpec;
      readonly lockName: string;
      /** Compiled by a worker before this one. */
      readonly runtime?: WebAssembly.Module | undefined;
    }
  | { readonly kind: 'serve'; readonly shared?: SharedArrayBuffer }
  | {
      readonly kind: 'job';
      readonly sequence: number;
      readonly inputs: readonly PortTensor[];
      readonly outputs: readonly number[];
    }
  | { readonly kind: 'lane-port'; readonly port: MessagePort };

/** Inference worker to engine. */
export type InstanceNotice =
  | { readonly kind: 'progress'; readonly progress: LoadProgress }
  | { readonly kind: 'alive' }
  | { readonly kind: 'runtime'; readonly runtime: WebAssembly.Module }
  | { readonly kind: 'ready'; readonly report: InstanceReport }
  | { readonly kind: 'failed'; readonly error: EncodedError }
  | {
      readonly kind: 'job-done';
      readonly sequence: number;
      readonly outputs: readonly JobOutput[];
      readonly marks: ExecutionMarks;
    }
  | { readonly kind: 'job-failed'; readonly sequence: number; readonly error: EncodedError }
  | { readonly kind: 'express'; readonly record: ExpressRecord }
  | { readonly kind: 'express-ring' };

/** Page to inference worker over a lane port, one at a time. */
export interface LaneRequest {
  readonly input: LaneInput;
  readonly requestStartAt: number;
}

/** Inference worker to page; without outputs the request has to go through the engine. */
export interface LaneAnswer {
  readonly outputs?: Float32Array<ArrayBuffer>;
  readonly marks: ExecutionMarks;
}
