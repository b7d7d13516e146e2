import { useStore } from 'zustand';
import { Panel } from '../components/Panel.tsx';
import { formatCount } from '../formats/formatCount.ts';
import { formatCounted } from '../formats/formatCounted.ts';
import { describePlan, targetName } from './describeRun.ts';
import { deleteRecords, loadStore, showRecords, undoDelete } from './loadStore.ts';
import { formatPercentile } from './formatPercentile.ts';
import type { LoadRecord } from './runHistory.ts';
import { TableFrame } from '../components/TableFrame.tsx';
import styles from './HistoryPanel.module.css';

interface HistoryPanelProps {
  readonly records: readonly LoadRecord[];
  readonly shown: readonly string[];
}

const whenFormat = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** The runs kept on this device; tick two to compare them. */
export function HistoryPanel({ records, shown }: HistoryPanelProps) {
  const deleted = useStore(loadStore, (state) => state.deleted);
  const isBusy = useStore(loadStore, (state) => state.activity.kind !== 'idle');
  return (
    <Panel
      title="Earlier runs"
      note="kept on this device; tick two to compare them"
      actions={
        <>
          {deleted.length > 0 && (
            <button
              key={deleted[0]?.id}
              type="button"
              className="button"
              data-small=""
              // The button that deleted is gone with its row.
              autoFocus
              onClick={undoDelete}
            >
              Bring back {formatCounted(deleted.length, 'run')}
            </button>
          )}
          <button
            type="button"
            className="button"
            data-small=""
            disabled={records.length === 0 || isBusy}
            onClick={() => {
              deleteRecords(records.map(({ id }) => id));
            }}
          >
            Delete all
          </button>
        </>
      }
    >
      {records.length === 0 ? (
        <p className={styles['none']}>No runs yet. Choose a plan and press Start.</p>
      ) : (
        <TableFrame label="Earlier runs" className={styles['scroll']}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Show</th>
                <th scope="col">When</th>
                <th scope="col">Model</th>
                <th scope="col">Plan</th>
                <th scope="col">Sent to</th>
                <th scope="col" className="number">
                  Answered
                </th>
                <th scope="col" className="number">
                  p99
                </th>
                <th scope="col">
                  <span className="visually-hidden">Delete</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {records.map((record) => (
                <HistoryRow key={record.id} record={record} shown={shown} isBusy={isBusy} />
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </Panel>
  );
}

interface HistoryRowProps {
  readonly record: LoadRecord;
  readonly shown: readonly string[];
  readonly isBusy: boolean;
}

function HistoryRow({ record: { id, endedAt, report }, shown, isBusy }: HistoryRowProps) {
  const isShown = shown.includes(id);
  const when = whenFormat.format(endedAt);
  const run = `run of ${when} on ${report.plan.model}, ${targetName(report.plan)}`;
  return (
    <tr>
      <td>
        <input
          type="checkbox"
          aria-label={`Show the ${run}`}
          checked={isShown}
          disabled={isBusy}
          onChange={() => {
            showRecords(isShown ? shown.filter((one) => one !== id) : [...shown.slice(-1), id]);
          }}
        />
      </td>
      <td className={styles['when']}>{when}</td>
      <td>{report.plan.model}</td>
      <td>{describePlan(report.plan)}</td>
      <td>{targetName(report.plan)}</td>
      <td className="number">{formatCount(report.throughput)}/s</td>
      <td className="number">{formatPercentile('p99', report.latencyMs)}</td>
      <td className="number">
        <button
          type="button"
          className="button"
          data-small=""
          disabled={isBusy}
          onClick={() => {
            deleteRecords([id]);
          }}
        >
          Delete<span className="visually-hidden"> the {run}</span>
        </button>
      </td>
    </tr>
  );
}
