import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RowMemory } from './rowMemory.ts';

test('copies of rows of any length hold what they held when they were made, until they are given back', () => {
  const lengths = fc.constantFrom(1, 3, 784, 8192, 8193, 40_000);
  const row = new Float32Array(40_000);
  fc.assert(
    fc.property(fc.array(fc.tuple(lengths, fc.nat(50)), { maxLength: 120 }), (steps) => {
      const memory = new RowMemory();
      const kept: { readonly copy: Float32Array; readonly value: number }[] = [];
      for (const [turn, [length, wait]] of steps.entries()) {
        row.fill(turn);
        kept.push({ copy: memory.copy(row.subarray(0, length)), value: turn });
        expect(kept.at(-1)!.copy).toHaveLength(length);
        while (kept.length > wait) {
          const [{ copy, value }] = kept.splice(turn % kept.length, 1) as [(typeof kept)[0]];
          expect(copy.every((number) => number === value)).toBe(true);
          memory.release(copy);
        }
      }
      for (const { copy, value } of kept) expect(copy.every((number) => number === value)).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('a flood of rows takes no more memory than those that wait at once', () => {
  const memory = new RowMemory();
  const buffers = new Set<ArrayBufferLike>();
  const waiting: Float32Array[] = [];
  for (let row = 0; row < 5000; row += 1) {
    const copy = memory.copy(new Float32Array(784));
    buffers.add(copy.buffer);
    waiting.push(copy);
    if (waiting.length > 256) memory.release(waiting.shift()!);
  }
  const needed = Math.ceil(256 / Math.floor(2 ** 15 / 784));
  expect(buffers.size).toBeLessThanOrEqual(needed + 2);
});

test('what lies in shared memory is copied out of it', () => {
  const shared = new Float32Array(new SharedArrayBuffer(8)).fill(2);
  expect(new RowMemory().copy(shared).buffer).toBeInstanceOf(ArrayBuffer);
});
