import { CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts';
import { formatAxis } from './formatAxis.ts';
import { niceCeiling } from './niceCeiling.ts';
import { PointCard } from './PointCard.tsx';
import type { Series } from './series.ts';
import type { TimePoint } from './timePoint.ts';

const spanSeconds = 120;
const tick = { fill: 'var(--ink-soft)', fontSize: 11 };

interface TimeAxesProps {
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
  /** The vertical axis never ends below this, so that noise around zero stays small. */
  readonly leastTop: number;
}

/** What the charts over the last two minutes have in common: the frame and the card at the pointer. */
export function TimeAxes({ series, format, leastTop }: TimeAxesProps) {
  return (
    <>
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        type="number"
        dataKey="offsetSeconds"
        domain={[-spanSeconds, 0]}
        ticks={[-120, -90, -60, -30, 0]}
        tickFormatter={(offset: number) => (offset === 0 ? 'now' : `${String(-offset)} s`)}
        tick={tick}
        stroke="var(--line-strong)"
        allowDataOverflow
        interval={0}
      />
      <YAxis
        width={42}
        domain={[0, (most: number) => niceCeiling(most, leastTop)]}
        tickFormatter={formatAxis}
        tick={tick}
        stroke="var(--line-strong)"
        tickCount={5}
      />
      <Tooltip
        isAnimationActive={false}
        cursor={{ stroke: 'var(--ink-soft)' }}
        content={({ active, payload }) => {
          const point = payload[0]?.payload as TimePoint | undefined;
          return active && point !== undefined ? (
            <PointCard point={point} series={series} format={format} />
          ) : null;
        }}
      />
    </>
  );
}
