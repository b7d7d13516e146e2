import { expect, test } from 'vitest';
import { chooseShape } from './chooseShape.ts';

const spec = (shape: readonly number[]) => ({ name: 'x', datatype: 'FP32', shape }) as const;

test.each([
  { of: [-1, 4], count: 4, shape: [1, 4] },
  { of: [-1, 4], count: 8, shape: [2, 4] },
  { of: [-1, 4], count: 8, typed: [2, 4], shape: [2, 4] },
  { of: [-1, -1], count: 6, shape: [1, 6] },
  { of: [-1, -1], count: 6, sizes: [2], shape: [2, 3] },
  { of: [-1, -1], count: 6, sizes: [undefined, 2], shape: [3, 2] },
  { of: [1, 3, 2], count: 6, typed: [6], shape: [1, 3, 2] },
  { of: [], count: 1, typed: [1], shape: [] },
  { of: [-1, 3, -1, -1], count: 12, shape: [1, 3, 1, 4] },
])('$count values for $of are $shape', ({ of, count, typed, sizes = [], shape }) => {
  expect(chooseShape(spec(of), count, { sizes, ...(typed === undefined ? {} : { typed }) })).toEqual({
    kind: 'shape',
    shape,
  });
});

test.each([
  { of: [-1, 4], count: 6, says: 'a multiple of 4' },
  { of: [2, 2], count: 3, says: 'Expected 4 values' },
  { of: [], count: 2, says: 'Expected 1 values' },
  { of: [-1, -1], count: 7, sizes: [2], says: '[2, any]' },
])('$count values do not fit $of', ({ of, count, sizes = [], says }) => {
  expect(chooseShape(spec(of), count, { sizes })).toMatchObject({
    kind: 'unfit',
    message: expect.stringContaining(says) as string,
  });
});
