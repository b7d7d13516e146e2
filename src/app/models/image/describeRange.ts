import type { Tensor } from '../../../client/index.ts';
import { readElements } from '../try/readElements.ts';

const digits = 3;

/** From which to which number the elements go, and their mean, in a few words. */
export function describeRange(tensor: Tensor): string {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let count = 0;
  for (const element of readElements(tensor)) {
    const value = Number(element);
    least = Math.min(least, value);
    most = Math.max(most, value);
    sum += value;
    count += 1;
  }
  if (count === 0) return 'no values';
  return `values from ${show(least)} to ${show(most)}, ${show(sum / count)} on average`;
}

function show(value: number): string {
  return String(Number(value.toPrecision(digits))).replace('-', '−');
}
