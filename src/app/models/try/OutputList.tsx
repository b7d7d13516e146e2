import { useState } from 'react';
import type { InferResponse, Tensor } from '../../../client/index.ts';
import { describeSpec } from '../describeSpec.ts';
import { OutputViewer } from './OutputViewer.tsx';
import { viewOutput, type OutputView } from './outputView.ts';
import styles from './Try.module.css';

const titles: Readonly<Record<OutputView['kind'], string>> = {
  scores: 'Highest values',
  image: 'Image',
  bars: 'Bars',
  table: 'Table',
};

interface OutputListProps {
  readonly response: InferResponse;
  readonly labels: readonly string[] | undefined;
}

/** Every output of an answer, each in the ways that suit it. */
export function OutputList({ response, labels }: OutputListProps) {
  return (
    <div className={styles['outputs']}>
      {Object.entries(response.outputs).map(([name, tensor]) => (
        <Output key={name} name={name} tensor={tensor} labels={labels} />
      ))}
    </div>
  );
}

interface OutputProps {
  readonly name: string;
  readonly tensor: Tensor;
  readonly labels: readonly string[] | undefined;
}

function Output({ name, tensor, labels }: OutputProps) {
  const views = viewOutput(tensor, labels);
  const [kind, setKind] = useState<OutputView['kind']>();
  const shown = views.find((view) => view.kind === kind) ?? views[0];
  return (
    <section className={styles['output']} aria-label={`Output ${name}`}>
      <header className={styles['outputHeader']}>
        <h3>
          {name} <code className={styles['spec']}>{describeSpec(tensor)}</code>
        </h3>
        {views.length > 1 && (
          <div className={styles['ways']} role="group" aria-label={`Ways to look at ${name}`}>
            {views.map((view) => (
              <button
                key={view.kind}
                type="button"
                className="button"
                data-small
                aria-pressed={view === shown}
                onClick={() => {
                  setKind(view.kind);
                }}
              >
                {titles[view.kind]}
              </button>
            ))}
          </div>
        )}
      </header>
      {shown !== undefined && <OutputViewer name={name} view={shown} />}
    </section>
  );
}
