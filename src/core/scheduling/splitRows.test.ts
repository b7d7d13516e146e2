import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitRows } from './splitRows.ts';

test('parts follow each other, cover every row once and stay within the cap', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 64 }), (rows, cap) => {
      const parts = splitRows(rows, cap);
      let next = 0;
      for (const { start, count } of parts) {
        expect(start).toBe(next);
        expect(count).toBeGreaterThan(0);
        expect(count).toBeLessThanOrEqual(cap);
        next += count;
      }
      expect(next).toBe(rows);
    }),
  );
});
