import { memo } from 'react';
import { Line, LineChart } from 'recharts';
import { chartMargin, chartSize } from './chartFrame.ts';
import type { Series } from './series.ts';
import { TimeAxes } from './TimeAxes.tsx';
import type { TimePoint } from './timePoint.ts';

interface LineSeriesChartProps {
  readonly points: readonly TimePoint[];
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
  readonly leastTop: number;
}

/** Lines over the last two minutes; drawn anew only for new points. */
export const LineSeriesChart = memo(function LineSeriesChart({
  points,
  series,
  format,
  leastTop,
}: LineSeriesChartProps) {
  return (
    <LineChart responsive style={chartSize} data={points} margin={chartMargin} accessibilityLayer={false}>
      <TimeAxes series={series} format={format} leastTop={leastTop} />
      {series.map(({ key }) => (
        <Line
          key={`${key}Early`}
          dataKey={`values.${key}Early`}
          stroke="var(--series-early)"
          strokeWidth={1.5}
          strokeDasharray="1 3"
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
      ))}
      {series.map(({ key, name, color, dash }) => (
        <Line
          key={key}
          dataKey={`values.${key}`}
          name={name}
          stroke={color}
          strokeWidth={2}
          {...(dash === undefined ? {} : { strokeDasharray: dash })}
          dot={false}
          isAnimationActive={false}
        />
      ))}
    </LineChart>
  );
});
