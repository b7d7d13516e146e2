import type { ModelStatus, VersionStatus } from '../../client/index.ts';
import { Panel } from '../components/Panel.tsx';
import { formatBytes } from '../formats/formatBytes.ts';
import { act } from './modelsStore.ts';
import { RollbackButton } from './RollbackButton.tsx';
import { ServeButton } from './ServeButton.tsx';
import { VersionState } from './VersionState.tsx';
import { TableFrame } from '../components/TableFrame.tsx';
import styles from './Models.module.css';

/** The versions of a model: which serves, which is kept beside it, and the ways from one to another. */
export function VersionsPanel({ status }: { readonly status: ModelStatus }) {
  const { name, versionStates = [], offered } = status;
  return (
    <Panel
      title="Versions"
      note={offered === undefined ? 'another takes over in one step' : `version ${offered} is offered`}
      actions={
        <>
          <RollbackButton status={status} />
          <button
            type="button"
            className="button"
            onClick={() => {
              void act(name, async () => (await window.nearside).models.refresh());
            }}
          >
            Look for new ones
          </button>
        </>
      }
    >
      <TableFrame label={`Versions of ${name}`}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Version</th>
              <th scope="col">State</th>
              <th scope="col">Runs as</th>
              <th scope="col" className="number">
                Size
              </th>
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {versionStates.map((version) => (
              <VersionRow key={version.version} name={name} version={version} />
            ))}
          </tbody>
        </table>
      </TableFrame>
    </Panel>
  );
}

function VersionRow({ name, version: row }: { readonly name: string; readonly version: VersionStatus }) {
  const { version, state, variant, backend, threads = 1, instances = 0, sizeBytes } = row;
  const way = [
    variant,
    backend,
    ...(threads > 1 ? [`${String(threads)} threads`] : []),
    ...(instances > 1 ? [`${String(instances)} instances`] : []),
  ].filter((part) => part !== undefined);
  return (
    <tr>
      <th scope="row">{version}</th>
      <td>
        <VersionState version={row} />
      </td>
      <td>{way.join(' · ') || '–'}</td>
      <td className="number">{formatBytes(sizeBytes)}</td>
      <td className={styles['actions']}>
        {state !== 'serving' && state !== 'loading' && <ServeButton model={name} version={version} />}
      </td>
    </tr>
  );
}
