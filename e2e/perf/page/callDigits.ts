import type { Nearside } from '../../../src/client/index.ts';

/** Answers one of `digits`, never from the cache. */
export function callDigits(
  nearside: Nearside,
  digits: readonly number[],
): (index: number) => Promise<unknown> {
  const rows = Float32Array.from(digits);
  const count = rows.length / 784;
  return (index) =>
    nearside.predict('digits', rows.subarray((index % count) * 784, ((index % count) + 1) * 784), {
      cache: 'bypass',
    });
}
