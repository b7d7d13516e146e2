import type { Tensor } from '../../../client/index.ts';
import { readElements } from './readElements.ts';

/** One element with the name that it goes by. */
export interface NamedValue {
  readonly index: number;
  readonly name: string;
  readonly value: number;
}

/** Ways to look at an output, the most telling first; a table is always among them. */
export type OutputView =
  | { readonly kind: 'scores'; readonly best: readonly NamedValue[]; readonly of: number }
  | {
      readonly kind: 'image';
      readonly width: number;
      readonly height: number;
      readonly pixels: Uint8ClampedArray;
    }
  | { readonly kind: 'bars'; readonly values: readonly number[] }
  | {
      readonly kind: 'table';
      readonly columns: number;
      readonly rows: readonly (readonly string[])[];
      readonly leftOut: number;
    };

const shownScores = 10;
const mostScores = 100_000;
const mostBars = 512;
const shownColumns = 32;
const shownRows = 64;
const leastImageSide = 8;

/** What can be shown of an output of one request; `labels` name its last dimension where their count is right. */
export function viewOutput(tensor: Tensor, labels?: readonly string[]): readonly OutputView[] {
  const elements = readElements(tensor);
  const views: OutputView[] = [];
  const numbers = elements.some((element) => typeof element === 'string') ? undefined : elements.map(Number);
  if (numbers !== undefined) {
    const image = viewImage(tensor.shape, numbers);
    if (image !== undefined) views.push(image);
    const isVector = tensor.shape.slice(0, -1).every((size) => size === 1) && numbers.length > 1;
    if (isVector && numbers.length <= mostScores) views.push(viewScores(numbers, labels));
    if (isVector && numbers.length <= mostBars) views.push({ kind: 'bars', values: numbers });
  }
  return [...views, viewTable(tensor.shape, elements)];
}

function viewScores(values: readonly number[], labels: readonly string[] | undefined): OutputView {
  const names = labels?.length === values.length ? labels : undefined;
  const best = values
    .map((value, index) => ({ index, value, name: names?.[index] ?? String(index) }))
    .sort((one, other) => other.value - one.value || one.index - other.index)
    .slice(0, shownScores);
  return { kind: 'scores', best, of: values.length };
}

interface Planes {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly isChannelLast: boolean;
}

/** Takes [1, C, H, W] and [1, H, W, C] of 1, 3 or 4 channels, with or without the leading 1, for an image. */
function planesOf(shape: readonly number[]): Planes | undefined {
  const [batch, ...rest] = shape.length === 4 ? shape : [1, ...shape];
  if (batch !== 1 || rest.length !== 3) return undefined;
  const [first, second, third] = rest as [number, number, number];
  const isColour = (size: number) => size === 1 || size === 3 || size === 4;
  if (isColour(first) && second >= leastImageSide && third >= leastImageSide) {
    return { channels: first, height: second, width: third, isChannelLast: false };
  }
  if (isColour(third) && first >= leastImageSide && second >= leastImageSide) {
    return { channels: third, height: first, width: second, isChannelLast: true };
  }
  return undefined;
}

function viewImage(shape: readonly number[], values: readonly number[]): OutputView | undefined {
  const planes = planesOf(shape);
  if (planes === undefined) return undefined;
  const { channels, height, width, isChannelLast } = planes;
  const { low, scale } = rangeOf(values);
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    for (let channel = 0; channel < (channels === 4 ? 4 : 3); channel += 1) {
      const source = Math.min(channel, channels - 1);
      const index = isChannelLast ? pixel * channels + source : source * width * height + pixel;
      pixels[pixel * 4 + channel] = ((values[index] as number) - low) * scale;
    }
  }
  return { kind: 'image', width, height, pixels };
}

/** Values in [0, 1] and in [0, 255] are shown as they are; others are stretched from their least to their greatest. */
function rangeOf(values: readonly number[]): { readonly low: number; readonly scale: number } {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least >= 0 && most <= 1) return { low: 0, scale: 255 };
  if (least >= 0 && most <= 255) return { low: 0, scale: 1 };
  return { low: least, scale: most > least ? 255 / (most - least) : 0 };
}

function viewTable(shape: readonly number[], elements: readonly (number | bigint | string)[]): OutputView {
  const columns = Math.max(1, shape.at(-1) ?? 1);
  const shown = Math.min(columns, shownColumns);
  const rowCount = Math.min(Math.ceil(elements.length / columns), shownRows);
  const rows = Array.from({ length: rowCount }, (_, row) =>
    elements.slice(row * columns, row * columns + shown).map(formatElement),
  );
  const shownCount = rows.reduce((count, row) => count + row.length, 0);
  return { kind: 'table', columns: shown, rows, leftOut: elements.length - shownCount };
}

function formatElement(element: number | bigint | string): string {
  if (typeof element !== 'number' || Number.isInteger(element)) return String(element);
  return String(Number(element.toPrecision(6)));
}
