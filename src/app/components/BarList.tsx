import styles from './BarList.module.css';

export interface Bar {
  readonly key: string;
  readonly name: string;
  /** Shown smaller, after the name. */
  readonly detail?: string;
  /** Length of the bar, 0 to 1. */
  readonly share: number;
  readonly value: string;
  readonly isBest?: boolean;
}

interface BarListProps {
  readonly label: string;
  readonly bars: readonly Bar[];
  /** Names of one word, or of one or two characters, leave more room for the bars. */
  readonly size?: 'normal' | 'short' | 'compact';
}

/** A list that reads as names and values; the bars only repeat the values for the eye. */
export function BarList({ label, bars, size = 'normal' }: BarListProps) {
  return (
    <ol className={styles['list']} data-size={size} aria-label={label}>
      {bars.map(({ key, name, detail, share, value, isBest = false }) => (
        <li key={key} className={styles['row']} data-best={isBest}>
          <span className={styles['name']}>
            {name}
            {detail !== undefined && <span className={styles['detail']}> {detail}</span>}
          </span>
          <span className={styles['track']} aria-hidden="true">
            <span className={styles['fill']} style={{ inlineSize: `${String(Math.min(share, 1) * 100)}%` }} />
          </span>
          <span className={styles['value']}>{value}</span>
        </li>
      ))}
    </ol>
  );
}
