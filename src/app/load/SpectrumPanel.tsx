import { useMemo } from 'react';
import type { LoadReport } from '../../client/index.ts';
import type { Series } from '../charts/series.ts';
import { XyChartPanel } from '../charts/XyChartPanel.tsx';
import { formatMilliseconds } from '../formats/formatMilliseconds.ts';
import { formatPercentile } from './formatPercentile.ts';
import { formatNines } from './formatNines.ts';
import { spectrumPoints } from './runPoints.ts';

interface SpectrumPanelProps {
  readonly runs: readonly { readonly key: string; readonly name: string; readonly report: LoadReport }[];
}

const looks = [{ color: 'var(--series-1)' }, { color: 'var(--series-2)', dash: '6 3' }] as const;

/** How long requests took, by percentile, with the tail drawn out: each nine is as wide as all before the first. */
export function SpectrumPanel({ runs }: SpectrumPanelProps) {
  const points = useMemo(() => spectrumPoints(runs), [runs]);
  const series = runs.map(({ key, name }, index): Series => ({ key, name, ...(looks[index] ?? looks[0]) }));
  const endX = Math.max(2, Math.ceil(points.at(-1)?.x ?? 2));
  const words = runs
    .map(
      ({ name, report: { latencyMs } }) =>
        `${name}: half within ${formatPercentile('p50', latencyMs)}, 99 % within ${formatPercentile('p99', latencyMs)}`,
    )
    .join('; ');
  return (
    <XyChartPanel
      title="Latency spectrum"
      note="ms by percentile, each nine as wide as the one before; grey where too few samples stand behind it"
      points={points}
      series={series}
      format={formatMilliseconds}
      formatX={formatNines}
      endX={endX}
      ticksX={Array.from({ length: endX + 1 }, (_, index) => index)}
      headingX="Percentile"
      summary={`Latency by percentile. ${words}.`}
    />
  );
}
