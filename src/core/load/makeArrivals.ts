/** A stretch of a run with one rate. */
export interface RateSpan {
  readonly seconds: number;
  /** Requests a second. */
  readonly rate: number;
}

const spikeFactor = 5;

/** A third of the run at `rate`, a third at five times that, a third at `rate` again. */
export function spikeSpans(rate: number, seconds: number): readonly RateSpan[] {
  return [1, spikeFactor, 1].map((factor) => ({ seconds: seconds / 3, rate: rate * factor }));
}

/** Arrivals that `spans` are expected to make. */
export function expectArrivals(spans: readonly RateSpan[]): number {
  return spans.reduce((sum, { seconds, rate }) => sum + seconds * rate, 0);
}

/** Poisson arrivals in ascending milliseconds from the start; `random` gives numbers in [0, 1). */
export function makeArrivals(spans: readonly RateSpan[], random: () => number): Float64Array {
  let times = new Float64Array(Math.ceil(expectArrivals(spans) * 1.1) + 16);
  let count = 0;
  let spanStart = 0;
  for (const { seconds, rate } of spans) {
    const spanEnd = spanStart + seconds * 1000;
    // A Poisson process has no memory, so each span may begin anew.
    let at = spanStart - (Math.log(1 - random()) / rate) * 1000;
    while (at < spanEnd) {
      if (count === times.length) {
        const grown = new Float64Array(times.length * 2);
        grown.set(times);
        times = grown;
      }
      times[count] = at;
      count += 1;
      at -= (Math.log(1 - random()) / rate) * 1000;
    }
    spanStart = spanEnd;
  }
  return times.subarray(0, count);
}
