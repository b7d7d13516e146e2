import { formatOffset } from './formatAxis.ts';
import type { Series } from './series.ts';
import type { TimePoint } from './timePoint.ts';
import { valueAt } from './valueAt.ts';
import { TableFrame } from '../components/TableFrame.tsx';
import styles from './Charts.module.css';

interface PointTableProps {
  readonly title: string;
  readonly points: readonly TimePoint[];
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
}

/** The figures of a chart, newest first. */
export function PointTable({ title, points, series, format }: PointTableProps) {
  return (
    <TableFrame label={`${title}, figures`} className={styles['scroll']}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">When</th>
            {series.map(({ key, name }) => (
              <th key={key} scope="col" className="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map((point) => (
            <tr key={point.offsetSeconds}>
              <td>{formatOffset(point.offsetSeconds)}</td>
              {series.map(({ key }) => {
                const value = valueAt(point, key);
                return (
                  <td key={key} className="number">
                    {value === null ? '–' : format(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
