import { memo } from 'react';
import { CartesianGrid, Line, LineChart, Tooltip, XAxis, YAxis } from 'recharts';
import { chartMargin, chartSize } from './chartFrame.ts';
import { formatAxis } from './formatAxis.ts';
import { niceCeiling } from './niceCeiling.ts';
import type { Series } from './series.ts';
import type { XyPoint } from './xyPoint.ts';
import styles from './Charts.module.css';

const tick = { fill: 'var(--ink-soft)', fontSize: 11 };

export interface XyChartProps {
  readonly points: readonly XyPoint[];
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
  readonly formatX: (x: number) => string;
  /** Where the horizontal axis ends. */
  readonly endX: number;
  /** @default chosen by the chart */
  readonly ticksX?: readonly number[];
  /** The vertical axis never ends below this. @default 1 */
  readonly leastTop?: number;
}

/** Lines over any horizontal axis that starts at 0; values under `<key>Early` are drawn grey. */
export const XyChart = memo(function XyChart(props: XyChartProps) {
  const { points, series, format, formatX, endX, ticksX, leastTop = 1 } = props;
  return (
    <LineChart responsive style={chartSize} data={points} margin={chartMargin} accessibilityLayer={false}>
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        type="number"
        dataKey="x"
        domain={[0, endX]}
        {...(ticksX === undefined ? {} : { ticks: ticksX })}
        tickFormatter={formatX}
        tick={tick}
        stroke="var(--line-strong)"
        allowDecimals={false}
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
          const point = payload[0]?.payload as XyPoint | undefined;
          if (!active || point === undefined) return null;
          return (
            <div className={styles['card']}>
              <p className={styles['cardTitle']}>{formatX(point.x)}</p>
              {series.map(({ key, name }) => {
                const value = point.values[key] ?? point.values[`${key}Early`] ?? null;
                return (
                  <p key={key}>
                    {name}: {value === null ? '–' : format(value)}
                  </p>
                );
              })}
            </div>
          );
        }}
      />
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
          dot={points.length < 3}
          connectNulls
          isAnimationActive={false}
        />
      ))}
    </LineChart>
  );
});
