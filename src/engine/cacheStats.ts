import type { MemoryTier } from '../core/caching/memoryTier.ts';
import type { PayoffMeter } from '../core/caching/payoffMeter.ts';
import type { CacheCounts } from './cacheCounts.ts';
import type { StoreTier } from './storeTier.ts';

export interface TierStats {
  readonly entries: number;
  readonly sizeBytes: number;
  readonly hits: number;
  readonly misses: number;
  readonly evictions: number;
}

export interface ModelCacheStats {
  /** Results, those in both tiers once. */
  readonly entries: number;
  /** In both tiers. */
  readonly sizeBytes: number;
  /** Share of the latest look-ups that found something; null before the first. */
  readonly hitRate: number | null;
  /** Whether look-ups save more than they cost, which decides for a model on `auto`. */
  readonly doesPay: boolean;
}

/** Look-ups of requests with `cache: 'use'` alone. */
export interface CacheStats {
  readonly memory: TierStats;
  /** `degraded` says what does not work, in a sentence. */
  readonly store: TierStats & { readonly degraded?: string };
  readonly joined: number;
  /** Time of executions that hits made unnecessary, since the start. */
  readonly savedMs: number;
  readonly models: Readonly<Record<string, ModelCacheStats>>;
}

/** Everything counted about a cache at this moment. */
export function describeCache(
  counts: CacheCounts,
  memory: MemoryTier,
  store: StoreTier,
  meters: ReadonlyMap<string, PayoffMeter>,
): CacheStats {
  const { degraded } = store;
  const lanes = [...counts.lanes.values()];
  const totals = counts.totals();
  return {
    memory: {
      entries: lanes.reduce((sum, { entries }) => sum + entries, memory.entries),
      sizeBytes: lanes.reduce((sum, { sizeBytes }) => sum + sizeBytes, memory.sizeBytes),
      ...totals.memory,
      evictions: memory.evictions + counts.laneEvictions,
    },
    store: {
      entries: store.entries,
      sizeBytes: store.sizeBytes,
      ...totals.store,
      evictions: store.evictions,
      ...(degraded === undefined ? {} : { degraded }),
    },
    joined: totals.joined,
    savedMs: counts.savedMs,
    models: describeModels(counts, memory, store, meters),
  };
}

function describeModels(
  { lanes }: CacheCounts,
  memory: MemoryTier,
  store: StoreTier,
  meters: ReadonlyMap<string, PayoffMeter>,
): CacheStats['models'] {
  const models = new Map<string, { entries: number; sizeBytes: number }>();
  const add = (model: string, entries: number, sizeBytes: number): void => {
    const sums = models.get(model);
    if (sums === undefined) models.set(model, { entries, sizeBytes });
    else {
      sums.entries += entries;
      sums.sizeBytes += sizeBytes;
    }
  };
  for (const model of meters.keys()) add(model, 0, 0);
  for (const { model, sizeBytes } of store.list()) add(model, 1, sizeBytes);
  for (const { key, model, sizeBytes } of memory.list()) add(model, store.holds(key) ? 0 : 1, sizeBytes);
  for (const [model, { entries, sizeBytes }] of lanes) add(model, entries, sizeBytes);
  return Object.fromEntries(
    [...models].map(([name, sums]) => {
      const meter = meters.get(name);
      const hitRate = meter?.runMs === undefined ? null : meter.hitRate;
      return [name, { ...sums, hitRate, doesPay: meter?.doesPay ?? true }] as const;
    }),
  );
}
