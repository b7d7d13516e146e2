import type { ImageOptions } from '../../../client/index.ts';
import { draftImage } from './imageDraft.ts';

const resizes = { stretch: 'stretched', fit: 'whole between bars', crop: 'its middle' } as const;

const colorWords: Readonly<Record<ImageOptions['colors'], string>> = {
  rgb: 'RGB',
  bgr: 'BGR',
  gray: 'lightness',
  rgba: 'RGBA',
  bgra: 'BGRA',
};

/** How images become numbers, in one line. */
export function describeImage(image: ImageOptions): string {
  const { width, height, resize, layout, colors, scale, mean, std } = draftImage(image);
  const size = `${width}×${height}, ${resizes[resize]}`;
  const order = `${colorWords[colors]}, channels ${layout === 'nchw' ? 'first' : 'last'}`;
  const steps = [
    ...(scale === '1' ? [] : [`× ${scale}`]),
    ...(mean === '0' ? [] : [`− (${mean})`]),
    ...(std === '1' ? [] : [`÷ (${std})`]),
  ];
  return [size, order, steps.length === 0 ? 'pixels from 0 to 255' : `pixels ${steps.join(' ')}`].join(' · ');
}
