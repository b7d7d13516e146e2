import { useRef } from 'react';
import { useFrozen } from '../components/useFrozen.ts';
import { useOnScreen } from '../components/useOnScreen.ts';
import { ChartPanel } from './ChartPanel.tsx';
import { Legend, type LegendEntry } from './Legend.tsx';
import { LineSeriesChart } from './LineSeriesChart.tsx';
import { PointTable } from './PointTable.tsx';
import type { Series } from './series.ts';
import { StackedSeriesChart } from './StackedSeriesChart.tsx';
import type { TimePoint } from './timePoint.ts';
import { valueAt } from './valueAt.ts';

interface TimeChartPanelProps {
  readonly kind?: 'lines' | 'stacked';
  readonly title: string;
  readonly note?: string;
  readonly points: readonly TimePoint[];
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
  /** Where the vertical axis ends at the least. @default 1 */
  readonly leastTop?: number;
  /** By series key: why its newest value is to be taken with care. */
  readonly notes?: Readonly<Record<string, string | undefined>>;
}

const noNotes: Readonly<Record<string, string | undefined>> = {};

/** Series over the last two minutes; stands still while it cannot be seen. */
export function TimeChartPanel(props: TimeChartPanelProps) {
  const { kind = 'lines', title, note, series, format, leastTop = 1, notes = noNotes } = props;
  const frame = useRef<HTMLDivElement>(null);
  const isOnScreen = useOnScreen(frame);
  const points = useFrozen(props.points, isOnScreen);
  const newest = points.at(-1);
  const entries: Record<string, LegendEntry> = {};
  for (const { key } of series) {
    const value = newest === undefined ? null : valueAt(newest, key);
    entries[key] = { value: value === null ? '–' : format(value), note: notes[key] };
  }
  const newestWords = series.map(({ key, name }) => `${name} ${entries[key]?.value ?? '–'}`).join(', ');
  const Chart = kind === 'lines' ? LineSeriesChart : StackedSeriesChart;
  return (
    <ChartPanel
      ref={frame}
      title={title}
      {...(note === undefined ? {} : { note })}
      summary={`${title} over the last two minutes. Newest: ${newestWords}.`}
      legend={<Legend series={series} entries={entries} />}
      chart={<Chart points={points} series={series} format={format} leastTop={leastTop} />}
      table={<PointTable title={title} points={points} series={series} format={format} />}
    />
  );
}
