import { expect, test } from 'vitest';
import type { ImageOptions } from '../../../client/index.ts';
import { describeImage } from './describeImage.ts';

const image: ImageOptions = {
  width: 32,
  height: 16,
  layout: 'nchw',
  colors: 'rgb',
  scale: 1,
  mean: [0],
  std: [1],
};

test.each<[Partial<ImageOptions>, string]>([
  [{}, '32×16, stretched · RGB, channels first · pixels from 0 to 255'],
  [
    { resize: 'crop', layout: 'nhwc', colors: 'bgr', scale: 1 / 255, mean: [0.5, 0.25, 0], std: [2, 2, 2] },
    '32×16, its middle · BGR, channels last · pixels × 1/255 − (0.5, 0.25, 0) ÷ (2)',
  ],
])('%o', (change, words) => {
  expect(describeImage({ ...image, ...change })).toBe(words);
});
