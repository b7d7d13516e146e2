import type { MetricsSnapshot } from '../../client/index.ts';
import { selectMetrics, toTimePoints, type TimePoint } from '../charts/timePoint.ts';
import { missingSamples, percentileNames } from './percentileSupport.ts';

/**
 * Percentiles over time. Where too few samples stand behind one, its value is under the key with `Early`;
 * a point next to such a one has both, so that the two lines meet.
 */
export function latencyPoints(
  history: readonly MetricsSnapshot[],
  model: string | undefined,
): readonly TimePoint[] {
  const points = toTimePoints(history, model, ({ latencyMs }) => ({
    p50: latencyMs.p50,
    p90: latencyMs.p90,
    p99: latencyMs.p99,
  }));
  const samples = history.map((snapshot) => selectMetrics(snapshot, model)?.latencyMs.samples ?? 0);
  return points.map(({ offsetSeconds, values }, index) => {
    const split: Record<string, number | null> = {};
    for (const name of percentileNames) {
      const value = values[name] ?? null;
      const isEarly = (at: number): boolean => at in samples && missingSamples(name, samples[at] ?? 0) > 0;
      split[name] = isEarly(index) ? null : value;
      split[`${name}Early`] = [index - 1, index, index + 1].some(isEarly) ? value : null;
    }
    return { offsetSeconds, values: split };
  });
}
