import { toHalfBits } from '../protocol/halfPrecision.ts';
import {
  countElements,
  elementSizeBytes,
  viewTensorData,
  type Tensor,
  type TensorSpec,
} from '../protocol/tensor.ts';
import type { Pixels } from './digitImage.ts';
import { countChannels, type ImageOptions } from './imageOptions.ts';
import { imageTensor } from './imageTensor.ts';

export type ImageInput =
  { readonly kind: 'tensor'; readonly tensor: Tensor } | { readonly kind: 'unfit'; readonly message: string };

/** Pixels of exactly the size asked for as one row of an input: its free dimensions are the image's. `unfit` where others differ. */
export function imageInput(spec: TensorSpec, pixels: Pixels, options: ImageOptions): ImageInput {
  const values = imageTensor(pixels, options);
  const shape = imageShape(spec, options);
  if (spec.datatype === 'BYTES' || countElements(shape) !== values.length) {
    const size = `${options.width}×${options.height} with ${countChannels(options)} channels`;
    const message = `Input "${spec.name}": expected ${spec.datatype} [${spec.shape.join(', ')}], got an image of ${size}.`;
    return { kind: 'unfit', message };
  }
  const { datatype } = spec;
  return { kind: 'tensor', tensor: { datatype, shape, data: toData(datatype, values) } };
}

/** The first of four dimensions, or one besides height and width, is the row. */
function imageShape({ shape }: TensorSpec, options: ImageOptions): readonly number[] {
  const { width, height, layout } = options;
  const channels = countChannels(options);
  const image = layout === 'nchw' ? [channels, height, width] : [height, width, channels];
  const whole =
    shape.length === 3 && shape[0] !== channels && shape[2] !== channels
      ? [1, height, width]
      : [1, ...image].slice(-shape.length);
  const flat = [1, countElements(image)];
  const own = shape.length === 2 ? flat : whole;
  return shape.map((size, axis) => (size === -1 ? (own[axis] ?? 1) : size));
}

function toData(datatype: Exclude<Tensor['datatype'], 'BYTES'>, values: Float32Array): Tensor['data'] {
  const data = viewTensorData(datatype, new ArrayBuffer(values.length * (elementSizeBytes(datatype) ?? 1)));
  if (datatype === 'FP32' || datatype === 'FP64') (data as Float32Array).set(values);
  else if (datatype === 'FP16') (data as Uint16Array).set(Array.from(values, toHalfBits));
  // Clamped, as an image's own bytes are.
  else if (datatype === 'UINT8') new Uint8ClampedArray(data.buffer).set(values);
  else if (datatype === 'INT64' || datatype === 'UINT64')
    (data as BigInt64Array).set(Array.from(values, (value) => BigInt(Math.round(value))));
  else (data as Int32Array).set(Array.from(values, Math.round));
  return data;
}
