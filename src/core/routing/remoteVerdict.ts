import type { TensorSpec } from '../protocol/tensor.ts';

/** What a connection test found; everything but `ok` names what to mend in `message`. */
export type RemoteVerdict =
  | {
      readonly kind: 'ok';
      readonly message: string;
      /** The quickest of a few small calls. */
      readonly rttMs: number;
      /** Whether the endpoint says of itself that it takes binary tensors. */
      readonly hasBinary: boolean;
      /** What the server says it is; absent where it does not say. */
      readonly server?: string;
      /** Those that were asked for; all of them are there. */
      readonly models: readonly string[];
    }
  | {
      readonly kind:
        'unreachable' | 'timeout' | 'cors' | 'mixed-content' | 'unauthorized' | 'no-protocol' | 'not-ready';
      readonly message: string;
      readonly status?: number;
    }
  | { readonly kind: 'no-such-model'; readonly message: string; readonly model: string }
  | {
      readonly kind: 'other-shapes';
      readonly message: string;
      readonly model: string;
      readonly differences: readonly SpecDifference[];
    };

/** An input or output that two sides state differently; absent where a side has none of that name. */
export interface SpecDifference {
  readonly side: 'input' | 'output';
  readonly name: string;
  readonly local?: TensorSpec;
  readonly remote?: TensorSpec;
}
