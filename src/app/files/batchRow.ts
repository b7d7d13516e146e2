export type RowOutcome =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'answered'; readonly label: string; readonly score: number }
  | { readonly kind: 'failed'; readonly error: string };

/** One line of a text file, or one other file. */
export interface BatchRow {
  /** Counts from 1 over all files that were opened together. */
  readonly row: number;
  readonly input: string;
  readonly outcome: RowOutcome;
}
