import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ImageOptions } from '../../../client/index.ts';
import { countChannels } from '../../../client/imageInputs.ts';
import { draftImage, imagePresets, plainImage, readImage, type ImageDraft } from './imageDraft.ts';

test('one number holds for every channel', () => {
  const image: ImageDraft = { ...plainImage, mean: '0.5', std: '2' };
  expect(readImage(image)).toMatchObject({ image: { mean: [0.5, 0.5, 0.5], std: [2, 2, 2] } });
  expect(readImage({ ...image, colors: 'gray' })).toMatchObject({ image: { mean: [0.5], std: [2] } });
});

test('every preset is read', () => {
  for (const { scale, mean, std } of imagePresets)
    expect(readImage({ ...plainImage, scale, mean, std })).toMatchObject({ kind: 'image' });
});

test.each<[Partial<ImageDraft>, string]>([
  [{ width: '0' }, 'width'],
  [{ height: '1.5' }, 'height'],
  [{ height: '' }, 'height'],
  [{ scale: '' }, 'scale'],
  [{ scale: '1/' }, 'scale'],
  [{ scale: '1/0' }, 'scale'],
  [{ scale: '1/2/3' }, 'scale'],
  [{ scale: '0' }, 'scale'],
  [{ mean: '1, 2' }, 'mean'],
  [{ colors: 'rgba', mean: '1, 2, 3' }, 'mean'],
  [{ std: '0' }, 'std'],
  [{ std: 'x' }, 'std'],
])('%o names the field and what came', (patch, field) => {
  const read = readImage({ ...plainImage, ...patch });
  expect(read).toMatchObject({ kind: 'unfit', field });
  expect(read).toHaveProperty('message', expect.stringContaining('got "'));
});

test('options that were typed out are read as they were', () => {
  const numbers = (length: number) =>
    fc.array(fc.double({ min: 0.01, max: 300, noNaN: true }), { minLength: length, maxLength: length });
  const images = fc
    .constantFrom<ImageOptions['colors']>('rgb', 'bgr', 'gray', 'rgba', 'bgra')
    .chain((colors) =>
      fc.record<ImageOptions>({
        width: fc.integer({ min: 1, max: 4096 }),
        height: fc.integer({ min: 1, max: 4096 }),
        resize: fc.constantFrom('stretch', 'fit', 'crop'),
        layout: fc.constantFrom('nchw', 'nhwc'),
        colors: fc.constant(colors),
        scale: fc.oneof(
          fc.constantFrom(1, 1 / 255, 1 / 127.5),
          fc.double({ min: 1e-6, max: 10, noNaN: true }),
        ),
        mean: numbers(countChannels({ colors })),
        std: numbers(countChannels({ colors })),
      }),
    );
  fc.assert(
    fc.property(images, (image) => {
      expect(readImage(draftImage(image))).toEqual({ kind: 'image', image });
    }),
  );
});
