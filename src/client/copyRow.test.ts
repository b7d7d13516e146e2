import { expect, test } from 'vitest';
import { copyRow } from './copyRow.ts';

test('copies of rows of any length keep what they held when they were made', () => {
  const lengths = [1, 784, 3, 8192, 8193, 40_000, 784];
  const row = new Float32Array(40_000);
  const copies = Array.from({ length: 20 }, (_, turn) =>
    lengths.map((length, index) => {
      row.fill(turn * lengths.length + index);
      return copyRow(row.subarray(0, length));
    }),
  ).flat();
  row.fill(Number.NaN);
  for (const [index, copy] of copies.entries()) {
    expect(copy).toHaveLength(lengths[index % lengths.length] as number);
    expect(copy.every((value) => value === index)).toBe(true);
  }
});

test('what lies in shared memory is copied out of it', () => {
  const shared = new Float32Array(new SharedArrayBuffer(8)).fill(2);
  expect(copyRow(shared).buffer).toBeInstanceOf(ArrayBuffer);
});
