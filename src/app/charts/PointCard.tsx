import { formatOffset } from './formatAxis.ts';
import type { Series } from './series.ts';
import { valueAt } from './valueAt.ts';
import type { TimePoint } from './timePoint.ts';
import styles from './Charts.module.css';

interface PointCardProps {
  readonly point: TimePoint;
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
}

/** The figures of one moment, at the pointer. */
export function PointCard({ point, series, format }: PointCardProps) {
  return (
    <div className={styles['card']}>
      <p className={styles['cardTitle']}>{formatOffset(point.offsetSeconds)}</p>
      {series.map(({ key, name }) => {
        const value = valueAt(point, key);
        return (
          <p key={key}>
            {name}: {value === null ? '–' : format(value)}
          </p>
        );
      })}
    </div>
  );
}
