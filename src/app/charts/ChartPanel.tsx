import { useState, type ReactNode, type Ref } from 'react';
import { Panel } from '../components/Panel.tsx';
import styles from './Charts.module.css';

interface ChartPanelProps {
  readonly ref?: Ref<HTMLDivElement>;
  readonly title: string;
  readonly note?: string;
  /** What the chart shows, for those who do not see it. */
  readonly summary: string;
  readonly legend?: ReactNode;
  readonly chart: ReactNode;
  readonly table: ReactNode;
}

/** A chart, and the same figures as a table at the press of a button. */
export function ChartPanel({ ref, title, note, summary, legend, chart, table }: ChartPanelProps) {
  const [isTable, setIsTable] = useState(false);
  return (
    <Panel
      title={title}
      {...(note === undefined ? {} : { note })}
      actions={
        <button
          type="button"
          className="button"
          data-small=""
          aria-pressed={isTable}
          onClick={() => {
            setIsTable(!isTable);
          }}
        >
          Table<span className="visually-hidden"> of {title}</span>
        </button>
      }
    >
      {legend}
      <div ref={ref} className={styles['frame']}>
        {isTable ? (
          table
        ) : (
          <div className={styles['drawing']} role="img" aria-label={summary}>
            {chart}
          </div>
        )}
      </div>
    </Panel>
  );
}
