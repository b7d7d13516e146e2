import { expect, test } from 'vitest';
import type { TensorSpec } from '../../client/index.ts';
import { entryKindOf } from './entryKindOf.ts';

const input = (...shape: number[]): readonly TensorSpec[] => [{ name: 'x', datatype: 'FP32', shape }];

test.each([
  ['text-classification', input(-1, -1), 'text'],
  ['text-embedding', input(-1, -1), 'text'],
  ['token-classification', input(-1, -1), 'text'],
  ['image-classification', input(-1, 1, 28, 28), 'drawing'],
  ['image-classification', input(-1, 28, 28, 1), 'drawing'],
  ['image-classification', input(-1, 3, 224, 224), 'image'],
  ['image-classification', input(-1, 1, 512, 512), 'image'],
  ['image-classification', input(-1, 3, -1, -1), 'image'],
  ['image-classification', [], 'image'],
  ['tabular', input(-1, 4), 'values'],
  ['tensor', input(-1, 4), 'values'],
  [undefined, input(-1, 4), 'values'],
] as const)('%s of %j is asked by %s', (task, inputs, kind) => {
  expect(entryKindOf({ ...(task === undefined ? {} : { task }), inputs })).toBe(kind);
});
