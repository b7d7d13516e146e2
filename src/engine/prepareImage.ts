import { NearsideError } from '../core/errors.ts';
import type { ImageReader, InstanceReport } from '../core/ports.ts';
import type { Tensor } from '../core/protocol/tensor.ts';
import type { ModelConfig } from '../core/repository/modelConfig.ts';
import { imageInput } from '../core/tasks/imageInput.ts';

/** An image as the one input of a model; throws `bad-input` where the model takes something else or what came is no image. */
export async function prepareImage(
  { config, report }: { readonly config: ModelConfig; readonly report: Pick<InstanceReport, 'inputs'> },
  image: object,
  imageReader: ImageReader,
): Promise<Tensor> {
  const [spec, ...others] = report.inputs;
  const options = config.preprocessing;
  if (spec === undefined || others.length > 0 || options?.kind !== 'image') {
    throw new NearsideError('bad-input', `"${config.name}": expected a record of its inputs, got an image.`);
  }
  const { width, height, resize = 'stretch' } = options;
  const input = imageInput(spec, await imageReader.read(image, { width, height, resize }), options);
  if (input.kind === 'unfit') throw new NearsideError('bad-input', input.message);
  return input.tensor;
}
