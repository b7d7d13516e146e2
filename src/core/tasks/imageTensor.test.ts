import { expect, test } from 'vitest';
import { imageTensor } from './imageTensor.ts';
import type { ImageOptions } from './imageOptions.ts';

const pixels = { width: 2, height: 1, data: Uint8ClampedArray.of(10, 20, 30, 255, 40, 50, 60, 0) };
const plain: ImageOptions = {
  width: 2,
  height: 1,
  layout: 'nchw',
  colors: 'rgb',
  scale: 1,
  mean: [0],
  std: [1],
};

test.each([
  ['channel by channel', {}, [10, 40, 20, 50, 30, 60]],
  ['pixel by pixel', { layout: 'nhwc' }, [10, 20, 30, 40, 50, 60]],
  ['blue first', { colors: 'bgr', layout: 'nhwc' }, [30, 20, 10, 60, 50, 40]],
  [
    'scaled, shifted and divided',
    { layout: 'nhwc', scale: 2, mean: [10, 20, 30], std: [1, 2, 5] },
    [10, 10, 6, 70, 40, 18],
  ],
  ['with one number for all channels', { layout: 'nhwc', mean: [10], std: [10] }, [0, 1, 2, 3, 4, 5]],
  ['by lightness', { colors: 'gray' }, [18.15, 48.15]],
] as const)('%s', (_, options, expected) => {
  const values = imageTensor(pixels, { ...plain, ...options });
  expect(Array.from(values, (value) => Math.round(value * 100) / 100)).toEqual(expected);
});
