import type { LoadReport } from '../../client/index.ts';
import { Panel } from '../components/Panel.tsx';
import { formatCount } from '../formats/formatCount.ts';
import { formatShare } from '../formats/formatShare.ts';
import styles from './RefusalsPanel.module.css';

const reasons: Readonly<Record<string, string>> = {
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
export function RefusalsPanel({ report: { refused, unanswered, offered } }: { readonly report: LoadReport }) {
  const rows = Object.entries(refused).sort(([, one], [, other]) => other - one);
  if (unanswered > 0) rows.push(['no answer', unanswered]);
  return (
    <Panel title="Refused" note="by error code">
      {rows.length === 0 ? (
        <p className={styles['none']}>Every request was answered.</p>
      ) : (
        <table className="table">
          <thead>
            <tr>
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
            {rows.map(([code, count]) => (
              <tr key={code}>
                <td>{code}</td>
                <td>
                  {code === 'no answer'
                    ? 'Stopped or given up before its answer came'
                    : (reasons[code] ?? '')}
                </td>
                <td className="number">{formatCount(count)}</td>
                <td className="number">{formatShare(count / offered)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
