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
