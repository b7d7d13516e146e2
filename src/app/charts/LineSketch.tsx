import { formatAxis } from './formatAxis.ts';
import { niceCeiling } from './niceCeiling.ts';
import type { XyChartProps } from './XyChart.tsx';
import type { XyPoint } from './xyPoint.ts';
import styles from './LineSketch.module.css';

const width = 400;
const height = 100;

/**
 * Lines without the chart library, for figures that are still being measured on this very thread: a chart of the library takes tens of
 * milliseconds to draw, which would be measured too.
 */
export function LineSketch({ points, series, formatX, endX, leastTop = 1 }: XyChartProps) {
  let most = 0;
  for (const { values } of points)
    for (const value of Object.values(values)) most = Math.max(most, value ?? 0);
  const top = niceCeiling(most, leastTop);
  return (
    <div className={styles['frame']}>
      <span className={styles['top']}>{formatAxis(top)}</span>
      <span className={styles['bottom']}>0</span>
      <svg
        className={styles['drawing']}
        viewBox={`0 0 ${String(width)} ${String(height)}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        focusable="false"
      >
        {series.map(({ key }) => (
          <polyline
            key={`${key}Early`}
            points={pathOf(points, `${key}Early`, endX, top)}
            stroke="var(--series-early)"
            strokeDasharray="1 3"
          />
        ))}
        {series.map(({ key, color, dash }) => (
          <polyline key={key} points={pathOf(points, key, endX, top)} stroke={color} strokeDasharray={dash} />
        ))}
      </svg>
      <span className={styles['end']}>{formatX(endX)}</span>
    </div>
  );
}

function pathOf(points: readonly XyPoint[], key: string, endX: number, top: number): string {
  let path = '';
  for (const { x, values } of points) {
    const value = values[key];
    if (value === null || value === undefined) continue;
    path += `${((x / endX) * width).toFixed(1)},${((1 - value / top) * height).toFixed(1)} `;
  }
  return path;
}
