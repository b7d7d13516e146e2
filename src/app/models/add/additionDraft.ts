import type { AddModelConfig, ModelTask } from '../../../client/index.ts';

/** What is said of an image's pixels, as typed. */
export interface ImageDraft {
  readonly width: string;
  readonly height: string;
  readonly layout: 'nchw' | 'nhwc';
  readonly colors: 'rgb' | 'bgr' | 'gray';
  readonly scale: string;
  readonly mean: string;
  readonly std: string;
}

/** What a person says of a model to be added; an empty field leaves it to what the file says. */
export interface AdditionDraft {
  readonly name: string;
  readonly task: ModelTask | '';
  readonly labels: string;
  readonly activation: 'softmax' | 'sigmoid' | 'none' | '';
  /** Undefined where the defaults for images are taken. */
  readonly image: ImageDraft | undefined;
}

export const plainImage: ImageDraft = {
  width: '224',
  height: '224',
  layout: 'nchw',
  colors: 'rgb',
  scale: String(1 / 255),
  mean: '0',
  std: '1',
};

/** Pixels as most networks trained on ImageNet take them. */
export const imageNet: Pick<ImageDraft, 'scale' | 'mean' | 'std'> = {
  scale: String(1 / 255),
  mean: '0.485, 0.456, 0.406',
  std: '0.229, 0.224, 0.225',
};

export type DraftedConfig =
  | { readonly kind: 'config'; readonly config: AddModelConfig }
  | { readonly kind: 'unfit'; readonly field: string; readonly message: string };

/** The configuration of a draft, or the field that keeps it from being one. */
export function readAddition(draft: AdditionDraft): DraftedConfig {
  const name = draft.name.trim();
  const labels = draft.labels.split('\n').map((label) => label.trim());
  while (labels.at(-1) === '') labels.pop();
  const image = draft.task === 'image-classification' ? draft.image : undefined;
  const read = image === undefined ? undefined : readImage(image);
  if (read?.kind === 'unfit') return read;
  return {
    kind: 'config',
    config: {
      ...(name === '' ? {} : { name }),
      ...(draft.task === '' ? {} : { task: draft.task }),
      ...(labels.length === 0 ? {} : { labels }),
      ...(draft.activation === '' ? {} : { activation: draft.activation }),
      ...(read === undefined ? {} : { image: read.image }),
    },
  };
}

type ReadImage =
  | { readonly kind: 'image'; readonly image: NonNullable<AddModelConfig['image']> }
  | Extract<DraftedConfig, { kind: 'unfit' }>;

function readImage({ width, height, layout, colors, scale, mean, std }: ImageDraft): ReadImage {
  const sides = { width: Number(width), height: Number(height) };
  for (const [field, side] of Object.entries(sides)) {
    if (!Number.isInteger(side) || side < 1)
      return unfit(field, `Expected a whole number of pixels, got ${show(side)}.`);
  }
  const factor = Number(scale);
  if (scale.trim() === '' || !Number.isFinite(factor))
    return unfit('scale', `Expected a number, got ${show(scale)}.`);
  const channels = colors === 'gray' ? 1 : 3;
  const means = readChannels(mean, channels);
  if (means === undefined)
    return unfit('mean', `Expected 1 or ${String(channels)} numbers, got ${show(mean)}.`);
  const deviations = readChannels(std, channels);
  if (deviations === undefined || deviations.includes(0)) {
    return unfit('std', `Expected 1 or ${String(channels)} numbers other than 0, got ${show(std)}.`);
  }
  return { kind: 'image', image: { ...sides, layout, colors, scale: factor, mean: means, std: deviations } };
}

/** A number for each channel; one number is that of all. */
function readChannels(text: string, channels: number): readonly number[] | undefined {
  const parts = text.split(/[,;\s]+/).filter((part) => part !== '');
  const numbers = parts.map(Number);
  if (!numbers.every(Number.isFinite)) return undefined;
  if (numbers.length === 1) return Array.from({ length: channels }, () => numbers[0] as number);
  return numbers.length === channels ? numbers : undefined;
}

function unfit(field: string, message: string): Extract<DraftedConfig, { kind: 'unfit' }> {
  return { kind: 'unfit', field, message };
}

function show(value: string | number): string {
  return JSON.stringify(String(value));
}
