import { expect, test } from 'vitest';
import { guessFlatImage, guessImage } from './guessImage.ts';

test.each([
  [[-1, 3, 32, 32], { layout: 'nchw', colors: 'rgb', width: 32, height: 32 }],
  [[1, 224, 160, 3], { layout: 'nhwc', colors: 'rgb', width: 160, height: 224 }],
  [[1, 1, 28, 28], { layout: 'nchw', colors: 'gray', width: 28, height: 28 }],
  [[-1, 28, 28, 1], { layout: 'nhwc', colors: 'gray', width: 28, height: 28 }],
  [[-1, 3, -1, -1], { layout: 'nchw', colors: 'rgb', width: 224, height: 224 }],
  [[3, 64, 48], { layout: 'nchw', colors: 'rgb', width: 48, height: 64 }],
  [[64, 48, 3], { layout: 'nhwc', colors: 'rgb', width: 48, height: 64 }],
  [[1, 28, 28], { layout: 'nchw', colors: 'gray', width: 28, height: 28 }],
] as const)('%j', (shape, expected) => {
  expect(guessImage({ name: 'x', datatype: 'FP32', shape })).toMatchObject({ ...expected, scale: 1 / 255 });
});

test.each([
  [[1, 4, 32, 16], { layout: 'nchw', colors: 'rgba', width: 16, height: 32 }],
  [[-1, 32, 16, 4], { layout: 'nhwc', colors: 'rgba', width: 16, height: 32 }],
])('%j is an image with opacity only where that is looked for', (shape, expected) => {
  const spec = { name: 'x', datatype: 'FP32', shape } as const;
  expect(guessImage(spec)).toBeUndefined();
  expect(guessImage(spec, { takesOpacity: true })).toMatchObject(expected);
});

test('bytes are given as they are', () => {
  expect(guessImage({ name: 'x', datatype: 'UINT8', shape: [1, 3, 8, 8] })).toMatchObject({ scale: 1 });
});

test.each([
  ['FP32', [-1, 4]],
  ['FP32', [-1, 16, 80]],
  ['FP32', [1, 12, 64, 64]],
  ['FP32', [1, 3, 4, 4]],
  ['INT64', [1, 3, 32, 32]],
  ['BYTES', [1, 3, 32, 32]],
] as const)('%s %j is no image', (datatype, shape) => {
  expect(guessImage({ name: 'x', datatype, shape })).toBeUndefined();
});

test('a row of numbers that fill a square may be a picture', () => {
  const spec = { name: 'x', datatype: 'FP32', shape: [-1, 784] } as const;
  expect(guessFlatImage(spec)).toMatchObject({ width: 28, height: 28, colors: 'gray' });
  expect(guessFlatImage({ ...spec, shape: [-1, 100, 4] })).toBeUndefined();
  expect(guessFlatImage({ ...spec, shape: [-1, 785] })).toBeUndefined();
  expect(guessFlatImage({ ...spec, shape: [-1, 4] })).toBeUndefined();
});
