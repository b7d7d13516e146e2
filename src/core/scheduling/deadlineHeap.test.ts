import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DeadlineHeap } from './deadlineHeap.ts';

test('gives entries back by rising deadline', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000)), (deadlines) => {
      const heap = new DeadlineHeap<{ deadlineAt: number }>();
      for (const deadlineAt of deadlines) heap.push({ deadlineAt });
      expect(heap.size).toBe(deadlines.length);
      const order = deadlines.map(() => heap.pop()!.deadlineAt);
      expect(order).toEqual(deadlines.toSorted((a, b) => a - b));
      expect(heap.pop()).toBeUndefined();
    }),
  );
});

test('forgets what is done before it piles up, and nothing else', () => {
  const heap = new DeadlineHeap<{ deadlineAt: number; isDone: boolean }>(({ isDone }) => isDone);
  for (let index = 0; index < 100_000; index += 1)
    heap.push({ deadlineAt: 1e6 - index, isDone: index % 100 !== 0 });
  expect(heap.size).toBeLessThan(10_000);
  const open: number[] = [];
  for (let entry = heap.pop(); entry !== undefined; entry = heap.pop())
    if (!entry.isDone) open.push(entry.deadlineAt);
  expect(open).toHaveLength(1000);
  expect(open).toEqual(open.toSorted((left, right) => left - right));
});
