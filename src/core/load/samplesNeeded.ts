/** How sure a percentile must be: the chance that a worse service looks as good is at most 1 − this (MLPerf LoadGen). */
const confidence = 0.99;

const known = new Map<string, number>();

/**
 * Samples from which on `share` of all requests can be said to be in time although `late` of the samples were not: the least n with
 * BinomCDF(late; n, 1 − share) ≤ 1 %, the early stopping of MLPerf's LoadGen with tolerance 0.
 */
export function samplesNeeded(share: number, late: number): number {
  const key = `${share}:${late}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  let tooFew = late;
  let enough = Math.max(1, late + 1);
  while (chanceOfAtMost(late, enough, 1 - share) > 1 - confidence) {
    tooFew = enough;
    enough *= 2;
  }
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (chanceOfAtMost(late, middle, 1 - share) > 1 - confidence) tooFew = middle;
    else enough = middle;
  }
  known.set(key, enough);
  return enough;
}

/** BinomCDF(most; trials, chance), in logarithms and from its largest term down; 1 where it is above one half anyway. */
function chanceOfAtMost(most: number, trials: number, chance: number): number {
  if (most >= trials * chance) return 1;
  const logOdds = Math.log(chance) - Math.log1p(-chance);
  let logLargest = trials * Math.log1p(-chance);
  for (let hits = 1; hits <= most; hits += 1) logLargest += Math.log((trials - hits + 1) / hits) + logOdds;
  let term = 1;
  let sum = 1;
  for (let hits = most; hits >= 1 && term > 1e-12; hits -= 1) {
    term *= hits / (trials - hits + 1) / Math.exp(logOdds);
    sum += term;
  }
  return sum * Math.exp(logLargest);
}
