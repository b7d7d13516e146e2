import { parseLabels, type AddOptions, type ModelChange, type ModelTask } from '../../../client/index.ts';
import { draftImage, readImage, type ImageDraft, type ImageField } from '../image/imageDraft.ts';

/** What a person says of a model, as typed; an empty field leaves it to what the file says. */
export interface SaidDraft {
  readonly task: ModelTask | '';
  readonly labels: string;
  readonly activation: 'softmax' | 'sigmoid' | 'none' | '';
  /** Undefined where the defaults for images are taken. */
  readonly image: ImageDraft | undefined;
}

export const nothingSaid: SaidDraft = { task: '', labels: '', activation: '', image: undefined };

/** What was said before, as it would be typed. */
export function draftSaid({ task, labels, activation, image }: AddOptions): SaidDraft {
  return {
    task: task ?? '',
    labels: labels?.join('\n') ?? '',
    activation: activation === undefined || activation === 'auto' ? '' : activation,
    image: image === undefined ? undefined : draftImage(image),
  };
}

export type SaidOptions = Pick<AddOptions, 'task' | 'labels' | 'activation' | 'image'>;

export type ReadSaid =
  | { readonly kind: 'said'; readonly said: SaidOptions }
  | { readonly kind: 'unfit'; readonly field: ImageField; readonly message: string };

/** What a draft says, or the field that keeps it from saying anything. */
export function readSaid(draft: SaidDraft): ReadSaid {
  const labels = parseLabels(draft.labels);
  const takesImages = draft.task === '' || draft.task === 'image-classification';
  const read = takesImages && draft.image !== undefined ? readImage(draft.image) : undefined;
  if (read?.kind === 'unfit') return read;
  return {
    kind: 'said',
    said: {
      ...(draft.task === '' ? {} : { task: draft.task }),
      ...(labels.length === 0 ? {} : { labels }),
      ...(draft.activation === '' ? {} : { activation: draft.activation }),
      ...(read === undefined ? {} : { image: read.image }),
    },
  };
}

/** A change to just this: what is not said is taken back. */
export function changeTo(said: SaidOptions): ModelChange {
  return { task: null, labels: null, activation: null, image: null, ...said };
}
