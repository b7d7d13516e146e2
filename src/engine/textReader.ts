import type { JobOutput } from '../core/ports.ts';
import type { Tensor } from '../core/protocol/tensor.ts';
import type { TextHead } from '../core/tokens/chooseTextHead.ts';
import type { FeatureSpan, PreparedInput } from './preparedInput.ts';

/** A request, as far as its text is concerned. */
export interface TextRequest {
  readonly input: PreparedInput;
}

/** Joins rows of different widths. */
export interface RowWidener {
  /** Rows of the model's input in place `index` one behind the other, padded to the widest. */
  joinInput(parts: readonly Tensor[], index: number): Tensor;
}

/** Makes of texts what a text model takes, and of its outputs what `predict` gives. */
export interface TextReader extends RowWidener {
  readonly head: TextHead;
  /** The outputs that `predict` needs; undefined for all. */
  readonly outputs: readonly number[] | undefined;
  /** A text as ids; throws `bad-input` for one without a word, `unsupported` where text does not fill the model's inputs. */
  prepare(text: unknown): FeatureSpan;
  /** The inputs for one text alone, in the order of the model's. */
  tensorsOf(span: FeatureSpan): readonly Tensor[];
  /** Tokens that a row of inputs attends to, taken to be the first ones. */
  countTokens(tensors: readonly Tensor[]): number;
  /** Brings the outputs of a batch into the form in which they are answered and kept. */
  reduce(
    items: readonly { readonly request: TextRequest }[],
    outputs: readonly JobOutput[],
  ): readonly JobOutput[];
  /** What one request gets beside labels; undefined where its outputs are the answer. */
  valueOf(request: TextRequest, outputs: readonly JobOutput[]): unknown;
}
