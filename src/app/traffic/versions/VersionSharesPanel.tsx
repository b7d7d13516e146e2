import type { RoutingStatus } from '../../../client/index.ts';
import { Panel } from '../../components/Panel.tsx';
import { TableFrame } from '../../components/TableFrame.tsx';
import { Refusal } from '../../models/Refusal.tsx';
import { useAppStore } from '../../useAppStore.ts';
import { DifferencesTable } from '../DifferencesTable.tsx';
import { modelVersions, type ModelVersions } from './modelVersions.ts';
import { ModelVersionRows } from './ModelVersionRows.tsx';
import pageStyles from '../TrafficPage.module.css';
import styles from './Versions.module.css';

const noAnswers = {};

/** Which version of each model answers: here, how often lately, and whether the endpoint has the same. */
export function VersionSharesPanel({ status }: { readonly status: RoutingStatus }) {
  const models = useAppStore((state) => state.models);
  const answers = useAppStore((state) => state.history.at(-1)?.versions) ?? noAnswers;
  const all = modelVersions({ models, answers, routing: status.models });
  const shown = all.filter(({ isWorthShowing }) => isWorthShowing);
  const others = all.filter(({ isWorthShowing }) => !isWorthShowing);
  const hasEndpoint = status.endpoint?.hasConsent === true;
  return (
    <Panel title="Versions" note="a request that names none gets the one that serves">
      {shown.map(({ model }) => (
        <Refusal key={model.name} model={model.name} />
      ))}
      {shown.length > 0 && (
        <TableFrame label="Versions by model">
          <table className={`table ${styles['table'] ?? ''}`}>
            <thead>
              <tr>
                <th scope="col">Version</th>
                <th scope="col">On this device</th>
                <th scope="col">Answers, last 10 s</th>
                {hasEndpoint && <th scope="col">Endpoint</th>}
              </tr>
            </thead>
            {shown.map((versions) => (
              <ModelVersionRows
                key={versions.model.name}
                versions={versions}
                routing={status.models[versions.model.name]}
                hasEndpoint={hasEndpoint}
              />
            ))}
          </table>
        </TableFrame>
      )}
      {shown.map(
        ({ model: { name }, described }) =>
          described.kind === 'described' &&
          (described.differences ?? []).length > 0 && (
            <DifferencesTable key={name} model={name} differences={described.differences ?? []} />
          ),
      )}
      <p className={pageStyles['text']}>
        {others.length > 0 && describeOthers(others, shown.length > 0)}
        What else there is to load, and newer versions, is on the page <a href="#/models">Models</a>.
      </p>
    </Panel>
  );
}

function describeOthers(others: readonly ModelVersions[], areOthersShown: boolean): string {
  const names = others.map(({ model }) => model.name).join(', ');
  return areOthersShown
    ? `Not listed, with one version and nothing asked yet: ${names}. `
    : `Nothing to tell apart: one version each, and nothing asked yet, have ${names}. `;
}
