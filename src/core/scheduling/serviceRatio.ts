/** How long an instance really takes for its runs, from the sending of one to its answer, over what its cost table says. */
export interface ServiceRatio {
  readonly expectedMs: number;
  readonly servedMs: number;
}

export const noServiceRatio: ServiceRatio = { expectedMs: 0, servedMs: 0 };

/** Weight that the past keeps at each observation: about the last 16 count. */
const memory = 1 - 1 / 16;
/** A run counts at most so many times what was expected, for a hiccup says nothing about the next one. */
const mostTimes = 4;
const largestRatio = 8;

/** The ratio after one more run. */
export function observeService(
  ratio: ServiceRatio,
  { expectedMs, servedMs }: { readonly expectedMs: number; readonly servedMs: number },
): ServiceRatio {
  if (!(expectedMs > 0)) return ratio;
  const present = readServiceRatio(ratio);
  return {
    expectedMs: ratio.expectedMs * memory + expectedMs,
    servedMs: ratio.servedMs * memory + Math.min(Math.max(servedMs, 0), mostTimes * present * expectedMs),
  };
}

/** The factor by which predicted times are multiplied; 1 without observations. */
export function readServiceRatio({ expectedMs, servedMs }: ServiceRatio): number {
  if (expectedMs <= 0) return 1;
  return Math.min(Math.max(servedMs / expectedMs, 1 / largestRatio), largestRatio);
}
