import { useMemo, useState } from 'react';
import { formatCount } from '../formats/formatCount.ts';
import { languageName } from '../playground/languageName.ts';
import type { BatchRow, RowOutcome } from './batchRow.ts';
import { TableFrame } from '../components/TableFrame.tsx';
import styles from './RowTable.module.css';

const pageSize = 50;

/** One page of rows at a time, so that a hundred thousand cost no more than fifty. */
export function RowTable({ rows }: { readonly rows: readonly BatchRow[] }) {
  const [wantedPage, setWantedPage] = useState(0);
  const [isErrorsOnly, setIsErrorsOnly] = useState(false);
  const listed = useMemo(
    () => (isErrorsOnly ? rows.filter(({ outcome }) => outcome.kind === 'failed') : rows),
    [rows, isErrorsOnly],
  );
  const lastPage = Math.max(0, Math.ceil(listed.length / pageSize) - 1);
  const page = Math.min(wantedPage, lastPage);
  const shown = listed.slice(page * pageSize, (page + 1) * pageSize);
  return (
    <>
      <TableFrame label="Rows" className={styles['scroll']}>
        <table className={`table ${styles['table'] ?? ''}`}>
          <thead>
            <tr>
              <th scope="col">Row</th>
              <th scope="col">Input</th>
              <th scope="col">Label</th>
              <th scope="col" className="number">
                Score
              </th>
              <th scope="col">Error</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ row, input, outcome }) => (
              <tr key={row}>
                <td className={styles['row']}>{row}</td>
                <td className={styles['input']} dir="auto" title={input}>
                  {input}
                </td>
                <OutcomeCells outcome={outcome} />
              </tr>
            ))}
          </tbody>
        </table>
        {listed.length === 0 && <p className={styles['empty']}>No row has failed.</p>}
      </TableFrame>
      <div className={styles['controls']}>
        <label className={styles['filter']}>
          <input
            type="checkbox"
            checked={isErrorsOnly}
            onChange={(event) => {
              setIsErrorsOnly(event.target.checked);
              setWantedPage(0);
            }}
          />
          Errors only
        </label>
        <div className={styles['pages']}>
          <button
            type="button"
            className="button"
            disabled={page === 0}
            onClick={() => {
              setWantedPage(page - 1);
            }}
          >
            Previous
          </button>
          <span>
            {formatCount(page + 1)} / {formatCount(lastPage + 1)}
          </span>
          <button
            type="button"
            className="button"
            disabled={page === lastPage}
            onClick={() => {
              setWantedPage(page + 1);
            }}
          >
            Next
          </button>
        </div>
      </div>
    </>
  );
}

function OutcomeCells({ outcome }: { readonly outcome: RowOutcome }) {
  if (outcome.kind === 'waiting')
    return (
      <td colSpan={3} className={styles['waiting']}>
        waiting
      </td>
    );
  if (outcome.kind === 'failed') {
    return (
      <>
        <td />
        <td />
        <td className={styles['error']}>{outcome.error}</td>
      </>
    );
  }
  const name = languageName(outcome.label);
  return (
    <>
      <td className={styles['label']}>
        {outcome.label}
        {name !== outcome.label && <span className={styles['name']}> {name}</span>}
      </td>
      <td className="number">{outcome.score.toFixed(3)}</td>
      <td />
    </>
  );
}
