import type { EncodedError } from '../../core/errors.ts';
import type { InstanceSpec, JobOutput } from '../../core/ports.ts';
import type { Datatype } from '../../core/protocol/tensor.ts';

export interface NaiveInput {
  readonly datatype: Datatype;
  readonly shape: readonly number[];
  readonly data: ArrayBufferView | readonly string[];
}

/** Page to naive worker: `load` first, then one message a request. */
export type NaiveCommand =
  | { readonly kind: 'load'; readonly spec: InstanceSpec }
  | { readonly kind: 'text'; readonly id: number; readonly text: string }
  | { readonly kind: 'tensors'; readonly id: number; readonly inputs: readonly NaiveInput[] };

/** Naive worker to page. */
export type NaiveNotice =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly error: EncodedError }
  | { readonly kind: 'answered'; readonly id: number; readonly outputs: readonly JobOutput[] }
  | { readonly kind: 'refused'; readonly id: number; readonly error: EncodedError };
