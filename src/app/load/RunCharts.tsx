import { useMemo } from 'react';
import type { LoadReport } from '../../client/index.ts';
import type { Series } from '../charts/series.ts';
import { XyChartPanel } from '../charts/XyChartPanel.tsx';
import { formatCount } from '../formats/formatCount.ts';
import { formatMilliseconds } from '../formats/formatMilliseconds.ts';
import { pickLatency, toSecondPoints } from './runPoints.ts';
import styles from './RunCharts.module.css';

const traffic: readonly Series[] = [
  { key: 'offered', name: 'Offered', color: 'var(--series-2)', dash: '6 3' },
  { key: 'completed', name: 'Answered', color: 'var(--series-1)' },
  { key: 'refused', name: 'Refused', color: 'var(--series-3)', dash: '2 2' },
];

const latency: readonly Series[] = [
  { key: 'p50', name: 'p50', color: 'var(--series-1)' },
  { key: 'p99', name: 'p99', color: 'var(--series-3)', dash: '2 2' },
];

const batching: readonly Series[] = [
  { key: 'queue', name: 'Queued', color: 'var(--series-2)', dash: '6 3' },
  { key: 'batch', name: 'Rows a batch', color: 'var(--series-4)' },
];

const formatSecond = (x: number): string => `${String(x)} s`;

interface RunChartsProps {
  readonly report: LoadReport;
  /** The run goes on. @default false */
  readonly isLive?: boolean;
}

/** A run second by second. */
export function RunCharts({ report, isLive = false }: RunChartsProps) {
  const points = useMemo(
    () => ({
      traffic: toSecondPoints(report, ({ offered, completed, refused }) => ({ offered, completed, refused })),
      latency: toSecondPoints(report, pickLatency),
      batching: toSecondPoints(report, ({ queueDepth, batchSize }) => ({
        queue: queueDepth,
        batch: batchSize,
      })),
    }),
    [report],
  );
  const planned = isLive ? Math.ceil(report.plan.seconds) : 0;
  const endX = Math.max(2, planned, report.perSecond.length);
  const seconds = `over ${String(report.perSecond.length)} seconds`;
  const shared = { formatX: formatSecond, endX, headingX: 'After', isLive };
  return (
    <div className={styles['grid']}>
      <XyChartPanel
        title="Requests a second"
        {...shared}
        points={points.traffic}
        series={traffic}
        format={formatCount}
        leastTop={4}
        summary={`Requests offered, answered and refused ${seconds}: ${formatCount(report.offered)} offered, ${formatCount(report.completed)} answered.`}
      />
      <XyChartPanel
        title="Latency by second"
        note="ms from the intended start"
        {...shared}
        points={points.latency}
        series={latency}
        format={formatMilliseconds}
        summary={`Latency ${seconds}. In all: p50 ${formatMilliseconds(report.latencyMs.p50)}, p99 ${formatMilliseconds(report.latencyMs.p99)}.`}
      />
      <XyChartPanel
        title="Queue and batches"
        {...shared}
        points={points.batching}
        series={batching}
        format={formatCount}
        leastTop={4}
        summary={`Queued requests and rows a batch ${seconds}.`}
      />
    </div>
  );
}
