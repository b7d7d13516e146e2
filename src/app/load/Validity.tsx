import type { LoadReport } from '../../client/index.ts';
import styles from './Validity.module.css';

/** Whether the figures can be relied on, whether the SLO was met, and what else is to be known. */
export function Validity({ report: { valid, notes, sloMet } }: { readonly report: LoadReport }) {
  return (
    <div className={styles['validity']}>
      <p>
        <strong className={styles['verdict']} data-good={valid}>
          {valid ? 'Valid' : 'Not valid'}
        </strong>
        {valid ? ': enough samples, sent on time.' : ': take these figures with care.'}
        {sloMet !== undefined && (
          <>
            {' '}
            <strong className={styles['verdict']} data-good={sloMet}>
              {sloMet ? 'Met' : 'Missed'}
            </strong>
            : 99 % in time {sloMet ? 'was reached' : 'was not reached'}.
          </>
        )}
      </p>
      {notes.length > 0 && (
        <ul className={styles['notes']}>
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
