import { useId, useRef } from 'react';
import type { ModelStatus, TensorSpec } from '../../../client/index.ts';
import { describeSpec } from '../describeSpec.ts';
import type { ImageDraft } from '../image/imageDraft.ts';
import { PictureField } from '../image/PictureField.tsx';
import { sourcesFor, type InputDraft, type SourceKind } from './inputDraft.ts';
import fields from '../../components/Fields.module.css';
import styles from './Try.module.css';

interface InputFieldProps {
  readonly spec: TensorSpec;
  readonly status: ModelStatus;
  /** How it takes pictures; undefined where it takes none. */
  readonly image: ImageDraft | undefined;
  readonly draft: InputDraft;
  readonly fault: string | undefined;
  readonly onChange: (draft: InputDraft) => void;
}

const titles: Readonly<Record<SourceKind, string>> = {
  image: 'A picture',
  numbers: 'Numbers, JSON or CSV',
  random: 'Random values',
  zeros: 'Zeros',
  text: 'Text',
  state: 'An output of the last run',
};

/** The values of one input, from wherever the person chooses. */
export function InputField({ spec, status, image, draft, fault, onChange }: InputFieldProps) {
  const faultId = useId();
  const file = useRef<HTMLInputElement>(null);
  const fitting = status.outputs.filter((output) => output.datatype === spec.datatype);
  const kinds = sourcesFor(spec, { hasOutputs: fitting.length > 0, takesImage: image !== undefined });
  const isTyped = draft.kind === 'numbers' || draft.kind === 'text';
  const change = (patch: Partial<InputDraft>): void => {
    onChange({ ...draft, ...patch });
  };
  return (
    <fieldset className={styles['input']} aria-describedby={fault === undefined ? undefined : faultId}>
      <legend>
        {spec.name} <code className={styles['spec']}>{describeSpec(spec)}</code>
      </legend>
      <div className={styles['row']}>
        <label className={fields['field']}>
          Values of {spec.name}
          <select
            className={fields['input']}
            value={draft.kind}
            onChange={({ target }) => {
              const kind = target.value as SourceKind;
              change({ kind, output: kind === 'state' ? (fitting[0]?.name ?? '') : draft.output });
            }}
          >
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {titles[kind]}
              </option>
            ))}
          </select>
        </label>
        {draft.kind === 'state' && (
          <label className={fields['field']}>
            Output fed back
            <select
              className={fields['input']}
              value={draft.output}
              onChange={({ target }) => {
                change({ output: target.value });
              }}
            >
              {fitting.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
        )}
        {draft.kind !== 'state' &&
          draft.kind !== 'image' &&
          spec.shape.map(
            (size, axis) =>
              size === -1 && (
                // The axes of a spec do not change their places.
                <label key={String(axis)} className={`${fields['field'] ?? ''} ${styles['size'] ?? ''}`}>
                  Size of axis {axis}
                  <input
                    className={fields['input']}
                    inputMode="numeric"
                    value={draft.sizes[axis] ?? ''}
                    placeholder={isTyped ? 'as typed' : '1'}
                    onChange={({ target }) => {
                      change({
                        sizes: spec.shape.map((_, at) =>
                          at === axis ? target.value : (draft.sizes[at] ?? ''),
                        ),
                      });
                    }}
                  />
                </label>
              ),
          )}
      </div>
      {draft.kind === 'image' && image !== undefined && (
        <PictureField spec={spec} status={status} image={image} draft={draft} onChange={change} />
      )}
      {isTyped && (
        <>
          <textarea
            className={fields['input']}
            aria-label={`Values of ${spec.name}, typed`}
            aria-invalid={fault !== undefined}
            rows={3}
            spellCheck={false}
            value={draft.text}
            placeholder={draft.kind === 'text' ? 'Any text' : '[[1, 2], [3, 4]] or rows of numbers'}
            onChange={({ target }) => {
              change({ text: target.value });
            }}
          />
          <div>
            <input
              ref={file}
              type="file"
              className="visually-hidden"
              tabIndex={-1}
              aria-hidden="true"
              accept=".csv,.json,.txt,.tsv"
              onChange={({ currentTarget }) => {
                const [first] = currentTarget.files ?? [];
                currentTarget.value = '';
                void first?.text().then((text) => {
                  change({ text });
                });
              }}
            />
            <button type="button" className="button" data-small onClick={() => file.current?.click()}>
              From a file<span className="visually-hidden"> for {spec.name}</span>
            </button>
          </div>
        </>
      )}
      {fault !== undefined && (
        <p id={faultId} role="alert" className={styles['fault']}>
          {fault}
        </p>
      )}
    </fieldset>
  );
}
