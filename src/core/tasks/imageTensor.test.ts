import fc from 'fast-check';
import { expect, test } from 'vitest';
import { imageTensor } from './imageTensor.ts';
import { countChannels, imageColors, type ImageOptions } from './imageOptions.ts';

const pixels = { width: 2, height: 1, data: Uint8ClampedArray.of(10, 20, 30, 255, 40, 50, 60, 0) };
const plain: ImageOptions = {
  width: 2,
  height: 1,
  layout: 'nchw',
  colors: 'rgb',
  scale: 1,
  mean: [0],
  std: [1],
};

test.each([
  ['channel by channel', {}, [10, 40, 20, 50, 30, 60]],
  ['pixel by pixel', { layout: 'nhwc' }, [10, 20, 30, 40, 50, 60]],
  ['blue first', { colors: 'bgr', layout: 'nhwc' }, [30, 20, 10, 60, 50, 40]],
  [
    'scaled, shifted and divided',
    { layout: 'nhwc', scale: 2, mean: [10, 20, 30], std: [1, 2, 5] },
    [10, 10, 6, 70, 40, 18],
  ],
  ['with one number for all channels', { layout: 'nhwc', mean: [10], std: [10] }, [0, 1, 2, 3, 4, 5]],
  ['by lightness', { colors: 'gray' }, [18.15, 48.15]],
  ['with opacity', { colors: 'bgra', layout: 'nhwc' }, [30, 20, 10, 255, 60, 50, 40, 0]],
] as const)('%s', (_, options, expected) => {
  const values = imageTensor(pixels, { ...plain, ...options });
  expect(Array.from(values, (value) => Math.round(value * 100) / 100)).toEqual(expected);
});

const images = fc
  .record({
    width: fc.integer({ min: 1, max: 6 }),
    height: fc.integer({ min: 1, max: 6 }),
    colors: fc.constantFrom(...imageColors),
  })
  .chain(({ width, height, colors }) => {
    const channels = countChannels({ colors });
    const numbers = fc.array(fc.double({ min: 0.1, max: 3, noNaN: true }), {
      minLength: channels,
      maxLength: channels,
    });
    return fc.record({
      data: fc.uint8Array({ minLength: 4 * width * height, maxLength: 4 * width * height }),
      options: fc.record({
        width: fc.constant(width),
        height: fc.constant(height),
        colors: fc.constant(colors),
        layout: fc.constant('nchw' as const),
        scale: fc.constantFrom(1, 1 / 255, 1 / 127.5),
        mean: numbers,
        std: numbers,
      }),
    });
  });

test('every number leads back to its pixel; channels last is the same turned; blue first is red first from its end', () => {
  fc.assert(
    fc.property(images, ({ data, options }) => {
      const { width, height, colors, scale, mean, std } = options;
      const count = width * height;
      const channels = countChannels(options);
      const values = imageTensor({ width, height, data }, options);
      const turned = imageTensor({ width, height, data }, { ...options, layout: 'nhwc' });
      expect(values).toHaveLength(channels * count);
      for (let channel = 0; channel < channels; channel += 1) {
        const place = colors === 'bgr' || colors === 'bgra' ? ([2, 1, 0, 3][channel] as number) : channel;
        for (let pixel = 0; pixel < count; pixel += 1) {
          const value = values[channel * count + pixel] as number;
          expect(turned[pixel * channels + channel]).toBe(value);
          const byte = (value * (std[channel] as number) + (mean[channel] as number)) / scale;
          const [red, green, blue] = data.subarray(4 * pixel) as unknown as [number, number, number];
          const expected =
            colors === 'gray' ? 0.299 * red + 0.587 * green + 0.114 * blue : data[4 * pixel + place];
          expect(Math.abs(byte - (expected as number))).toBeLessThan(0.01);
        }
      }
    }),
  );
});
