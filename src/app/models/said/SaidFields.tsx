import { modelTasks, type ModelTask } from '../../../client/index.ts';
import { plainImage, type ImageDraft, type ImageField } from '../image/imageDraft.ts';
import { ImageFields } from '../image/ImageFields.tsx';
import type { SaidDraft } from './saidDraft.ts';
import fields from '../../components/Fields.module.css';
import { SelectField } from '../../components/SelectField.tsx';
import styles from './Said.module.css';

interface SaidFieldsProps {
  readonly draft: SaidDraft;
  /** What the model is for where nothing is said. */
  readonly foundTask?: string | undefined;
  /** How pictures are taken where nothing is said. */
  readonly foundImage?: ImageDraft | undefined;
  /** The field that cannot be read. */
  readonly faultField?: ImageField | undefined;
  readonly onChange: (draft: SaidDraft) => void;
}

const titles: Readonly<Record<ModelTask, string>> = {
  'image-classification': 'Classify images',
  'text-classification': 'Classify texts',
  'token-classification': 'Find names in texts',
  'text-embedding': 'Embed texts',
  tabular: 'Rows of numbers',
  tensor: 'Tensors in, tensors out',
};

const taskTitles: readonly (readonly [SaidDraft['task'], string])[] = [
  ['', 'As the file says'],
  ...modelTasks.map((task) => [task, titles[task]] as const),
];

const activations: readonly (readonly [SaidDraft['activation'], string])[] = [
  ['', 'As the scores look'],
  ['softmax', 'Softmax: one class of many'],
  ['sigmoid', 'Sigmoid: each class by itself'],
  ['none', 'None: they are probabilities'],
];

/** What only the person knows of a model: what it is for, what its classes are called, how pixels become its numbers. */
export function SaidFields({ draft, foundTask, foundImage, faultField, onChange }: SaidFieldsProps) {
  const change = (patch: Partial<SaidDraft>): void => {
    onChange({ ...draft, ...patch });
  };
  const isClassifier = draft.task === '' || draft.task.endsWith('classification');
  const takesImages = (draft.task === '' ? foundTask : draft.task) === 'image-classification';
  return (
    <>
      <div className={styles['fields']}>
        <SelectField
          label="What it is for"
          value={draft.task}
          options={taskTitles}
          onChange={(task) => {
            change({ task });
          }}
        />
        {isClassifier && (
          <SelectField
            label="Its scores become"
            value={draft.activation}
            options={activations}
            onChange={(activation) => {
              change({ activation });
            }}
          />
        )}
      </div>
      {isClassifier && (
        <label className={fields['field']}>
          Names of its classes, a line each
          <textarea
            className={fields['input']}
            rows={3}
            value={draft.labels}
            placeholder="Without names, classes go by their number"
            onChange={({ target }) => {
              change({ labels: target.value });
            }}
          />
        </label>
      )}
      {takesImages && (
        <label className={styles['check']}>
          <input
            type="checkbox"
            checked={draft.image !== undefined}
            onChange={({ target }) => {
              change({ image: target.checked ? (foundImage ?? plainImage) : undefined });
            }}
          />
          Say how its pixels are made; else sizes come from the file and values lie between 0 and 1
        </label>
      )}
      {takesImages && draft.image !== undefined && (
        <ImageFields
          image={draft.image}
          faultField={faultField}
          onChange={(image) => {
            change({ image });
          }}
        />
      )}
    </>
  );
}
