import { expect, test } from 'vitest';
import type { AddOptions } from '../../../client/index.ts';
import { describeSaid } from './describeSaid.ts';

const image = { width: 8, height: 8, layout: 'nchw', colors: 'gray', scale: 1, mean: [0], std: [1] } as const;

test.each<[AddOptions, string]>([
  [{}, 'Nothing so far: what it is for and how it is read are as the file suggests.'],
  [
    { activation: 'auto', maxBatch: 3 },
    'Nothing so far: what it is for and how it is read are as the file suggests.',
  ],
  [{ labels: ['a'], activation: 'none' }, 'Said: 1 class; scores by none.'],
  [
    { task: 'image-classification', labels: ['a', 'b'], image },
    'Said: task image-classification; 2 classes; images 8×8, stretched · lightness, channels first · pixels from 0 to 255.',
  ],
])('%j', (said, words) => {
  expect(describeSaid(said)).toBe(words);
});
