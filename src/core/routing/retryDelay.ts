const firstMs = 50;
const longestMs = 5000;

/**
 * How long to wait before attempt `attempt` (1 is the first repetition): doubled each time with half of it left to chance, and never
 * shorter than the endpoint asked for.
 */
export function retryDelay(
  attempt: number,
  { random, retryAfterMs = 0 }: { readonly random: () => number; readonly retryAfterMs?: number },
): number {
  const backoffMs = Math.min(longestMs, firstMs * 2 ** (attempt - 1));
  return Math.max(retryAfterMs, backoffMs * (0.5 + 0.5 * random()));
}
