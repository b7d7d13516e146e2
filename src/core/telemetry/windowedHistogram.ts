import { Histogram } from './histogram.ts';
import type { Percentiles } from './metricsSnapshot.ts';

/** Seconds a snapshot looks back. */
export const windowSeconds = 10;

/** Seconds that a window really covers at `now`: nine whole ones and the present one so far. */
export function coveredSeconds(now: number): number {
  return windowSeconds - 1 + (now % 1000) / 1000;
}

interface Slot {
  second: number;
  readonly histogram: Histogram;
}

/** A duration since the start and over the last ten seconds: one histogram a second in a ring. */
export class WindowedHistogram {
  readonly #ring: readonly Slot[] = Array.from({ length: windowSeconds }, () => ({
    second: -1,
    histogram: new Histogram(),
  }));
  readonly total = new Histogram();

  add(ms: number, now: number): void {
    const second = Math.floor(now / 1000);
    const slot = this.#ring[second % windowSeconds] as Slot;
    if (slot.second !== second) {
      slot.second = second;
      slot.histogram.clear();
    }
    slot.histogram.add(ms);
    this.total.add(ms);
  }

  /** The samples of the last ten seconds merged. */
  window(now: number): Histogram {
    const merged = new Histogram();
    const oldest = Math.floor(now / 1000) - windowSeconds;
    for (const { second, histogram } of this.#ring) {
      if (second > oldest && histogram.count > 0) merged.merge(histogram);
    }
    return merged;
  }

  /** The durations of both, of the same scale. */
  merge(other: WindowedHistogram): void {
    this.total.merge(other.total);
    for (const { second, histogram } of other.#ring) {
      const slot = this.#ring[Math.max(second, 0) % windowSeconds] as Slot;
      if (second < slot.second || second < 0) continue;
      if (second > slot.second) {
        slot.second = second;
        slot.histogram.clear();
      }
      slot.histogram.merge(histogram);
    }
  }

  percentiles(now: number): Percentiles {
    const window = this.window(now);
    return {
      p50: window.quantile(0.5),
      p90: window.quantile(0.9),
      p99: window.quantile(0.99),
      samples: window.count,
    };
  }
}
