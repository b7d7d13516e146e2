import type { MetricsSnapshot, ModelMetrics } from '../../client/index.ts';

/** The figures of one moment under the keys of their series. */
export interface TimePoint {
  /** Seconds before the newest point, as a number ≤ 0. */
  readonly offsetSeconds: number;
  readonly values: Readonly<Record<string, number | null>>;
}

/** The figures of `model`, or of all models where it is undefined. */
export function selectMetrics(
  snapshot: MetricsSnapshot,
  model: string | undefined,
): ModelMetrics | undefined {
  return model === undefined ? snapshot.total : snapshot.models[model];
}

/** One point for each snapshot; without values where the model was not there yet. */
export function toTimePoints(
  history: readonly MetricsSnapshot[],
  model: string | undefined,
  pick: (metrics: ModelMetrics) => TimePoint['values'],
): readonly TimePoint[] {
  const newestAt = history.at(-1)?.at ?? 0;
  return history.map((snapshot) => {
    const metrics = selectMetrics(snapshot, model);
    return {
      offsetSeconds: (snapshot.at - newestAt) / 1000,
      values: metrics === undefined ? {} : pick(metrics),
    };
  });
}
