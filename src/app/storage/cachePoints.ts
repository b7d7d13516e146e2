import type { TimePoint } from '../charts/timePoint.ts';
import type { CacheSample } from './cacheSample.ts';

const windowMs = 10_000;

/** Shares of look-ups and run time saved a second, each over the ten seconds before; without values where nothing was asked. */
export function cachePoints(samples: readonly CacheSample[]): readonly TimePoint[] {
  const newestAt = samples.at(-1)?.at ?? 0;
  return samples.map((sample, index) => {
    const offsetSeconds = (sample.at - newestAt) / 1000;
    const before = samples.find(({ at }) => sample.at - at <= windowMs) as CacheSample;
    if (index === 0 || before === sample) return { offsetSeconds, values: {} };
    const grown = (pick: (stats: CacheSample['stats']) => number): number =>
      pick(sample.stats) - pick(before.stats);
    const memory = grown(({ memory: { hits } }) => hits);
    const store = grown(({ store: { hits } }) => hits);
    const joined = grown((stats) => stats.joined);
    // What memory missed, the store may have found.
    const asked = memory + grown(({ memory: { misses } }) => misses) + joined;
    const seconds = (sample.at - before.at) / 1000;
    const savedMs = grown((stats) => stats.savedMs) / seconds;
    if (asked <= 0) return { offsetSeconds, values: { memory: null, store: null, joined: null, savedMs } };
    return {
      offsetSeconds,
      values: { memory: memory / asked, store: store / asked, joined: joined / asked, savedMs },
    };
  });
}
