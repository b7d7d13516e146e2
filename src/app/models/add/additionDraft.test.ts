import { expect, test } from 'vitest';
import { imageNet, plainImage, readAddition, type AdditionDraft, type ImageDraft } from './additionDraft.ts';

const empty: AdditionDraft = { name: '', task: '', labels: '', activation: '', image: undefined };

test('empty fields are left to the file', () => {
  expect(readAddition(empty)).toEqual({ kind: 'config', config: {} });
});

test('labels are lines, and an empty last line is none', () => {
  expect(readAddition({ ...empty, name: ' pets ', labels: 'cat\n dog\r\n\n' })).toEqual({
    kind: 'config',
    config: { name: 'pets', labels: ['cat', 'dog'] },
  });
});

test('what is said of images counts for images alone', () => {
  const image: ImageDraft = { ...plainImage, ...imageNet };
  expect(readAddition({ ...empty, task: 'tabular', image })).toEqual({
    kind: 'config',
    config: { task: 'tabular' },
  });
  expect(readAddition({ ...empty, task: 'image-classification', image })).toMatchObject({
    config: {
      image: { width: 224, height: 224, layout: 'nchw', scale: 1 / 255, mean: [0.485, 0.456, 0.406] },
    },
  });
});

test('one number holds for every channel', () => {
  const image: ImageDraft = { ...plainImage, colors: 'gray', mean: '0.5', std: '0.5' };
  expect(readAddition({ ...empty, task: 'image-classification', image })).toMatchObject({
    config: { image: { mean: [0.5], std: [0.5] } },
  });
});

test.each<[Partial<ImageDraft>, string]>([
  [{ width: '0' }, 'width'],
  [{ height: '1.5' }, 'height'],
  [{ scale: '' }, 'scale'],
  [{ mean: '1, 2' }, 'mean'],
  [{ std: '0' }, 'std'],
  [{ std: 'x' }, 'std'],
])('%o names the field', (patch, field) => {
  const image = { ...plainImage, ...patch };
  expect(readAddition({ ...empty, task: 'image-classification', image })).toMatchObject({
    kind: 'unfit',
    field,
  });
});
