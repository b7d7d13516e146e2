import type { MemoryTier } from '../core/caching/memoryTier.ts';
import type { PayoffMeter } from '../core/caching/payoffMeter.ts';
import type { LaneReport } from './clientMessages.ts';
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

export class CacheCounts {
  readonly memory = { hits: 0, misses: 0 };
  readonly store = { hits: 0, misses: 0 };
  joined = 0;
  savedMs = 0;
  /** What pages' lanes remember, by model. */
  readonly lanes = new Map<string, { readonly entries: number; readonly sizeBytes: number }>();
  laneEvictions = 0;

  addLane({ model, hitMs, joinedMs, misses, evictions, savedMs, entries, sizeBytes }: LaneReport): void {
    this.memory.hits += hitMs.length;
    this.memory.misses += misses;
    this.joined += joinedMs.length;
    this.savedMs += savedMs;
    this.laneEvictions += evictions;
    this.lanes.set(model, { entries, sizeBytes });
  }
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
  return {
    memory: {
      entries: lanes.reduce((sum, { entries }) => sum + entries, memory.entries),
      sizeBytes: lanes.reduce((sum, { sizeBytes }) => sum + sizeBytes, memory.sizeBytes),
      ...counts.memory,
      evictions: memory.evictions + counts.laneEvictions,
    },
    store: {
      entries: store.entries,
      sizeBytes: store.sizeBytes,
      ...counts.store,
      evictions: store.evictions,
      ...(degraded === undefined ? {} : { degraded }),
    },
    joined: counts.joined,
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
  const models = new Map<string, { readonly keys: Set<string>; sizeBytes: number }>();
  for (const tier of [memory, store]) {
    for (const { key, model, sizeBytes } of tier.list()) {
      let sums = models.get(model);
      if (sums === undefined) models.set(model, (sums = { keys: new Set(), sizeBytes: 0 }));
      sums.keys.add(key);
      sums.sizeBytes += sizeBytes;
    }
  }
  const names = new Set([...models.keys(), ...meters.keys(), ...lanes.keys()]);
  return Object.fromEntries(
    [...names].map((name) => {
      const sums = models.get(name);
      const meter = meters.get(name);
      const described: ModelCacheStats = {
        entries: (sums?.keys.size ?? 0) + (lanes.get(name)?.entries ?? 0),
        sizeBytes: (sums?.sizeBytes ?? 0) + (lanes.get(name)?.sizeBytes ?? 0),
        hitRate: meter?.runMs === undefined ? null : meter.hitRate,
        doesPay: meter?.doesPay ?? true,
      };
      return [name, described] as const;
    }),
  );
}
