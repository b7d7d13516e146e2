import type { BatchSafety } from '../../client/index.ts';

const sentences: Readonly<Record<BatchSafety, string>> = {
  independent: 'Rows do not change each other’s answers: requests share runs.',
  coupled: 'Rows change each other’s answers when they run together, so each request runs alone.',
  fixed: 'The model takes a fixed number of rows, so each request runs alone.',
};

/** What the proof of batching on this device found. */
export function describeBatching(batching: BatchSafety): string {
  return sentences[batching];
}
