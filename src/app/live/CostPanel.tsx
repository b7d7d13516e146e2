import type { CostSnapshot } from '../../client/index.ts';
import { Panel } from '../components/Panel.tsx';
import { TableFrame } from '../components/TableFrame.tsx';
import { formatCount } from '../formats/formatCount.ts';
import { formatCounted } from '../formats/formatCounted.ts';
import { formatMilliseconds } from '../formats/formatMilliseconds.ts';
import styles from './InstancesPanel.module.css';

interface CostPanelProps {
  readonly costs: readonly CostSnapshot[];
  /** Only this model's, where given. */
  readonly model: string | undefined;
}

/** The times by which batches are formed. */
export function CostPanel({ costs, model }: CostPanelProps) {
  const shown = costs.filter((cost) => model === undefined || cost.model === model);
  return (
    <Panel title="What a batch takes" note="measured, and corrected with every run">
      {shown.length === 0 ? (
        <p className={styles['none']}>Nothing is measured; a model is timed while it loads.</p>
      ) : (
        <TableFrame label="What a batch takes">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Model</th>
                <th scope="col">Runs as</th>
                <th scope="col">Shape of a row</th>
                <th scope="col" className="number">
                  Smallest
                </th>
                <th scope="col" className="number">
                  Largest
                </th>
                <th scope="col" className="number">
                  Under load
                </th>
                <th scope="col" className="number">
                  Rows/s
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map(({ model: name, version, variant, backend, shape, points, batchRows, batchMs }) => (
                <tr key={[name, version, variant, backend, shape].join('/')}>
                  <th scope="row">{name}</th>
                  <td>{`${version}, ${variant}, ${backend}`}</td>
                  <td>{shape === '' ? 'one value' : shape.replaceAll('x', ' × ')}</td>
                  <td className="number">{describePoint(points[0])}</td>
                  <td className="number">{points.length > 1 ? describePoint(points.at(-1)) : '–'}</td>
                  <td className="number">{describePoint({ rows: batchRows, ms: batchMs })}</td>
                  <td className="number">
                    {batchMs > 0 ? formatCount(Math.round((batchRows * 1000) / batchMs)) : '–'}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </Panel>
  );
}

function describePoint(point: CostSnapshot['points'][number] | undefined): string {
  return point === undefined ? '–' : `${formatCounted(point.rows, 'row')}: ${formatMilliseconds(point.ms)}`;
}
