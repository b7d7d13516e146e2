/** Channels in the order in which a model takes them; `gray` is lightness, `a` is opacity. */
export const imageColors = ['rgb', 'bgr', 'gray', 'rgba', 'bgra'] as const;

export type ImageColors = (typeof imageColors)[number];

/**
 * How an image comes to the size of the input: `stretch` changes its proportions, `fit` keeps all of it between black bars, `crop` fills
 * the input with its middle.
 */
export const imageResizes = ['stretch', 'fit', 'crop'] as const;

export type ImageResize = (typeof imageResizes)[number];

/** How pixels become a model's input: (pixel·scale − mean)/std, channel by channel in the order of `colors`. */
export interface ImageOptions {
  readonly width: number;
  readonly height: number;
  /** @default 'stretch' */
  readonly resize?: ImageResize;
  readonly layout: 'nchw' | 'nhwc';
  readonly colors: ImageColors;
  readonly scale: number;
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

const channels: Readonly<Record<ImageColors, number>> = { rgb: 3, bgr: 3, gray: 1, rgba: 4, bgra: 4 };

export function countChannels({ colors }: Pick<ImageOptions, 'colors'>): number {
  return channels[colors];
}
