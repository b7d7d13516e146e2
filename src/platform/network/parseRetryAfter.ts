const longestMs = 5 * 60_000;

/** Milliseconds that a `Retry-After` header asks to wait, five minutes at most; undefined for what is neither seconds nor a date. */
export function parseRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null || value.trim() === '') return undefined;
  const seconds = Number(value);
  const waitMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - now;
  return Number.isFinite(waitMs) ? Math.min(longestMs, Math.max(0, waitMs)) : undefined;
}
