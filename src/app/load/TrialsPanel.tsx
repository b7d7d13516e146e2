import type { PeakTrial } from '../../client/index.ts';
import { Panel } from '../components/Panel.tsx';
import { formatCount } from '../formats/formatCount.ts';
import { formatMilliseconds } from '../formats/formatMilliseconds.ts';
import { formatShare } from '../formats/formatShare.ts';
import { describeTrial } from './describeTrial.ts';

/** The runs of a search in their order. */
export function TrialsPanel({ trials }: { readonly trials: readonly PeakTrial[] }) {
  return (
    <Panel title="Search" note="one run a row; the p99 of short ones is a guess">
      <table className="table">
        <thead>
          <tr>
            <th scope="col" className="number">
              Rate a second
            </th>
            <th scope="col" className="number">
              In time
            </th>
            <th scope="col" className="number">
              p99
            </th>
            <th scope="col">SLO</th>
          </tr>
        </thead>
        <tbody>
          {trials.map((trial, index) => (
            <tr key={index}>
              <td className="number">{formatCount(trial.rate)}</td>
              <td className="number">{formatShare(trial.inTimeShare)}</td>
              <td className="number">{formatMilliseconds(trial.p99)}</td>
              <td>{describeTrial(trial)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
