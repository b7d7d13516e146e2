import { useId } from 'react';
import { Notice } from '../../components/Notice.tsx';
import { modelTasks, type ModelTask } from '../../../client/index.ts';
import { plainImage, type AdditionDraft } from './additionDraft.ts';
import { addDescribed, cancelAddition, changeDraft, type Addition } from './additionStore.ts';
import { ImageFields } from './ImageFields.tsx';
import styles from './Add.module.css';

const taskTitles: Readonly<Record<ModelTask | '', string>> = {
  '': 'As the file says',
  'image-classification': 'Classify images',
  'text-classification': 'Classify texts',
  'token-classification': 'Find names in texts',
  'text-embedding': 'Embed texts',
  tabular: 'Rows of numbers',
  tensor: 'Tensors in, tensors out',
};

const activations: readonly (readonly [AdditionDraft['activation'], string])[] = [
  ['', 'As the scores look'],
  ['softmax', 'Softmax: one class of many'],
  ['sigmoid', 'Sigmoid: each class by itself'],
  ['none', 'None: they are probabilities'],
];

/** What only the person knows of a model: its name, what it is for, what its classes are called. */
export function AdditionForm({ addition }: { readonly addition: Extract<Addition, { kind: 'described' }> }) {
  const { draft, fault, failure } = addition;
  const faultId = useId();
  const change = (patch: Partial<AdditionDraft>): void => {
    changeDraft({ ...draft, ...patch });
  };
  const isClassifier = draft.task === '' || draft.task.endsWith('classification');
  return (
    <form
      className={styles['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void addDescribed();
      }}
    >
      <div className={styles['fields']}>
        <label className={styles['field']}>
          Name
          <input
            className={styles['input']}
            value={draft.name}
            autoComplete="off"
            spellCheck={false}
            onChange={({ target }) => {
              change({ name: target.value });
            }}
          />
        </label>
        <label className={styles['field']}>
          What it is for
          <select
            className={styles['input']}
            value={draft.task}
            onChange={({ target }) => {
              change({ task: target.value as ModelTask | '' });
            }}
          >
            {(['', ...modelTasks] as const).map((task) => (
              <option key={task} value={task}>
                {taskTitles[task]}
              </option>
            ))}
          </select>
        </label>
        {isClassifier && (
          <label className={styles['field']}>
            Its scores become
            <select
              className={styles['input']}
              value={draft.activation}
              onChange={({ target }) => {
                change({ activation: target.value as AdditionDraft['activation'] });
              }}
            >
              {activations.map(([value, title]) => (
                <option key={value} value={value}>
                  {title}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      {isClassifier && (
        <label className={styles['field']}>
          Names of its classes, a line each
          <textarea
            className={styles['input']}
            rows={3}
            value={draft.labels}
            placeholder="Without names, classes go by their number"
            onChange={({ target }) => {
              change({ labels: target.value });
            }}
          />
        </label>
      )}
      {draft.task === 'image-classification' && (
        <label className={styles['check']}>
          <input
            type="checkbox"
            checked={draft.image !== undefined}
            onChange={({ target }) => {
              change({ image: target.checked ? plainImage : undefined });
            }}
          />
          Say how its pixels are made; else sizes come from the file and values lie between 0 and 1
        </label>
      )}
      {draft.task === 'image-classification' && draft.image !== undefined && (
        <ImageFields
          image={draft.image}
          onChange={(image) => {
            change({ image });
          }}
        />
      )}
      {fault !== undefined && (
        <p id={faultId} role="alert" className={styles['fault']}>
          {fault.field}: {fault.message}
        </p>
      )}
      {failure !== undefined && (
        <Notice kind="error" title={`It cannot be added: ${failure.code}`}>
          {failure.message}
        </Notice>
      )}
      <div className={styles['choices']}>
        <button type="submit" className="button" data-primary="">
          Add
        </button>
        <button type="button" className="button" onClick={cancelAddition}>
          Cancel
        </button>
      </div>
    </form>
  );
}
