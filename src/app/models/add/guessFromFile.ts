import { guessInputImage } from '../../../client/imageInputs.ts';
import type { ModelInspection } from '../../../client/index.ts';
import { draftImage, type ImageDraft } from '../image/imageDraft.ts';

/** What a file suggests that a model is for, before it has run: a picture in and a row of numbers out is a classifier of images. */
export function guessFromFile({ inputs, outputs }: Pick<ModelInspection, 'inputs' | 'outputs'>): {
  readonly task?: string;
  readonly image?: ImageDraft;
} {
  const [input, ...others] = inputs;
  if (input?.datatype === undefined || input.shape === undefined || others.length > 0) return {};
  const shape = input.shape.map((size) => (typeof size === 'number' ? size : -1));
  const image = guessInputImage({ name: input.name, datatype: input.datatype, shape });
  if (image === undefined) return {};
  const [output] = outputs;
  const isRow = output?.datatype?.startsWith('FP') === true && output.shape?.length === 2;
  return { image: draftImage(image), ...(isRow ? { task: 'image-classification' } : {}) };
}
