import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digitImage, digitSide, type Pixels } from './digitImage.ts';

interface Drawing {
  readonly width: number;
  readonly height: number;
  /** 0 for the ground to 1 for full ink. */
  readonly ink: (x: number, y: number) => number;
}

function paint({ width, height, ink }: Drawing, shadeOf: (ink: number) => readonly number[]): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) data.set(shadeOf(ink(x, y)), (y * width + x) * 4);
  return { width, height, data };
}

const grey = (from: number, to: number) => (ink: number) => {
  const value = Math.round(from + ink * (to - from));
  return [value, value, value, 255];
};
const darkOnLight = grey(255, 0);

/** A 7 made of blocks of `scale` pixels, its corner at `left`, `top`. */
function seven({ scale = 4, left = 30, top = 20, side = 120 } = {}): Drawing {
  const cells = ['11111', '00001', '00010', '00100', '00100', '00100'];
  const ink = (x: number, y: number): number =>
    cells[Math.floor((y - top) / scale)]?.[Math.floor((x - left) / scale)] === '1' ? 1 : 0;
  return { width: side, height: side, ink };
}

function largestDifference(left: Float32Array, right: Float32Array): number {
  return left.reduce((most, value, at) => Math.max(most, Math.abs(value - right[at]!)), 0);
}

function meanDifference(left: Float32Array, right: Float32Array): number {
  return left.reduce((sum, value, at) => sum + Math.abs(value - right[at]!), 0) / left.length;
}

describe('digitImage', () => {
  const reference = digitImage(paint(seven(), darkOnLight));

  test('gives 28×28 values from 0 to 1, the ink in the middle', () => {
    expect(reference).toHaveLength(digitSide ** 2);
    expect(Math.min(...reference)).toBe(0);
    expect(Math.max(...reference)).toBe(1);
    let mass = 0;
    let x = 0;
    let y = 0;
    for (const [at, value] of reference.entries()) {
      mass += value;
      x += value * (at % digitSide);
      y += value * Math.floor(at / digitSide);
    }
    expect(Math.abs(x / mass - 13.5)).toBeLessThanOrEqual(0.6);
    expect(Math.abs(y / mass - 13.5)).toBeLessThanOrEqual(0.6);
  });

  test.each([
    ['light on dark', grey(0, 255)],
    ['pale on white', grey(255, 180)],
    ['grey on black', grey(10, 90)],
    ['on a transparent ground in black', (ink: number) => [0, 0, 0, 255 * ink]],
    ['on a transparent ground in white', (ink: number) => [255, 255, 255, 255 * ink]],
    ['red on green', (ink: number) => (ink > 0 ? [200, 0, 0, 255] : [0, 200, 0, 255])],
  ])('does not care for polarity: %s', (_, shade) => {
    expect(largestDifference(digitImage(paint(seven(), shade)), reference)).toBeLessThan(0.02);
  });

  test('does not care for position', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 98 }), fc.integer({ min: 1, max: 94 }), (left, top) => {
        const moved = digitImage(paint(seven({ left, top }), darkOnLight));
        expect(largestDifference(moved, reference)).toBeLessThan(1e-6);
      }),
      { numRuns: 25 },
    );
  });

  test('does not care for scale', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 30 }), (scale) => {
        const scaled = digitImage(paint(seven({ scale, left: 9, top: 12, side: 210 }), darkOnLight));
        expect(meanDifference(scaled, reference)).toBeLessThan(0.01);
      }),
      { numRuns: 12 },
    );
  });

  test('passes an image that is already laid out unchanged', () => {
    const laidOut: Drawing = { width: 28, height: 28, ink: (x, y) => reference[y * 28 + x]! };
    expect(largestDifference(digitImage(paint(laidOut, grey(0, 255))), reference)).toBeLessThan(0.003);
  });

  test.each([
    ['white', darkOnLight, 0],
    ['black', darkOnLight, 1],
    ['transparent', () => [0, 0, 0, 0], 0],
  ])('refuses an image that is all %s', (_, shade, ink) => {
    const blank = paint({ width: 40, height: 30, ink: () => ink }, shade);
    expect(() => digitImage(blank)).toThrow(expect.objectContaining({ code: 'bad-input' }) as Error);
    expect(() => digitImage(blank)).toThrow('40×30');
  });

  test.each([
    [1, 50],
    [50, 1],
    [2, 2],
    [3, 400],
  ])('takes an image of %d × %d', (width, height) => {
    const dot: Drawing = { width, height, ink: (x, y) => (x === width >> 1 && y === height >> 1 ? 1 : 0) };
    const image = digitImage(paint(dot, darkOnLight));
    expect(image).toHaveLength(digitSide ** 2);
    expect(image.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(Math.max(...image)).toBe(1);
  });

  test('gives finite values for any pixels that have contrast', () => {
    const size = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(size, size, fc.infiniteStream(fc.nat(255)), (width, height, bytes) => {
        const data = Uint8Array.from({ length: width * height * 4 }, () => bytes.next().value as number);
        let image: Float32Array;
        try {
          image = digitImage({ width, height, data });
        } catch (error) {
          expect(error).toMatchObject({ code: 'bad-input' });
          return;
        }
        expect(image.every((value) => value >= 0 && value <= 1)).toBe(true);
      }),
    );
  });
});
