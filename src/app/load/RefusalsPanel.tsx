import type { LoadReport } from '../../client/index.ts';
import { Panel } from '../components/Panel.tsx';
import { formatCount } from '../formats/formatCount.ts';
import { formatShare } from '../formats/formatShare.ts';
import { splitErrors } from '../formats/splitErrors.ts';
import styles from './RefusalsPanel.module.css';

const reasons: Readonly<Record<string, string>> = {
  full: 'Refused at once: as many rows of its priority waited as may',
  'predicted-late': 'Refused at once: it would have been late',
  preempted: 'It waited, and a higher priority took its place in a full queue',
  dropped: 'It waited, and even the next batch would have ended too late',
  expired: 'Its deadline passed while it waited or ran',
  'queue-full': 'Refused at once: it would have been late, or the queue was full',
  deadline: 'Its deadline passed while it waited or ran',
  'worker-lost': 'The worker that ran it was lost',
  'model-load': 'The model could not be loaded',
  'not-found': 'Whoever was asked has no such model',
  unsupported: 'Whoever was asked does not serve the model in this form',
  remote: 'The endpoint failed, and nothing else may answer in this mode',
  consent: 'The mode asks an endpoint alone, and nobody agreed to one',
  closed: 'The model was unloaded, or the engine stopped',
  unexpected: 'An error without a code',
};

/** Why requests of a run were not answered. */
export function RefusalsPanel({
  report: { refused, refusals, unanswered, offered },
}: {
  readonly report: LoadReport;
}) {
  const rows = splitErrors(refused, refusals);
  return (
    <Panel title="Refused" note="by reason">
      {rows.length === 0 && unanswered === 0 ? (
        <p className={styles['none']}>Every request was answered.</p>
      ) : (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Reason</th>
              <th scope="col">Code</th>
              <th scope="col">Why</th>
              <th scope="col" className="number">
                Requests
              </th>
              <th scope="col" className="number">
                Share
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, code, count }) => (
              <tr key={name}>
                <td>{name}</td>
                <td>{code}</td>
                <td>{reasons[name] ?? ''}</td>
                <td className="number">{formatCount(count)}</td>
                <td className="number">{formatShare(count / offered)}</td>
              </tr>
            ))}
            {unanswered > 0 && (
              <tr>
                <td>no answer</td>
                <td>–</td>
                <td>Stopped or given up before its answer came</td>
                <td className="number">{formatCount(unanswered)}</td>
                <td className="number">{formatShare(unanswered / offered)}</td>
              </tr>
            )}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
