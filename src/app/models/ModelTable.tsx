import type { ModelStatus } from '../../client/index.ts';
import { Notice } from '../components/Notice.tsx';
import { Panel } from '../components/Panel.tsx';
import { useRepeated } from '../components/useRepeated.ts';
import { formatBytes } from '../formats/formatBytes.ts';
import { useAppStore } from '../useAppStore.ts';
import { describeStatus } from './describeStatus.ts';
import { LoadButton } from './LoadButton.tsx';
import { formatModelLink } from './modelLink.ts';
import { TableFrame } from '../components/TableFrame.tsx';
import { PinButton } from './PinButton.tsx';
import { readPins } from './pins.ts';
import styles from './Models.module.css';

/** Every model that this app knows, what state it is in, and a link to all about it. */
export function ModelTable({ selected }: { readonly selected: string | undefined }) {
  const models = useAppStore((state) => state.models);
  const connection = useAppStore((state) => state.connection.kind);
  useRepeated(readPins);
  if (models.length === 0) {
    return (
      <Panel title="Models">
        {connection === 'connecting' || connection === 'open' ? (
          <Notice kind="hint">Reading the list of models…</Notice>
        ) : (
          <Notice kind="warning">Without the engine there are no models to list.</Notice>
        )}
      </Panel>
    );
  }
  return (
    <Panel title="Models" note={`${String(models.length)} known`}>
      <TableFrame label="Models">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col">State</th>
              <th scope="col" className={styles['runsAs']}>
                Runs as
              </th>
              <th scope="col" className="number">
                Size
              </th>
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {models.map((model) => (
              <ModelRow key={model.name} model={model} isSelected={model.name === selected} />
            ))}
          </tbody>
        </table>
      </TableFrame>
    </Panel>
  );
}

function ModelRow({ model, isSelected }: { readonly model: ModelStatus; readonly isSelected: boolean }) {
  const { tone, text, share } = describeStatus(model);
  return (
    <tr className={isSelected ? styles['selected'] : undefined}>
      <th scope="row">
        <a href={formatModelLink(model.name)} aria-current={isSelected ? 'true' : undefined}>
          {model.name}
        </a>
        <span className={styles['task']}>{model.task ?? 'tensors'}</span>
      </th>
      <td>
        <span className={styles['state']} data-tone={tone}>
          {text}
        </span>
        {share !== undefined && (
          <progress className={styles['progress']} value={share} aria-label={`Loading ${model.name}`} />
        )}
      </td>
      <td className={styles['runsAs']}>
        {[model.variant, model.backend].filter((part) => part !== undefined).join(' · ') || '–'}
      </td>
      <td className="number">{formatBytes(model.sizeBytes)}</td>
      <td className={styles['actions']}>
        <LoadButton model={model} isSmall /> <PinButton name={model.name} />
      </td>
    </tr>
  );
}
