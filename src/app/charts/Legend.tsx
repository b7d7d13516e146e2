import type { Series } from './series.ts';
import { SeriesMark } from './SeriesMark.tsx';
import styles from './Charts.module.css';

export interface LegendEntry {
  readonly value: string;
  /** Why the value is to be taken with care; it is greyed then. */
  readonly note?: string | undefined;
}

interface LegendProps {
  readonly series: readonly Series[];
  /** By series key. @default no values */
  readonly entries?: Readonly<Record<string, LegendEntry>>;
}

/** The series with their marks and newest values. */
export function Legend({ series, entries }: LegendProps) {
  return (
    <ul className={styles['legend']}>
      {series.map((one) => {
        const { key, name } = one;
        const entry = entries?.[key];
        return (
          <li
            key={key}
            data-early={entry?.note !== undefined}
            title={entry?.note === undefined ? undefined : `${entry.note} samples`}
          >
            <SeriesMark series={one} />
            {name}
            {entries !== undefined && <span className={styles['legendValue']}> {entry?.value ?? '–'}</span>}
            {entry?.note !== undefined && <span className={styles['legendNote']}>{entry.note}</span>}
          </li>
        );
      })}
    </ul>
  );
}
