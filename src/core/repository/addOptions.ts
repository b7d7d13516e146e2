import { NearsideError } from '../errors.ts';
import { showValue } from '../showValue.ts';
import { countChannels, imageColors, imageResizes, type ImageOptions } from '../tasks/imageOptions.ts';
import type { Activation } from '../tasks/activateScores.ts';

/** What may be said of a model that is added; everything else is found out. */
export interface AddOptions {
  /** @default the file's name without its extension */
  readonly name?: string;
  readonly task?: ModelTask;
  readonly labels?: readonly string[];
  readonly maxBatch?: number;
  readonly maxQueueDelayMs?: number;
  readonly preferredBatch?: readonly number[];
  readonly image?: ImageOptions;
  readonly activation?: Activation;
}

export const modelTasks = [
  'image-classification',
  'text-classification',
  'token-classification',
  'text-embedding',
  'tabular',
  'tensor',
] as const;

export type ModelTask = (typeof modelTasks)[number];

const activations: readonly Activation[] = ['auto', 'softmax', 'sigmoid', 'none'];
const largestBatch = 1024;
const largestSide = 8192;

/** Checks what a caller says of a model; throws `bad-input` naming the field, what was expected and what came. */
export function checkAddOptions(config: unknown): AddOptions {
  if (config === undefined || config === null) return {};
  if (typeof config !== 'object' || Array.isArray(config)) throw wrong('config', 'an object', config);
  const { name, task, labels, maxBatch, maxQueueDelayMs, preferredBatch, image, activation } =
    config as Readonly<Record<string, unknown>>;
  return {
    ...optional('name', name, isText, 'a text'),
    ...optional('task', task, isOneOf(modelTasks), `one of ${modelTasks.join(', ')}`),
    ...optional('labels', labels, isListOf(isString), 'a list of texts'),
    ...optional('maxBatch', maxBatch, isWhole(1, largestBatch), `a whole number from 1 to ${largestBatch}`),
    ...optional('maxQueueDelayMs', maxQueueDelayMs, isDuration, 'a number of milliseconds'),
    ...optional(
      'preferredBatch',
      preferredBatch,
      isListOf(isWhole(1, largestBatch)),
      `a list of whole numbers from 1 to ${largestBatch}`,
    ),
    ...(image === undefined || image === null ? {} : { image: checkImageOptions(image) }),
    ...optional('activation', activation, isOneOf(activations), `one of ${activations.join(', ')}`),
  };
}

/** What is left out is what a plain image needs: pixels from 0 to 1, red first, channel by channel. */
export function checkImageOptions(image: unknown): ImageOptions {
  if (typeof image !== 'object' || image === null) throw wrong('image', 'an object', image);
  const given: Partial<ImageOptions> = Object.fromEntries(
    Object.entries(image).filter(([, value]) => value !== undefined),
  );
  const filled = {
    layout: 'nchw',
    colors: 'rgb',
    scale: 1 / 255,
    mean: [0],
    std: [1],
    ...given,
  } as unknown as ImageOptions;
  const { width, height, resize, layout, colors, scale, mean, std } = filled;
  for (const [side, size] of Object.entries({ width, height })) {
    if (!isWhole(1, largestSide)(size))
      throw wrong(`image.${side}`, `a whole number from 1 to ${largestSide}`, size);
  }
  if (resize !== undefined && !isOneOf(imageResizes)(resize))
    throw wrong('image.resize', `one of ${imageResizes.join(', ')}`, resize);
  if (!isOneOf(['nchw', 'nhwc'])(layout)) throw wrong('image.layout', 'nchw or nhwc', layout);
  if (!isOneOf(imageColors)(colors)) throw wrong('image.colors', `one of ${imageColors.join(', ')}`, colors);
  if (!isNumber(scale) || scale === 0) throw wrong('image.scale', 'a number other than 0', scale);
  const channels = countChannels(filled);
  for (const [field, numbers] of Object.entries({ mean, std })) {
    const isRight = isListOf(isNumber)(numbers) && [1, channels].includes(numbers.length);
    if (!isRight) throw wrong(`image.${field}`, `a list of ${channels} numbers`, numbers);
  }
  if (std.includes(0)) throw wrong('image.std', 'numbers other than 0', std);
  return {
    width,
    height,
    ...(resize === undefined ? {} : { resize }),
    layout,
    colors,
    scale,
    mean,
    std,
  };
}

type Check = (value: unknown) => boolean;

function optional(key: string, value: unknown, isRight: Check, expected: string): object {
  if (value === undefined || value === null) return {};
  if (!isRight(value)) throw wrong(key, expected, value);
  return { [key]: value };
}

function isString(value: unknown): boolean {
  return typeof value === 'string';
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}

function isDuration(value: unknown): boolean {
  return isNumber(value) && (value as number) >= 0;
}

function isWhole(least: number, most: number): Check {
  return (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
}

function isOneOf(values: readonly string[]): Check {
  return (value) => values.includes(value as string);
}

function isListOf(isRight: Check): (value: unknown) => value is readonly unknown[] {
  return (value): value is readonly unknown[] => Array.isArray(value) && value.every(isRight);
}

function wrong(field: string, expected: string, came: unknown): NearsideError {
  return new NearsideError('bad-input', `${field}: expected ${expected}, got ${showValue(came)}.`);
}
