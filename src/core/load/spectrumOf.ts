import type { Histogram } from '../telemetry/histogram.ts';
import type { SpectrumPoint } from './loadReport.ts';

const stepsPerHalving = 5;

/**
 * Latency by percentile, denser towards the tail: each step halves what is left above it in five parts, as HdrHistogram's percentile
 * iteration does, up to the share that one sample stands for.
 */
export function spectrumOf(histogram: Histogram): readonly SpectrumPoint[] {
  const points: SpectrumPoint[] = [];
  const { count } = histogram;
  if (count === 0) return points;
  const add = (share: number): void => {
    points.push({ share, ms: histogram.quantile(share) as number });
  };
  for (let above = 1; above * count >= 1; above /= 2) {
    for (let step = 0; step < stepsPerHalving; step += 1) {
      const left = above * (1 - step / (2 * stepsPerHalving));
      if (left * count < 1) break;
      add(1 - left);
    }
  }
  add(1);
  return points;
}
