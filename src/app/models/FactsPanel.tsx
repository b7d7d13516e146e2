import type { ModelStatus, TensorSpec } from '../../client/index.ts';
import { Panel } from '../components/Panel.tsx';
import { formatBytes } from '../formats/formatBytes.ts';
import { describeBatching } from './describeBatching.ts';
import { describeSpec } from './describeSpec.ts';
import { describeImage } from './image/describeImage.ts';
import { ExportButton } from './ExportButton.tsx';
import { LoadButton } from './LoadButton.tsx';
import { RemoveButton } from './RemoveButton.tsx';
import styles from './Models.module.css';

/** What is known of a model: what it takes and gives, what file it is, and how it may be batched. */
export function FactsPanel({ status }: { readonly status: ModelStatus }) {
  const { name, task, labels, image, sizeBytes, digest, variant, backend, batching, maxBatch } = status;
  const facts: readonly (readonly [string, string])[] = [
    ['Task', task ?? 'tensors in, tensors out'],
    ...(labels === undefined ? [] : [['Labels', summarize(labels)] as const]),
    ...(image === undefined ? [] : [['Images', describeImage(image)] as const]),
    ['Size', formatBytes(sizeBytes)],
    ...(digest === '' ? [] : [['SHA-256', digest] as const]),
    ...(variant === undefined ? [] : [['Variant', variant] as const]),
    ...(backend === undefined ? [] : [['Backend', backend] as const]),
    ...(batching === undefined ? [] : [['Batching', describeBatching(batching)] as const]),
    ...(maxBatch === undefined ? [] : [['Rows in a run', `at most ${String(maxBatch)}`] as const]),
  ];
  return (
    <Panel
      title={name}
      actions={
        <>
          <ExportButton name={name} />
          {status.isAdded === true && <RemoveButton name={name} />}
          <LoadButton model={status} />
        </>
      }
    >
      <dl className={styles['facts']}>
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd className={term === 'SHA-256' ? styles['digest'] : undefined}>{value}</dd>
          </div>
        ))}
      </dl>
      <div className={styles['specs']}>
        <SpecList title="Inputs" specs={status.inputs} />
        <SpecList title="Outputs" specs={status.outputs} />
      </div>
    </Panel>
  );
}

const shownLabels = 6;

function summarize(labels: readonly string[]): string {
  const shown = labels.slice(0, shownLabels).join(', ');
  return labels.length > shownLabels ? `${shown} and ${String(labels.length - shownLabels)} more` : shown;
}

function SpecList({ title, specs }: { readonly title: string; readonly specs: readonly TensorSpec[] }) {
  return (
    <section>
      <h3>{title}</h3>
      {specs.length === 0 ? (
        <p className={styles['note']}>Known once the model was loaded.</p>
      ) : (
        <ul>
          {specs.map((spec) => (
            <li key={spec.name}>
              <span className={styles['specName']}>{spec.name}</span> <code>{describeSpec(spec)}</code>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
