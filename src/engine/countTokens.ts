import type { Job } from '../core/ports.ts';
import type { QueueItem } from './engineRequest.ts';

/** Tokens that a run of texts reads: those of the texts, and those that only fill its rows. */
interface TokenCounts {
  readonly tokens: number;
  readonly paddingTokens: number;
}

/** Undefined for runs of tensors. */
export function countTokens(items: readonly QueueItem[], { inputs }: Job): TokenCounts | undefined {
  let tokens = 0;
  for (const { request } of items) {
    if (request.input.kind !== 'features') return undefined;
    tokens += request.input.length;
  }
  const [rows = 0, width = 0] = inputs[0]?.shape ?? [];
  return { tokens, paddingTokens: rows * width - tokens };
}
