import type { TensorSpec } from '../protocol/tensor.ts';
import type { ImageOptions } from '../tasks/imageOptions.ts';

const usualSide = 224;
const smallestSide = 8;
const byteScale = 1 / 255;
const numeric = ['FP32', 'FP16', 'FP64', 'UINT8', 'INT8'];

export interface GuessOptions {
  /** Whether four channels are taken for colours with opacity; they are often something else. @default false */
  readonly takesOpacity?: boolean;
}

/**
 * How an image would be given to a model with this input, judged by its shape: [N, 3, H, W], [N, H, W, 3], the same with one channel,
 * [N, H, W], [3, H, W], or [H, W, 3]. Pixels go from 0 to 1, as bytes to a model of bytes. Undefined for an input of another form.
 */
export function guessImage(
  { datatype, shape }: TensorSpec,
  { takesOpacity = false }: GuessOptions = {},
): ImageOptions | undefined {
  if (!numeric.includes(datatype)) return undefined;
  const rest = { scale: datatype === 'UINT8' ? 1 : byteScale, mean: [0], std: [1] };
  for (const { layout, colors, height, width } of [
    ...readings(shape),
    ...(takesOpacity ? readingsWithOpacity(shape) : []),
  ]) {
    if (height === undefined || width === undefined) continue;
    if (!isSide(height) || !isSide(width)) continue;
    return { width: sideOf(width), height: sideOf(height), layout, colors, ...rest };
  }
  return undefined;
}

/** A picture given as one row of lightness, judged by the square that its numbers fill: [N, 784] is 28×28. */
export function guessFlatImage({ datatype, shape }: TensorSpec): ImageOptions | undefined {
  const side = Math.sqrt(shape[1] ?? 0);
  if (shape.length !== 2 || !Number.isInteger(side) || side < smallestSide) return undefined;
  return guessImage({ name: '', datatype, shape: [-1, 1, side, side] });
}

interface Reading extends Pick<ImageOptions, 'layout' | 'colors'> {
  readonly height: number | undefined;
  readonly width: number | undefined;
}

function readings(shape: readonly number[]): readonly Reading[] {
  const [first, second, third, fourth] = shape;
  if (shape.length === 4) {
    return [
      ...(second === 3 ? [{ layout: 'nchw', colors: 'rgb', height: third, width: fourth } as const] : []),
      ...(fourth === 3 ? [{ layout: 'nhwc', colors: 'rgb', height: second, width: third } as const] : []),
      ...(second === 1 ? [{ layout: 'nchw', colors: 'gray', height: third, width: fourth } as const] : []),
      ...(fourth === 1 ? [{ layout: 'nhwc', colors: 'gray', height: second, width: third } as const] : []),
    ];
  }
  if (shape.length !== 3) return [];
  if (first === 3) return [{ layout: 'nchw', colors: 'rgb', height: second, width: third }];
  if (third === 3) return [{ layout: 'nhwc', colors: 'rgb', height: first, width: second }];
  // A picture has two known sides: [N, length, width] of a free length is rather a sequence.
  const isGray = (first === 1 || first === -1) && second === third && (second ?? 0) > 0;
  return isGray ? [{ layout: 'nchw', colors: 'gray', height: second, width: third }] : [];
}

function readingsWithOpacity(shape: readonly number[]): readonly Reading[] {
  const [, second, third, fourth] = shape;
  return [
    ...(second === 4 ? [{ layout: 'nchw', colors: 'rgba', height: third, width: fourth } as const] : []),
    ...(fourth === 4 ? [{ layout: 'nhwc', colors: 'rgba', height: second, width: third } as const] : []),
  ];
}

function isSide(size: number): boolean {
  return size === -1 || size >= smallestSide;
}

function sideOf(size: number): number {
  return size === -1 ? usualSide : size;
}
