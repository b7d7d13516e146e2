import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeImage } from './placeImage.ts';

test.each([
  ['stretch', { left: 0, top: 0, width: 200, height: 100 }, { left: 0, top: 0, width: 40, height: 40 }],
  ['fit', { left: 0, top: 0, width: 200, height: 100 }, { left: 0, top: 10, width: 40, height: 20 }],
  ['crop', { left: 50, top: 0, width: 100, height: 100 }, { left: 0, top: 0, width: 40, height: 40 }],
] as const)('an image twice as wide as high, to a square by %s', (resize, from, to) => {
  const size = { width: 200, height: 100 };
  expect(placeImage(size, { width: 40, height: 40 }, resize)).toEqual({ from, to });
});

const sizes = fc.record({
  width: fc.integer({ min: 1, max: 5000 }),
  height: fc.integer({ min: 1, max: 5000 }),
});
const resizes = fc.constantFrom('stretch' as const, 'fit' as const, 'crop' as const);

test('what is taken lies within the image, what is drawn on whole pixels within the target, both in the middle', () => {
  fc.assert(
    fc.property(sizes, sizes, resizes, (source, target, resize) => {
      const { from, to } = placeImage(source, target, resize);
      for (const [inner, outer] of [
        [from, source],
        [to, target],
      ] as const) {
        expect(inner.width).toBeGreaterThan(0);
        expect(inner.height).toBeGreaterThan(0);
        expect(inner.left).toBeGreaterThanOrEqual(0);
        expect(inner.top).toBeGreaterThanOrEqual(0);
        expect(inner.left + inner.width).toBeLessThanOrEqual(outer.width + 1e-9);
        expect(inner.top + inner.height).toBeLessThanOrEqual(outer.height + 1e-9);
        expect(Math.abs(outer.width - inner.width - 2 * inner.left)).toBeLessThanOrEqual(1);
        expect(Math.abs(outer.height - inner.height - 2 * inner.top)).toBeLessThanOrEqual(1);
      }
      expect(Object.values(to).every(Number.isInteger)).toBe(true);
    }),
  );
});

test('only to stretch changes the proportions, fit leaves out nothing, crop leaves no bar', () => {
  fc.assert(
    fc.property(sizes, sizes, (source, target) => {
      const fit = placeImage(source, target, 'fit');
      expect(fit.from).toMatchObject(source);
      const isFull = fit.to.width === target.width || fit.to.height === target.height;
      expect(isFull).toBe(true);
      // Within the rounding of one pixel.
      const ratio = source.width / source.height;
      expect(Math.abs(fit.to.width - fit.to.height * ratio)).toBeLessThanOrEqual(Math.max(1, ratio));
      const crop = placeImage(source, target, 'crop');
      expect(crop.to).toMatchObject(target);
      expect(crop.from.width / crop.from.height).toBeCloseTo(target.width / target.height, 6);
    }),
  );
});
