import { NearsideError } from '../core/errors.ts';
import type { Tensor, TensorSpec } from '../core/protocol/tensor.ts';
import { guessImage } from '../core/repository/guessImage.ts';
import type { Pixels } from '../core/tasks/digitImage.ts';
import { imageInput } from '../core/tasks/imageInput.ts';
import { countChannels, type ImageOptions } from '../core/tasks/imageOptions.ts';
import { browserImageReader } from '../platform/images/browserImageReader.ts';

export { countChannels };

/** How an input would take an image, judged by its shape; undefined for one that takes none. */
export function guessInputImage(spec: TensorSpec): ImageOptions | undefined {
  return guessImage(spec, { takesOpacity: true });
}

/** An image as one input takes it, and as it looks at that size. */
export interface PreparedImage {
  readonly tensor: Tensor;
  readonly pixels: Pixels;
}

/** One image as one row of one input. Rejects with `bad-input` for what is no image, empty, too large, or of other sizes than the input. */
export async function prepareInputImage(
  spec: TensorSpec,
  image: Blob,
  options: ImageOptions,
): Promise<PreparedImage> {
  const { width, height, resize = 'stretch' } = options;
  const pixels = await browserImageReader.read(image, { width, height, resize });
  const input = imageInput(spec, pixels, options);
  if (input.kind === 'unfit') throw new NearsideError('bad-input', input.message);
  return { tensor: input.tensor, pixels };
}
