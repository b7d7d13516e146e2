import { expect, test } from 'vitest';
import { imageInput } from './imageInput.ts';
import type { ImageOptions } from './imageOptions.ts';

const pixels = { width: 2, height: 1, data: Uint8ClampedArray.of(10, 20, 30, 255, 40, 50, 60, 0) };
const options: ImageOptions = {
  width: 2,
  height: 1,
  layout: 'nchw',
  colors: 'rgb',
  scale: 1,
  mean: [0],
  std: [1],
};

test.each([
  [[-1, 3, 1, 2], {}, [1, 3, 1, 2]],
  [[-1, 3, -1, -1], {}, [1, 3, 1, 2]],
  [[1, -1, -1, 3], { layout: 'nhwc' }, [1, 1, 2, 3]],
  [[3, 1, 2], {}, [3, 1, 2]],
  [[-1, -1, 3], { layout: 'nhwc' }, [1, 2, 3]],
  [[-1, 1, 2], { colors: 'gray' }, [1, 1, 2]],
  [[-1, 6], {}, [1, 6]],
  [[-1, 4, -1, -1], { colors: 'rgba' }, [1, 4, 1, 2]],
] as const)('an input %j with %j is given %j', (shape, change, expected) => {
  const input = imageInput({ name: 'x', datatype: 'FP32', shape }, pixels, { ...options, ...change });
  expect(input).toMatchObject({ kind: 'tensor', tensor: { datatype: 'FP32', shape: expected } });
});

test.each([
  ['UINT8', { scale: -1 }, Uint8Array.of(0, 0, 0, 0, 0, 0)],
  ['UINT8', { scale: 10 }, Uint8Array.of(100, 255, 200, 255, 255, 255)],
  ['INT8', { mean: [30] }, Int8Array.of(-20, 10, -10, 20, 0, 30)],
  ['FP16', { scale: 0.1 }, Uint16Array.of(0x3c00, 0x4400, 0x4000, 0x4500, 0x4200, 0x4600)],
  ['FP64', {}, Float64Array.of(10, 40, 20, 50, 30, 60)],
  ['INT64', { scale: 0.1 }, BigInt64Array.of(1n, 4n, 2n, 5n, 3n, 6n)],
] as const)('%s with %j', (datatype, change, data) => {
  const spec = { name: 'x', datatype, shape: [1, 3, 1, 2] };
  expect(imageInput(spec, pixels, { ...options, ...change })).toEqual({
    kind: 'tensor',
    tensor: { datatype, shape: [1, 3, 1, 2], data },
  });
});

test.each([
  ['FP32', [1, 3, 2, 2]],
  ['FP32', [1, 1, 1, 2]],
  ['BYTES', [-1, 3, 1, 2]],
] as const)('an input of %s %j is told not to fit', (datatype, shape) => {
  const input = imageInput({ name: 'x', datatype, shape }, pixels, options);
  expect(input).toMatchObject({
    kind: 'unfit',
    message: expect.stringMatching(/"x": expected .* got an image of 2×1/) as string,
  });
});
