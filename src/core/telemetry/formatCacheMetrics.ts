import { durationSamples, formatMetric, type Sample } from './prometheusText.ts';
import type { WindowedHistogram } from './windowedHistogram.ts';

interface TierFigures {
  readonly entries: number;
  readonly sizeBytes: number;
  readonly evictions: number;
}

interface LookupCounts {
  readonly hits: number;
  readonly misses: number;
}

export interface CacheFigures {
  readonly memory: TierFigures;
  readonly store: TierFigures;
  readonly models: ReadonlyMap<
    string,
    { readonly memory: LookupCounts; readonly store: LookupCounts; readonly joined: number }
  >;
  readonly durations: { readonly lookup: WindowedHistogram; readonly insert: WindowedHistogram };
}

const tiers = ['memory', 'store'] as const;

/** The result cache in the text exposition format; look-ups by model and tier, what is kept by tier. */
export function formatCacheMetrics({ models, durations, ...kept }: CacheFigures): string {
  const byModel = (pick: (counts: LookupCounts) => number): readonly Sample[] =>
    [...models].flatMap(([model, counts]) =>
      tiers.map((tier) => ({ labels: { model, tier }, value: pick(counts[tier]) })),
    );
  const byTier = (pick: (figures: TierFigures) => number): readonly Sample[] =>
    tiers.map((tier) => ({ labels: { tier }, value: pick(kept[tier]) }));
  const joined = [...models].map(([model, counts]) => ({ labels: { model }, value: counts.joined }));
  return [
    formatMetric(
      'nearside_cache_hits_total',
      'counter',
      'Look-ups that found a result.',
      byModel(({ hits }) => hits),
    ),
    formatMetric(
      'nearside_cache_misses_total',
      'counter',
      'Look-ups that found none.',
      byModel(({ misses }) => misses),
    ),
    formatMetric('nearside_cache_joined_total', 'counter', 'Requests that shared an execution.', joined),
    formatMetric(
      'nearside_cache_evictions_total',
      'counter',
      'Results that left to make room or were too old.',
      byTier(({ evictions }) => evictions),
    ),
    formatMetric(
      'nearside_cache_entries',
      'gauge',
      'Results kept.',
      byTier(({ entries }) => entries),
    ),
    formatMetric(
      'nearside_cache_bytes',
      'gauge',
      'What they take.',
      byTier(({ sizeBytes }) => sizeBytes),
    ),
    formatMetric(
      'nearside_cache_lookup_duration_seconds',
      'histogram',
      'Making a key and looking it up; one in eight is timed.',
      durationSamples(durations.lookup, {}),
    ),
    formatMetric(
      'nearside_cache_insert_duration_seconds',
      'histogram',
      'Keeping a result.',
      durationSamples(durations.insert, {}),
    ),
  ].join('');
}
