import { useStore } from 'zustand';
import fields from '../components/Fields.module.css';
import { Panel } from '../components/Panel.tsx';
import { formatCount } from '../formats/formatCount.ts';
import type { Batch } from './batch.ts';
import { batchStore, cancelFiles, linesModelStore, openFiles } from './batchStore.ts';
import { textModels, textModelTitles, type TextModel } from '../models/textModels.ts';
import styles from './FilesPanel.module.css';

export function FilesPanel() {
  const batch = useStore(batchStore);
  const isBusy = batch.kind === 'reading' || batch.kind === 'running';
  return (
    <Panel title="Files" note="text a line a row, images a digit each">
      <div className={styles['controls']}>
        <label className={styles['open']}>
          <input
            className="visually-hidden"
            type="file"
            multiple
            onChange={(event) => {
              const { files } = event.currentTarget;
              void openFiles([...(files ?? [])]);
              // Otherwise the same file could not be opened twice in a row.
              event.currentTarget.value = '';
            }}
          />
          Open files
        </label>
        <button type="button" className="button" disabled={!isBusy} onClick={cancelFiles}>
          Cancel
        </button>
        <p className={styles['hint']}>or drop them anywhere, or paste an image</p>
        <LinesModel isBusy={isBusy} />
      </div>
      <BatchProgress batch={batch} />
    </Panel>
  );
}

/** Which model the lines of the next files are asked of. */
function LinesModel({ isBusy }: { readonly isBusy: boolean }) {
  const textModel = useStore(linesModelStore, (state) => state.textModel);
  return (
    <label className={fields['inline']}>
      Find in each line its
      <select
        className={fields['input']}
        value={textModel}
        disabled={isBusy}
        onChange={({ target }) => {
          linesModelStore.setState({ textModel: target.value as TextModel });
        }}
      >
        {textModels.map((name) => (
          <option key={name} value={name}>
            {textModelTitles[name].toLowerCase()}
          </option>
        ))}
      </select>
    </label>
  );
}

function BatchProgress({ batch }: { readonly batch: Batch }) {
  const { rows, doneCount, failedCount } = batch;
  // Rounded down, so that 100 means that every row has its outcome.
  const percent = rows.length === 0 ? 0 : Math.floor((doneCount / rows.length) * 100);
  const summary = `${formatCount(doneCount)} of ${formatCount(rows.length)} rows`;
  return (
    <div className={styles['progress']}>
      <div
        className={styles['track']}
        role="progressbar"
        aria-label="Progress"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={summary}
      >
        <span className={styles['fill']} style={{ inlineSize: `${String(percent)}%` }} />
      </div>
      <dl className={styles['counts']}>
        <div>
          <dt>Done</dt>
          <dd>
            {formatCount(doneCount)} / {formatCount(rows.length)}
          </dd>
        </div>
        <div>
          <dt>Failed</dt>
          <dd>{formatCount(failedCount)}</dd>
        </div>
        <div>
          <dt>Rate</dt>
          <dd>{rateOf(batch)}</dd>
        </div>
        <div>
          <dt>State</dt>
          <dd>{batch.kind}</dd>
        </div>
      </dl>
    </div>
  );
}

function rateOf({ doneCount, elapsedMs }: Batch): string {
  if (doneCount === 0 || elapsedMs === 0) return '–';
  return `${formatCount((doneCount / elapsedMs) * 1000)} rows/s`;
}
