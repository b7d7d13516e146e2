import { expect, test } from 'vitest';
import { moveNumbers } from './moveNumbers.ts';

const isMoving = 'transfer' in ArrayBuffer.prototype;

test('numbers are the same in a buffer of their own, and the array before is empty where that is possible', () => {
  const before = new Float32Array(Float32Array.of(9, 1, 2, 3).buffer, 4, 3);
  const moved = moveNumbers(before);
  expect([...moved]).toEqual([1, 2, 3]);
  expect(moved.buffer).not.toBe(before.buffer);
  expect(before.length).toBe(isMoving ? 0 : 3);
});
