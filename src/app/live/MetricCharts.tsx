import { useMemo } from 'react';
import type { MetricsSnapshot, ModelMetrics } from '../../client/index.ts';
import type { Series } from '../charts/series.ts';
import { TimeChartPanel } from '../charts/TimeChartPanel.tsx';
import { toTimePoints } from '../charts/timePoint.ts';
import { formatCount } from '../formats/formatCount.ts';
import { formatMilliseconds } from '../formats/formatMilliseconds.ts';
import { BatchSizePanel } from './BatchSizePanel.tsx';
import { CountsPanel } from './CountsPanel.tsx';
import { latencyPoints } from './latencyPoints.ts';
import { supportNote } from './percentileSupport.ts';
import styles from './MetricCharts.module.css';

const throughput: readonly Series[] = [
  { key: 'requests', name: 'Requests/s', color: 'var(--series-1)' },
  { key: 'inferences', name: 'Inferences/s', color: 'var(--series-2)', dash: '6 3' },
];

const latency: readonly Series[] = [
  { key: 'p50', name: 'p50', color: 'var(--series-1)' },
  { key: 'p90', name: 'p90', color: 'var(--series-2)', dash: '6 3' },
  { key: 'p99', name: 'p99', color: 'var(--series-3)', dash: '2 2' },
];

const backlog: readonly Series[] = [
  { key: 'queued', name: 'Queued', color: 'var(--series-1)' },
  { key: 'inFlight', name: 'In flight', color: 'var(--series-2)', dash: '6 3' },
];

const stages: readonly Series[] = [
  { key: 'queue', name: 'Queue', color: 'var(--series-2)', hatch: 0 },
  { key: 'input', name: 'Input', color: 'var(--series-3)', hatch: 1 },
  { key: 'compute', name: 'Compute', color: 'var(--series-1)', hatch: 2 },
  { key: 'output', name: 'Output', color: 'var(--series-4)', hatch: 3 },
];

interface MetricChartsProps {
  readonly history: readonly MetricsSnapshot[];
  readonly model: string | undefined;
  /** Of the newest snapshot. */
  readonly metrics: ModelMetrics;
}

export function MetricCharts({ history, model, metrics }: MetricChartsProps) {
  const points = useMemo(
    () => ({
      throughput: toTimePoints(history, model, ({ requestsPerSecond, inferencesPerSecond }) => ({
        requests: requestsPerSecond,
        inferences: inferencesPerSecond,
      })),
      latency: latencyPoints(history, model),
      backlog: toTimePoints(history, model, ({ queueDepth, inFlight }) => ({ queued: queueDepth, inFlight })),
      stages: toTimePoints(history, model, ({ queueMs, inputMs, computeMs, outputMs }) => ({
        queue: queueMs.p50,
        input: inputMs.p50,
        compute: computeMs.p50,
        output: outputMs.p50,
      })),
    }),
    [history, model],
  );
  const { samples } = metrics.latencyMs;
  const notes = useMemo(
    () => ({
      p50: supportNote('p50', samples),
      p90: supportNote('p90', samples),
      p99: supportNote('p99', samples),
    }),
    [samples],
  );
  return (
    <div className={styles['grid']}>
      <TimeChartPanel
        title="Throughput"
        leastTop={4}
        points={points.throughput}
        series={throughput}
        format={formatCount}
      />
      <TimeChartPanel
        title="Latency"
        note="over the last 10 s"
        points={points.latency}
        series={latency}
        format={formatMilliseconds}
        notes={notes}
      />
      <TimeChartPanel
        kind="stacked"
        title="Time by stage"
        note="median of each"
        points={points.stages}
        series={stages}
        format={formatMilliseconds}
      />
      <TimeChartPanel
        title="Backlog"
        leastTop={4}
        points={points.backlog}
        series={backlog}
        format={formatCount}
      />
      <BatchSizePanel batchSizes={metrics.batchSizes} />
      <CountsPanel {...metrics} />
    </div>
  );
}
