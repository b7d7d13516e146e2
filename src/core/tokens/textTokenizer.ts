import type { TokenSpan } from './readEntities.ts';

/** Cuts texts into the tokens of one model. */
export interface TextTokenizer {
  /** The ids of a text with the special ones, cut so that there are at most `maxTokens`. */
  readonly encode: (text: string, maxTokens: number) => readonly number[];
  /** Where the tokens that `encode` gives for the same arguments lie; undefined for special ones. */
  readonly locate: (text: string, maxTokens: number) => readonly (TokenSpan | undefined)[];
}
