import { WindowedHistogram } from '../core/telemetry/windowedHistogram.ts';
import type { LaneReport } from './clientMessages.ts';

interface TierCounts {
  hits: number;
  misses: number;
}

export interface ModelCounts {
  readonly memory: TierCounts;
  readonly store: TierCounts;
  joined: number;
  /** Latency of the answers that hits gave. */
  hitMs: number;
}

/** Look-ups since the start, by model and tier. */
export class CacheCounts {
  readonly models = new Map<string, ModelCounts>();
  /** What pages' lanes remember, by model. */
  readonly lanes = new Map<string, { readonly entries: number; readonly sizeBytes: number }>();
  /** Of one look-up in eight. */
  readonly lookup = new WindowedHistogram();
  readonly insert = new WindowedHistogram();
  laneEvictions = 0;
  savedMs = 0;

  of(model: string): ModelCounts {
    let counts = this.models.get(model);
    if (counts === undefined) this.models.set(model, (counts = noCounts()));
    return counts;
  }

  totals(): Readonly<ModelCounts> {
    const totals = noCounts();
    for (const { memory, store, joined, hitMs } of this.models.values()) {
      totals.memory.hits += memory.hits;
      totals.memory.misses += memory.misses;
      totals.store.hits += store.hits;
      totals.store.misses += store.misses;
      totals.joined += joined;
      totals.hitMs += hitMs;
    }
    return totals;
  }

  addLane({ model, hitMs, joinedMs, misses, evictions, savedMs, entries, sizeBytes }: LaneReport): void {
    const counts = this.of(model);
    counts.memory.hits += hitMs.length;
    counts.memory.misses += misses;
    counts.joined += joinedMs.length;
    counts.hitMs += hitMs.reduce((sum, ms) => sum + ms, 0);
    this.savedMs += savedMs;
    this.laneEvictions += evictions;
    this.lanes.set(model, { entries, sizeBytes });
  }
}

function noCounts(): ModelCounts {
  return { memory: { hits: 0, misses: 0 }, store: { hits: 0, misses: 0 }, joined: 0, hitMs: 0 };
}
