/** "0.42 ms", "12.3 ms", "1.2 s"; a dash where there is no figure. */
export function formatMilliseconds(durationMs: number | null | undefined): string {
  if (durationMs === null || durationMs === undefined) return '–';
  if (durationMs >= 1000) return `${(durationMs / 1000).toFixed(durationMs >= 10_000 ? 0 : 1)} s`;
  if (durationMs >= 100) return `${durationMs.toFixed(0)} ms`;
  return `${durationMs.toFixed(durationMs >= 10 ? 1 : 2)} ms`;
}
