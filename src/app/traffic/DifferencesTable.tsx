import type { SpecDifference } from '../../client/index.ts';
import { TableFrame } from '../components/TableFrame.tsx';
import { formatSpec } from './formatSpec.ts';

interface DifferencesTableProps {
  readonly model: string;
  readonly differences: readonly SpecDifference[];
}

/** Where the endpoint's model takes or gives something else than the one here. */
export function DifferencesTable({ model, differences }: DifferencesTableProps) {
  return (
    <TableFrame label={`Tensors of ${model} that differ`}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Tensor of {model}</th>
            <th scope="col">Here</th>
            <th scope="col">At the endpoint</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ side, name, local, remote }) => (
            <tr key={`${side} ${name}`}>
              <th scope="row">
                {side} {name}
              </th>
              <td>{formatSpec(local)}</td>
              <td>{formatSpec(remote)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
