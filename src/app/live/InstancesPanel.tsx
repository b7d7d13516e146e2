import type { InstanceSnapshot } from '../../client/index.ts';
import { Panel } from '../components/Panel.tsx';
import { formatShare } from '../formats/formatShare.ts';
import { TableFrame } from '../components/TableFrame.tsx';
import styles from './InstancesPanel.module.css';

interface InstancesPanelProps {
  readonly instances: readonly InstanceSnapshot[];
  /** Only this model's, where given. */
  readonly model: string | undefined;
}

export function InstancesPanel({ instances, model }: InstancesPanelProps) {
  const shown = instances.filter((instance) => model === undefined || instance.model === model);
  return (
    <Panel title="Instances" note="sessions in workers">
      {shown.length === 0 ? (
        <p className={styles['none']}>No instance is loaded; the next request starts one.</p>
      ) : (
        <TableFrame label="Instances">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Model</th>
                <th scope="col">State</th>
                <th scope="col">Backend</th>
                <th scope="col" className="number">
                  Threads
                </th>
                <th scope="col" className="number">
                  Busy
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((instance, index) => (
                <tr key={index}>
                  <td>{instance.model ?? '–'}</td>
                  <td>{instance.state}</td>
                  <td>{instance.backend}</td>
                  <td className="number">{instance.threads ?? '–'}</td>
                  <td className="number">{formatShare(instance.busy)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </Panel>
  );
}
