import { useStore } from 'zustand';
import { Notice } from '../components/Notice.tsx';
import { Panel } from '../components/Panel.tsx';
import { useThrottled } from '../components/useThrottled.ts';
import { batchStore } from '../files/batchStore.ts';
import { downloadCsv } from '../files/downloadCsv.ts';
import { RowTable } from '../files/RowTable.tsx';
import { formatCount } from '../formats/formatCount.ts';
import { describeLatest } from './describeLatest.ts';
import { digitAsker, textAskers } from './playgroundState.ts';
import styles from './ResultPanel.module.css';

/** Often enough to follow, rarely enough for a screen reader to finish a sentence. */
const announceEveryMs = 500;

export function ResultPanel() {
  const language = useStore(textAskers['language-id'].store, (state) => state.answer);
  const sentiment = useStore(textAskers['review-sentiment'].store, (state) => state.answer);
  const digit = useStore(digitAsker.store, (state) => state.answer);
  const batch = useStore(batchStore);
  const latest = useThrottled(describeLatest({ language, sentiment, digit, batch }), announceEveryMs);
  const canDownload = batch.kind === 'done' || batch.kind === 'cancelled';
  return (
    <Panel
      title="Result"
      headingId="result"
      actions={
        <button
          type="button"
          className="button"
          disabled={!canDownload}
          onClick={() => {
            downloadCsv(batch.rows);
          }}
        >
          Download CSV
        </button>
      }
    >
      <p className={styles['latest']} role="status" data-empty={latest === ''}>
        {latest === '' ? 'The latest answer will stand here.' : latest}
      </p>
      {batch.leftOutCount > 0 && (
        <Notice kind="warning">
          {formatCount(batch.leftOutCount)} lines were left out: one batch takes{' '}
          {formatCount(batch.rows.length)}.
        </Notice>
      )}
      {batch.rows.length > 0 ? (
        <RowTable rows={batch.rows} />
      ) : (
        <p className={styles['empty']}>
          Rows of opened files are listed here, each with its label or its error.
        </p>
      )}
    </Panel>
  );
}
