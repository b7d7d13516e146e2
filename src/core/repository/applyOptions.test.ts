import { expect, test } from 'vitest';
import type { AddOptions } from './addOptions.ts';
import { applyOptions } from './applyOptions.ts';

const said: AddOptions = { name: 'cat', task: 'tabular', labels: ['a', 'b'], maxBatch: 4 };

test.each<[unknown, AddOptions]>([
  [{}, said],
  [undefined, said],
  [{ task: 'tensor' }, { ...said, task: 'tensor' }],
  [{ labels: null }, { name: 'cat', task: 'tabular', maxBatch: 4 }],
  [
    { labels: undefined, maxBatch: null, activation: 'sigmoid' },
    { name: 'cat', task: 'tabular', labels: ['a', 'b'], activation: 'sigmoid' },
  ],
])('%j', (change, expected) => {
  expect(applyOptions(said, change)).toEqual(expected);
});

test.each([
  [{ name: 'dog' }, 'name'],
  [{ task: 'fly' }, 'task'],
  ['text', 'config'],
])('%j is refused, naming the field', (change, field) => {
  expect(() => applyOptions(said, change)).toThrow(
    expect.objectContaining({ code: 'bad-input', message: expect.stringContaining(`${field}:`) as string }),
  );
});
