import type { ModelRouting, RoutingStatus } from '../../client/index.ts';
import { Panel } from '../components/Panel.tsx';
import { formatBytes } from '../formats/formatBytes.ts';
import { formatMilliseconds } from '../formats/formatMilliseconds.ts';
import { TableFrame } from '../components/TableFrame.tsx';
import styles from './TrafficPage.module.css';

/** When a request that came now would be answered on either side, and what stands behind that. */
export function PredictionsPanel({ status }: { readonly status: RoutingStatus }) {
  return (
    <Panel
      title="If a request came now"
      note="predicted from what was measured; a dash until there is something"
    >
      <TableFrame label="Predictions by model">
        <table className={`table ${styles['wide'] ?? ''}`}>
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col" className="number">
                Here
              </th>
              <th scope="col" className="number">
                Endpoint
              </th>
              <th scope="col">A call of this size takes</th>
              <th scope="col" className="number">
                Given up after
              </th>
              <th scope="col" className="number">
                Under way
              </th>
              <th scope="col" className="number">
                Waiting
              </th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(status.models).map(([name, model]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className="number">{formatMilliseconds(model.localMs)}</td>
                <td className="number">{formatMilliseconds(model.remoteMs)}</td>
                <td>{describeRtt(model)}</td>
                <td className="number">{formatMilliseconds(model.timeoutMs)}</td>
                <td className="number">
                  {model.inFlight} of {Math.floor(model.concurrencyLimit)}
                </td>
                <td className="number">{model.waiting}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </Panel>
  );
}

function describeRtt({ rtt }: ModelRouting): string {
  if (rtt.length === 0) return '–';
  return rtt.map(({ sizeBytes, ms }) => `${formatBytes(sizeBytes)}: ${formatMilliseconds(ms)}`).join(', ');
}
