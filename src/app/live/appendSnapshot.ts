import type { MetricsSnapshot } from '../../client/index.ts';

const historySpanMs = 120_000;
const maxPoints = 120;

/** History with `snapshot` at its end and at most two minutes in it; starts anew when time has gone back. */
export function appendSnapshot(
  history: readonly MetricsSnapshot[],
  snapshot: MetricsSnapshot,
): readonly MetricsSnapshot[] {
  const newest = history.at(-1);
  if (newest !== undefined && snapshot.at < newest.at) return [snapshot];
  const recent = history.filter(({ at }) => at > snapshot.at - historySpanMs && at < snapshot.at);
  return [...recent.slice(-(maxPoints - 1)), snapshot];
}
