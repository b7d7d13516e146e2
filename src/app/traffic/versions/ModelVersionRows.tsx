import type { AnswerSplit, ModelRouting } from '../../../client/index.ts';
import { formatCount } from '../../formats/formatCount.ts';
import { formatShare } from '../../formats/formatShare.ts';
import { formatModelLink } from '../../models/modelLink.ts';
import { RollbackButton } from '../../models/RollbackButton.tsx';
import { ServeButton } from '../../models/ServeButton.tsx';
import { VersionState } from '../../models/VersionState.tsx';
import { sumSplit } from '../sumSplit.ts';
import { describeAgreement, describeNamed, describePolicy, describeThere } from './describeVersions.ts';
import type { ModelVersions, VersionRow } from './modelVersions.ts';
import styles from './Versions.module.css';

interface ModelVersionRowsProps {
  readonly versions: ModelVersions;
  readonly routing: ModelRouting | undefined;
  /** Whether there is an endpoint that may be asked. */
  readonly hasEndpoint: boolean;
}

/** The part of the table that is one model's: what holds for all its versions, and a row for each. */
export function ModelVersionRows({ versions, routing, hasEndpoint }: ModelVersionRowsProps) {
  const { model, rows } = versions;
  const { name, serving, offered, versionPolicy } = model;
  return (
    <tbody>
      <tr className={styles['model']}>
        <th scope="rowgroup">
          <a href={formatModelLink(name)}>{name}</a>
        </th>
        <td colSpan={hasEndpoint ? 3 : 2}>
          <div className={styles['cell']}>
            <span>
              <span role="status">
                {serving === undefined ? 'Nothing is loaded' : `Version ${serving} serves`}
              </span>
              {versionPolicy === undefined ? '' : `; ${describePolicy(versionPolicy)}`}
              {offered === undefined ? '.' : `; version ${offered} is offered.`}
              {hasEndpoint && ` ${describeAgreement(versions, routing?.mode)}`}
            </span>
            <RollbackButton status={model} isSmall />
          </div>
        </td>
      </tr>
      {rows.map((row) => (
        <VersionTableRow key={row.version} row={row} versions={versions} hasEndpoint={hasEndpoint} />
      ))}
    </tbody>
  );
}

interface VersionTableRowProps {
  readonly row: VersionRow;
  readonly versions: ModelVersions;
  readonly hasEndpoint: boolean;
}

function VersionTableRow({ row, versions, hasEndpoint }: VersionTableRowProps) {
  const { version, status, isDefault, isExcluded, share, answers } = row;
  const canServe = !isExcluded && status !== undefined && !['serving', 'loading'].includes(status.state);
  return (
    <tr>
      <th scope="row">
        {version === '' ? 'not named' : version}
        {isDefault && <span className={styles['detail']}>default</span>}
      </th>
      <td className={styles['device']}>
        <div className={styles['cell']}>
          <span>
            {isExcluded && 'Left out by the policy'}
            {!isExcluded && (status === undefined ? 'Not here' : <VersionState version={status} />)}
            <span className={styles['detail']}>{describeNamed(row)}</span>
          </span>
          {canServe && <ServeButton model={versions.model.name} version={version} />}
        </div>
      </td>
      <td className={styles['answers']}>
        {share === null ? '–' : formatShare(share)}
        <span className={styles['track']} aria-hidden="true">
          <span className={styles['fill']} style={{ inlineSize: `${String((share ?? 0) * 100)}%` }} />
        </span>
        <span className={styles['detail']}>{describeTotal(answers.total)}</span>
      </td>
      {hasEndpoint && <td>{describeThere(row, versions)}</td>}
    </tr>
  );
}

/** All answers since the start, with who gave them unless that was this device alone. */
function describeTotal(total: AnswerSplit): string {
  const { local, remote, cache } = total;
  const all = `${formatCount(sumSplit(total))} in all`;
  if (remote + cache === 0) return all;
  const sides = [
    [local, 'here'],
    [remote, 'endpoint'],
    [cache, 'cache'],
  ] as const;
  const named = sides.filter(([count]) => count > 0);
  return `${all}: ${named.map(([count, side]) => `${formatCount(count)} ${side}`).join(', ')}`;
}
