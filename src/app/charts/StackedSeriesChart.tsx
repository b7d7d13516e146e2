import { memo, useId } from 'react';
import { Area, AreaChart } from 'recharts';
import { chartMargin, chartSize } from './chartFrame.ts';
import { Hatch } from './Hatch.tsx';
import type { Series } from './series.ts';
import { TimeAxes } from './TimeAxes.tsx';
import type { TimePoint } from './timePoint.ts';

interface StackedSeriesChartProps {
  readonly points: readonly TimePoint[];
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
  readonly leastTop: number;
}

/** Areas on top of one another over the last two minutes, each with a hatch of its own. */
export const StackedSeriesChart = memo(function StackedSeriesChart({
  points,
  series,
  format,
  leastTop,
}: StackedSeriesChartProps) {
  const id = useId();
  return (
    <AreaChart responsive style={chartSize} data={points} margin={chartMargin} accessibilityLayer={false}>
      <defs>
        {series.map(({ key, color, hatch = 0 }) => (
          <Hatch key={key} id={`${id}${key}`} color={color} index={hatch} />
        ))}
      </defs>
      <TimeAxes series={series} format={format} leastTop={leastTop} />
      {series.map(({ key, name, color }) => (
        <Area
          key={key}
          dataKey={`values.${key}`}
          name={name}
          stackId="stages"
          stroke={color}
          strokeWidth={1.5}
          fill={`url(#${id}${key})`}
          fillOpacity={1}
          dot={false}
          isAnimationActive={false}
        />
      ))}
    </AreaChart>
  );
});
