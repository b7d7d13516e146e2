import { guessInputImage } from '../../../client/imageInputs.ts';
import type { ImageOptions, ModelStatus, TensorSpec } from '../../../client/index.ts';
import { draftImage, type ImageDraft } from './imageDraft.ts';

/** How an input takes pictures before anything is changed: as the model's task does, else as its shape suggests; undefined where it does not. */
export function startImage(
  spec: TensorSpec,
  { inputs, image }: Pick<ModelStatus, 'inputs' | 'image'>,
): ImageDraft | undefined {
  const guess = guessInputImage(spec);
  const options: ImageOptions | undefined = inputs.length === 1 ? (image ?? guess) : guess;
  return options === undefined ? undefined : draftImage(options);
}
