import { useId, useState } from 'react';
import { modelTasks, type ModelStatus, type Prediction } from '../../../client/index.ts';
import { BarList } from '../../components/BarList.tsx';
import { formatCount } from '../../formats/formatCount.ts';
import { formatShare } from '../../formats/formatShare.ts';
import { predict } from '../../predict.ts';
import { Picture } from '../image/Picture.tsx';
import { PictureChooser } from '../image/PictureChooser.tsx';
import { OutputViewer } from './OutputViewer.tsx';
import { RunOutcome } from './RunOutcome.tsx';
import { useRun } from './useRun.ts';
import fields from '../../components/Fields.module.css';
import styles from './Try.module.css';

export type ValueKind = 'text' | 'image';

/** Tasks whose answers are read better than their tensors. */
const tasks: readonly string[] = modelTasks.filter((task) => task !== 'tensor' && task !== 'tabular');

const shownLabels = 10;

/** What a model is asked with; undefined for tensors. A text model's task is known once it was loaded. */
export function valueKindOf({ task, takes }: ModelStatus): ValueKind | undefined {
  return task === undefined || tasks.includes(task) ? takes : undefined;
}

interface ValueFormProps {
  readonly status: ModelStatus;
  readonly kind: ValueKind;
}

/** A text or an image, as the page of any application would send it. */
export function ValueForm({ status, kind }: ValueFormProps) {
  const [text, setText] = useState('');
  const [image, setImage] = useState<File>();
  const { run, ask, stop } = useRun<Prediction>();
  const fieldId = useId();
  const value = kind === 'text' ? text : image;
  const isEmpty = value === undefined || value === '';

  function submit(chosen = value): void {
    if (chosen === undefined || chosen === '') return;
    void ask((signal) => predict(status.name, chosen, { signal, cache: 'bypass' }));
  }

  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {kind === 'text' ? (
        <div className={fields['field']}>
          <label htmlFor={fieldId}>Text for {status.name}</label>
          <textarea
            id={fieldId}
            className={fields['input']}
            dir="auto"
            rows={3}
            value={text}
            onChange={({ target }) => {
              setText(target.value);
            }}
          />
        </div>
      ) : (
        <>
          <PictureChooser
            label={`Image for ${status.name}`}
            picture={image}
            onChange={(picture) => {
              setImage(picture);
              submit(picture);
            }}
          />
          {image !== undefined && <Picture file={image} />}
        </>
      )}
      <div className={styles['actions']}>
        <button type="submit" className="button" data-primary="" disabled={isEmpty}>
          Run
        </button>
        <button type="button" className="button" disabled={run.kind !== 'running'} onClick={stop}>
          Stop waiting
        </button>
      </div>
      <RunOutcome run={run} traceOf={({ trace }) => trace}>
        {(prediction) => <Answer prediction={prediction} />}
      </RunOutcome>
    </form>
  );
}

function Answer({ prediction: { labels, value } }: { readonly prediction: Prediction }) {
  if (labels !== undefined) {
    const bars = labels.slice(0, shownLabels).map(({ label, score }, index) => ({
      key: label,
      name: label,
      share: score,
      value: formatShare(score),
      isBest: index === 0,
    }));
    return <BarList label="Labels by score" bars={bars} />;
  }
  if (value instanceof Float32Array) {
    return (
      <>
        <OutputViewer name="the embedding" view={{ kind: 'bars', values: [...value] }} />
        <p className={styles['hint']}>A vector of {formatCount(value.length)} numbers.</p>
      </>
    );
  }
  return <pre className={styles['plain']}>{showValue(value)}</pre>;
}

function showValue(value: unknown): string {
  return JSON.stringify(
    value,
    (_, item: unknown) =>
      typeof item === 'bigint'
        ? String(item)
        : ArrayBuffer.isView(item) && !(item instanceof DataView)
          ? [...(item as unknown as Iterable<unknown>)].map(String)
          : item,
    2,
  );
}
