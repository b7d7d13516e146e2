import { memo, useId } from 'react';
import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts';
import type { DistributionBar } from './distributionBar.ts';
import { formatCounted } from '../formats/formatCounted.ts';
import { chartMargin, chartSize } from './chartFrame.ts';
import { formatAxis } from './formatAxis.ts';
import { niceCeiling } from './niceCeiling.ts';
import { Hatch } from './Hatch.tsx';
import styles from './Charts.module.css';

const leastTop = 4;
const tick = { fill: 'var(--ink-soft)', fontSize: 11 };

function areSame(
  one: { readonly bars: readonly DistributionBar[] },
  other: { readonly bars: readonly DistributionBar[] },
) {
  return JSON.stringify(one.bars) === JSON.stringify(other.bars);
}

/** Executions by batch size; drawn anew only when a count has changed. */
export const BarDistributionChart = memo(function BarDistributionChart({
  bars,
}: {
  readonly bars: readonly DistributionBar[];
}) {
  const id = useId();
  return (
    <BarChart responsive style={chartSize} data={bars} margin={chartMargin} accessibilityLayer={false}>
      <defs>
        <Hatch id={id} color="var(--series-1)" index={0} />
      </defs>
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis dataKey="name" tick={tick} stroke="var(--line-strong)" interval={0} />
      <YAxis
        domain={[0, (most: number) => niceCeiling(most, leastTop)]}
        allowDecimals={false}
        width={42}
        tickFormatter={formatAxis}
        tick={tick}
        stroke="var(--line-strong)"
        tickCount={5}
      />
      <Tooltip
        isAnimationActive={false}
        cursor={{ fill: 'var(--hover)' }}
        content={({ active, payload }) => {
          const bar = payload[0]?.payload as DistributionBar | undefined;
          if (!active || bar === undefined) return null;
          return (
            <div className={styles['card']}>
              <p className={styles['cardTitle']}>Batches of {bar.name}</p>
              <p>{formatCounted(bar.count, 'execution')}</p>
            </div>
          );
        }}
      />
      <Bar
        dataKey="count"
        fill={`url(#${id})`}
        stroke="var(--series-1)"
        strokeWidth={1.5}
        maxBarSize={56}
        isAnimationActive={false}
      />
    </BarChart>
  );
}, areSame);
