import type { JobOutput } from '../core/ports.ts';
import type { TextHead } from '../core/tokens/chooseTextHead.ts';
import type { FeatureSpan, PreparedInput } from './preparedInput.ts';

/** A request, as far as its text is concerned. */
export interface TextRequest {
  readonly input: PreparedInput;
}

/** Makes of texts what a text model takes, and of its outputs what `predict` gives. */
export interface TextReader {
  readonly head: TextHead;
  /** The outputs that `predict` needs; undefined for all. */
  readonly outputs: readonly number[] | undefined;
  /** A text as ids; throws `bad-input` for one without a word, `unsupported` where text does not fill the model's inputs. */
  prepare(text: unknown): FeatureSpan;
  /** Brings the outputs of a batch into the form in which they are answered and kept. */
  reduce(
    items: readonly { readonly request: TextRequest }[],
    outputs: readonly JobOutput[],
  ): readonly JobOutput[];
  /** What one request gets beside labels; undefined where its outputs are the answer. */
  valueOf(request: TextRequest, outputs: readonly JobOutput[]): unknown;
}
