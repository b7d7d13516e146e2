import { expect, test } from 'vitest';
import { plainImage } from '../image/imageDraft.ts';
import { changeTo, draftSaid, nothingSaid, readSaid } from './saidDraft.ts';

test('empty fields are left to the file', () => {
  expect(readSaid(nothingSaid)).toEqual({ kind: 'said', said: {} });
  expect(changeTo({})).toEqual({ task: null, labels: null, activation: null, image: null });
});

test('labels are lines, and an empty last line is none', () => {
  expect(readSaid({ ...nothingSaid, labels: 'cat\n dog\r\n\n' })).toEqual({
    kind: 'said',
    said: { labels: ['cat', 'dog'] },
  });
});

test('what is said of images counts for models of images alone', () => {
  const image = { ...plainImage, width: 'x' };
  expect(readSaid({ ...nothingSaid, task: 'tabular', image })).toEqual({
    kind: 'said',
    said: { task: 'tabular' },
  });
  expect(readSaid({ ...nothingSaid, task: 'image-classification', image })).toMatchObject({
    kind: 'unfit',
    field: 'width',
  });
  expect(readSaid({ ...nothingSaid, image: plainImage })).toMatchObject({ said: { image: { width: 224 } } });
});

test('what was said is typed, read and said again', () => {
  const image = {
    width: 32,
    height: 16,
    resize: 'crop',
    layout: 'nhwc',
    colors: 'bgr',
    scale: 1 / 127.5,
    mean: [1, 1, 1],
    std: [0.5, 0.25, 0.125],
  } as const;
  const said = {
    task: 'image-classification',
    labels: ['a', '', 'b'],
    activation: 'sigmoid',
    image,
  } as const;
  expect(readSaid(draftSaid(said))).toEqual({ kind: 'said', said });
  expect(readSaid(draftSaid({ activation: 'auto', maxBatch: 4 }))).toEqual({ kind: 'said', said: {} });
});
