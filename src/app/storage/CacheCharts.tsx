import { useMemo } from 'react';
import type { Series } from '../charts/series.ts';
import { TimeChartPanel } from '../charts/TimeChartPanel.tsx';
import { formatMilliseconds } from '../formats/formatMilliseconds.ts';
import { formatShare } from '../formats/formatShare.ts';
import { cachePoints } from './cachePoints.ts';
import type { CacheSample } from './cacheSample.ts';
import styles from './StoragePage.module.css';

const ratios: readonly Series[] = [
  { key: 'memory', name: 'Memory', color: 'var(--series-1)', hatch: 0 },
  { key: 'store', name: 'Stored', color: 'var(--series-2)', hatch: 1 },
  { key: 'joined', name: 'Joined', color: 'var(--series-4)', hatch: 2 },
];

const saved: readonly Series[] = [{ key: 'savedMs', name: 'Saved', color: 'var(--series-1)' }];

/** How often the cache answered, and what that saved. */
export function CacheCharts({ samples }: { readonly samples: readonly CacheSample[] }) {
  const points = useMemo(() => cachePoints(samples), [samples]);
  return (
    <div className={styles['charts']}>
      <TimeChartPanel
        kind="stacked"
        title="Hit ratio"
        note="of the look-ups of 10 s"
        points={points}
        series={ratios}
        format={formatShare}
      />
      <TimeChartPanel
        title="Run time saved"
        note="each second, over 10 s"
        points={points}
        series={saved}
        format={formatMilliseconds}
      />
    </div>
  );
}
