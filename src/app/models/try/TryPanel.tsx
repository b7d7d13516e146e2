import { useState } from 'react';
import type { ModelStatus } from '../../../client/index.ts';
import { Panel } from '../../components/Panel.tsx';
import { TensorForm } from './TensorForm.tsx';
import { ValueForm, valueKindOf } from './ValueForm.tsx';
import styles from './Try.module.css';

type Way = 'value' | 'tensors';

/** Asks a model by hand: with what its task takes, or with tensors of its inputs. */
export function TryPanel({ status }: { readonly status: ModelStatus }) {
  const valueKind = valueKindOf(status);
  const [way, setWay] = useState<Way>(valueKind === undefined ? 'tensors' : 'value');
  const ways: readonly (readonly [Way, string])[] = [
    ['value', valueKind === 'image' ? 'Image' : 'Text'],
    ['tensors', 'Tensors'],
  ];
  return (
    <Panel
      title="Try it"
      note={`runs ${status.name} on this device`}
      actions={
        valueKind !== undefined && (
          <div className={styles['ways']} role="group" aria-label="What to send">
            {ways.map(([value, title]) => (
              <button
                key={value}
                type="button"
                className="button"
                data-small
                aria-pressed={way === value}
                onClick={() => {
                  setWay(value);
                }}
              >
                {title}
              </button>
            ))}
          </div>
        )
      }
    >
      {way === 'value' && valueKind !== undefined ? (
        <ValueForm status={status} kind={valueKind} />
      ) : status.inputs.length === 0 ? (
        <p className={styles['hint']}>The inputs of this model are known once it was loaded.</p>
      ) : (
        <TensorForm key={JSON.stringify([status.inputs, status.outputs])} status={status} />
      )}
    </Panel>
  );
}
