import type { Pixels } from './digitImage.ts';
import { countChannels, type ImageColors, type ImageOptions } from './imageOptions.ts';

/** Weights of red, green and blue in lightness (ITU-R BT.601). */
const lightness = [0.299, 0.587, 0.114] as const;

/** Where each channel lies in an RGBA pixel. */
const places: Readonly<Record<Exclude<ImageColors, 'gray'>, readonly number[]>> = {
  rgb: [0, 1, 2],
  bgr: [2, 1, 0],
  rgba: [0, 1, 2, 3],
  bgra: [2, 1, 0, 3],
};

/** The numbers of one image of exactly the size asked for; opacity counts where it is a channel of its own alone. */
export function imageTensor(
  { data, width, height }: Pixels,
  options: ImageOptions,
): Float32Array<ArrayBuffer> {
  const { layout, colors, scale, mean, std } = options;
  const channels = countChannels(options);
  const pixels = width * height;
  const values = new Float32Array(channels * pixels);
  for (let channel = 0; channel < channels; channel += 1) {
    const shift = perChannel(mean, channel, 0);
    const divisor = perChannel(std, channel, 1);
    const place = colors === 'gray' ? 0 : (places[colors][channel] as number);
    const [start, step] = layout === 'nchw' ? [channel * pixels, 1] : [channel, channels];
    for (let pixel = 0; pixel < pixels; pixel += 1) {
      const at = pixel * 4;
      const value =
        colors === 'gray'
          ? lightness[0] * (data[at] as number) +
            lightness[1] * (data[at + 1] as number) +
            lightness[2] * (data[at + 2] as number)
          : (data[at + place] as number);
      values[start + pixel * step] = (value * scale - shift) / divisor;
    }
  }
  return values;
}

/** One number serves all channels. */
function perChannel(values: readonly number[], channel: number, fallback: number): number {
  return values[channel] ?? values[0] ?? fallback;
}
