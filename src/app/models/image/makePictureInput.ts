import { prepareInputImage } from '../../../client/imageInputs.ts';
import type { TensorSpec } from '../../../client/index.ts';
import { describeFailure } from '../../failure.ts';
import type { Filled } from '../try/fillTensor.ts';
import { readImage, type ImageDraft } from './imageDraft.ts';

/** A picture as the tensor of an input, or what keeps it from being one. */
export async function makePictureInput(spec: TensorSpec, picture: File, image: ImageDraft): Promise<Filled> {
  const read = readImage(image);
  if (read.kind === 'unfit') return { kind: 'unfit', message: read.message };
  try {
    const { tensor } = await prepareInputImage(spec, picture, read.image);
    return { kind: 'tensor', tensor };
  } catch (error) {
    return { kind: 'unfit', message: describeFailure(error).message };
  }
}
