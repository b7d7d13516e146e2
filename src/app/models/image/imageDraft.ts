import { countChannels } from '../../../client/imageInputs.ts';
import type { ImageOptions } from '../../../client/index.ts';

/** What is said of an image's pixels, as typed. */
export interface ImageDraft {
  readonly width: string;
  readonly height: string;
  readonly resize: NonNullable<ImageOptions['resize']>;
  readonly layout: ImageOptions['layout'];
  readonly colors: ImageOptions['colors'];
  readonly scale: string;
  readonly mean: string;
  readonly std: string;
}

type Values = Pick<ImageDraft, 'scale' | 'mean' | 'std'>;

/** Ranges of values that networks are trained on, the commonest first; `channels` where they are of so many channels alone. */
export const imagePresets: readonly (Values & { readonly title: string; readonly channels?: number })[] = [
  { title: '0 to 1', scale: '1/255', mean: '0', std: '1' },
  { title: '−1 to 1', scale: '1/127.5', mean: '1', std: '1' },
  { title: '0 to 255', scale: '1', mean: '0', std: '1' },
  {
    title: 'As for ImageNet',
    scale: '1/255',
    mean: '0.485, 0.456, 0.406',
    std: '0.229, 0.224, 0.225',
    channels: 3,
  },
];

export const plainImage: ImageDraft = {
  width: '224',
  height: '224',
  resize: 'stretch',
  layout: 'nchw',
  colors: 'rgb',
  scale: '1/255',
  mean: '0',
  std: '1',
};

/** Options as they would be typed. */
export function draftImage(options: ImageOptions): ImageDraft {
  const { width, height, resize = 'stretch', layout, colors, scale, mean, std } = options;
  return {
    width: String(width),
    height: String(height),
    resize,
    layout,
    colors,
    scale: showScale(scale),
    mean: showChannels(mean),
    std: showChannels(std),
  };
}

/** What the fields that are typed are called. */
export const imageFieldTitles = {
  width: 'Width',
  height: 'Height',
  scale: 'Times (scale)',
  mean: 'Minus (mean)',
  std: 'Divided by (deviation)',
} as const;

export type ImageField = keyof typeof imageFieldTitles;

export type ReadImage =
  | { readonly kind: 'image'; readonly image: ImageOptions }
  | { readonly kind: 'unfit'; readonly field: ImageField; readonly message: string };

/** The options of a draft, or the field that keeps it from being some. */
export function readImage({
  width,
  height,
  resize,
  layout,
  colors,
  scale,
  mean,
  std,
}: ImageDraft): ReadImage {
  const sides = { width: Number(width), height: Number(height) };
  for (const [field, typed] of [
    ['width', width],
    ['height', height],
  ] as const) {
    const side = Number(typed);
    if (!Number.isInteger(side) || side < 1)
      return unfit(field, `expected a whole number of pixels, got ${show(typed)}.`);
  }
  const factor = readScale(scale);
  if (factor === undefined)
    return unfit('scale', `expected a number other than 0, or a fraction as 1/255, got ${show(scale)}.`);
  const channels = countChannels({ colors });
  const means = readChannels(mean, channels);
  if (means === undefined) return unfit('mean', `expected ${describeCount(channels)}, got ${show(mean)}.`);
  const deviations = readChannels(std, channels);
  if (deviations === undefined || deviations.includes(0)) {
    return unfit('std', `expected ${describeCount(channels)} other than 0, got ${show(std)}.`);
  }
  return {
    kind: 'image',
    image: { ...sides, resize, layout, colors, scale: factor, mean: means, std: deviations },
  };
}

const byteRanges = [255, 127.5];

function showScale(scale: number): string {
  const range = byteRanges.find((each) => scale === 1 / each);
  return range === undefined ? String(scale) : `1/${String(range)}`;
}

function readScale(text: string): number | undefined {
  const [above = '', below, ...rest] = text.split('/');
  if (above.trim() === '' || below?.trim() === '' || rest.length > 0) return undefined;
  const scale = Number(above) / (below === undefined ? 1 : Number(below));
  return Number.isFinite(scale) && scale !== 0 ? scale : undefined;
}

function showChannels(values: readonly number[]): string {
  return new Set(values).size === 1 ? String(values[0]) : values.join(', ');
}

/** A number for each channel; one number is that of all. */
function readChannels(text: string, channels: number): readonly number[] | undefined {
  const parts = text.split(/[,;\s]+/).filter((part) => part !== '');
  const numbers = parts.map(Number);
  if (!numbers.every(Number.isFinite)) return undefined;
  if (numbers.length === 1) return Array.from({ length: channels }, () => numbers[0] as number);
  return numbers.length === channels ? numbers : undefined;
}

function describeCount(channels: number): string {
  return channels === 1 ? '1 number' : `1 or ${String(channels)} numbers`;
}

function unfit(field: ImageField, what: string): Extract<ReadImage, { kind: 'unfit' }> {
  return { kind: 'unfit', field, message: `${imageFieldTitles[field]}: ${what}` };
}

function show(value: string): string {
  return JSON.stringify(value);
}
