import styles from './FigureList.module.css';

export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly note: string;
  /** Too little stands behind the value; it is greyed. */
  readonly isEarly?: boolean;
}

/** Figures side by side, each with a word on what it is of. */
export function FigureList({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <dl className={styles['figures']}>
      {figures.map(({ name, value, note, isEarly = false }) => (
        <div key={name} className={styles['figure']} data-early={isEarly}>
          <dt>{name}</dt>
          <dd className={styles['value']}>{value}</dd>
          <dd className={styles['note']}>{note}</dd>
        </div>
      ))}
    </dl>
  );
}
