/** What rows of tokens need to be laid out as a model's inputs. */
export interface TokenLayout {
  /** Stands where a row is shorter than its batch is wide. */
  readonly padId: number;
  /** Tokens of the longest row, the special ones among them. */
  readonly maxTokens: number;
  /** Ids are below this. */
  readonly vocabularySize: number;
}
