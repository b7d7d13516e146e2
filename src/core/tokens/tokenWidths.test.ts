import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tokenWidths, widthFor } from './tokenWidths.ts';

test('widths rise to the limit, in steps of at least four tokens and at most a quarter', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9000 }), (maxTokens) => {
      const widths = tokenWidths(maxTokens);
      expect(widths.at(-1)).toBe(maxTokens);
      for (const [index, width] of widths.entries()) {
        const before = widths[index - 1] ?? 0;
        expect(width).toBeGreaterThan(before);
        if (before > 0) expect(width - before).toBeLessThanOrEqual(Math.max(4, before / 4));
      }
    }),
  );
});

test('a row goes to the narrowest width that holds it', () => {
  const widths = tokenWidths(40);
  expect(widths).toEqual([4, 8, 12, 16, 20, 24, 28, 32, 36, 40]);
  expect([1, 4, 5, 33, 40, 41].map((length) => widthFor(widths, length))).toEqual([4, 4, 8, 36, 40, 41]);
});
