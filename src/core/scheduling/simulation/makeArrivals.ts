export type ArrivalPattern = 'poisson' | 'bursty' | 'spike';

/** The two rates of bursty traffic over its mean, and the share of time spent in the lower one. */
const calmRate = 0.4;
const burstRate = 2.8;
const calmShare = 0.75;
/** How many arrivals a stay in one of the two states holds on average. */
const arrivalsPerStay = 100;
const spikeRate = 5;

/**
 * Arrival times in milliseconds, ascending, `ratePerMs` on average: Poisson; a Poisson process modulated by two states (0.4 and 2.8
 * times the mean); or a Poisson process whose middle fifth comes five times as fast.
 */
export function makeArrivals(
  pattern: ArrivalPattern,
  {
    ratePerMs,
    count,
    random,
  }: { readonly ratePerMs: number; readonly count: number; readonly random: () => number },
): Float64Array {
  const arrivals = new Float64Array(count);
  const draw = (rate: number): number => -Math.log(1 - random()) / rate;
  let at = 0;
  let isBurst = false;
  let stateUntil = 0;
  for (let index = 0; index < count; index += 1) {
    let rate = ratePerMs;
    if (pattern === 'spike') {
      const isSpike = index >= 0.4 * count && index < 0.6 * count;
      rate = isSpike ? spikeRate * ratePerMs : ratePerMs;
    }
    if (pattern === 'bursty') {
      for (;;) {
        rate = ratePerMs * (isBurst ? burstRate : calmRate);
        const next = at + draw(rate);
        if (next <= stateUntil) {
          at = next;
          break;
        }
        at = stateUntil;
        isBurst = random() >= calmShare;
        stateUntil = at + draw(ratePerMs / arrivalsPerStay);
      }
    } else at += draw(rate);
    arrivals[index] = at;
  }
  return arrivals;
}
