import { formatCount } from '../formats/formatCount.ts';
import type { DistributionBar } from './distributionBar.ts';
import { TableFrame } from '../components/TableFrame.tsx';
import styles from './Charts.module.css';

interface DistributionTableProps {
  readonly title: string;
  readonly nameHeading: string;
  readonly countHeading: string;
  readonly bars: readonly DistributionBar[];
}

export function DistributionTable({ title, nameHeading, countHeading, bars }: DistributionTableProps) {
  return (
    <TableFrame label={`${title}, figures`} className={styles['scroll']}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{nameHeading}</th>
            <th scope="col" className="number">
              {countHeading}
            </th>
          </tr>
        </thead>
        <tbody>
          {bars.map(({ name, count }) => (
            <tr key={name}>
              <td>{name}</td>
              <td className="number">{formatCount(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
