import { expect, test } from 'vitest';
import { checkAddOptions } from './addOptions.ts';

test('nothing said is nothing', () => {
  expect(checkAddOptions(undefined)).toEqual({});
  expect(checkAddOptions({ name: undefined, files: {} })).toEqual({});
});

test('what is said is kept, and an image is filled up', () => {
  const given = { name: 'a', task: 'tabular', labels: ['x', ''], maxBatch: 8, activation: 'sigmoid' };
  expect(checkAddOptions(given)).toEqual(given);
  expect(checkAddOptions({ image: { width: 32, height: 16, colors: 'gray' } })).toEqual({
    image: { width: 32, height: 16, layout: 'nchw', colors: 'gray', scale: 1 / 255, mean: [0], std: [1] },
  });
});

const image = { width: 8, height: 8 };

test.each([
  ['a text', 'config'],
  [[], 'config'],
  [{ name: 3 }, 'name'],
  [{ task: 'guessing' }, 'task'],
  [{ labels: ['a', 1] }, 'labels'],
  [{ maxBatch: 0 }, 'maxBatch'],
  [{ maxBatch: 1.5 }, 'maxBatch'],
  [{ maxQueueDelayMs: -1 }, 'maxQueueDelayMs'],
  [{ preferredBatch: [4, 'x'] }, 'preferredBatch'],
  [{ activation: 'relu' }, 'activation'],
  [{ image: { width: 8 } }, 'image.height'],
  [{ image: { ...image, layout: 'chw' } }, 'image.layout'],
  [{ image: { ...image, colors: 'hsv' } }, 'image.colors'],
  [{ image: { ...image, scale: Number.NaN } }, 'image.scale'],
  [{ image: { ...image, mean: [1, 2] } }, 'image.mean'],
  [{ image: { ...image, std: [1, 0, 1] } }, 'image.std'],
  [{ image: { ...image, colors: 'rgba', std: [1, 1, 1] } }, 'image.std'],
  [{ image: { ...image, resize: 'squeeze' } }, 'image.resize'],
])('%j is refused, naming the field', (config, field) => {
  expect(() => checkAddOptions(config)).toThrow(
    expect.objectContaining({ code: 'bad-input', message: expect.stringContaining(`${field}:`) as string }),
  );
});
