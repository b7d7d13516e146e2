import { NearsideError } from '../core/errors.ts';
import type { ImageReader, InstanceReport } from '../core/ports.ts';
import { toHalfBits } from '../core/protocol/halfPrecision.ts';
import {
  countElements,
  elementSizeBytes,
  viewTensorData,
  type Tensor,
  type TensorSpec,
} from '../core/protocol/tensor.ts';
import type { ModelConfig } from '../core/repository/modelConfig.ts';
import { countChannels, type ImageOptions } from '../core/tasks/imageOptions.ts';
import { imageTensor } from '../core/tasks/imageTensor.ts';

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
  const { width, height } = options;
  const values = imageTensor(await imageReader.read(image, { width, height }), options);
  const shape = imageShape(spec, options);
  if (countElements(shape) !== values.length) {
    const size = `${width}×${height} with ${countChannels(options)} channels`;
    throw new NearsideError(
      'bad-input',
      `Input "${spec.name}": expected shape [${spec.shape.join(', ')}], got an image of ${size}.`,
    );
  }
  return { datatype: spec.datatype, shape, data: toData(spec, values) };
}

/** The input's shape with its free dimensions taken from the image; the first of four, or one besides height and width, is the row. */
function imageShape({ shape }: TensorSpec, options: ImageOptions): readonly number[] {
  const { width, height, layout } = options;
  const channels = countChannels(options);
  const image = layout === 'nchw' ? [channels, height, width] : [height, width, channels];
  const whole =
    shape.length === 3 && shape[0] !== channels ? [1, height, width] : [1, ...image].slice(-shape.length);
  const flat = [1, countElements(image)];
  const own = shape.length === 2 ? flat : whole;
  return shape.map((size, axis) => (size === -1 ? (own[axis] ?? 1) : size));
}

function toData({ datatype }: TensorSpec, values: Float32Array<ArrayBuffer>): Tensor['data'] {
  if (datatype === 'FP32' || datatype === 'BYTES') return values;
  const data = viewTensorData(datatype, new ArrayBuffer(values.length * (elementSizeBytes(datatype) ?? 1)));
  if (datatype === 'FP64') (data as Float64Array).set(values);
  else if (datatype === 'FP16') (data as Uint16Array).set(Array.from(values, toHalfBits));
  // Clamped, as an image's own bytes are.
  else if (datatype === 'UINT8') new Uint8ClampedArray(data.buffer).set(values);
  else (data as Int8Array).set(Array.from(values, Math.round));
  return data;
}
