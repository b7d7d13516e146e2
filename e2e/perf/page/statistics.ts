/** The middle value; rounds are few, so the lower one of two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[(sorted.length - 1) >> 1] ?? Number.NaN;
}

/** The value that a share of all do not exceed (nearest rank). */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}

/** Medians of `numerator[i] / denominator[i]`: each round is its own pair, so the machine's noise cancels. */
export function medianRatio(numerator: readonly number[], denominator: readonly number[]): number {
  return median(numerator.map((value, index) => value / denominator[index]!));
}

/**
 * `ours` over the best of the `others`, round by round. Which one is best is decided on every other round and judged on the rest, and the
 * other way round: the largest of several noisy medians is larger than what any of them stands for.
 */
export function ratioToBest(ours: readonly number[], others: readonly (readonly number[])[]): number {
  const ratios = [0, 1].flatMap((half) => {
    const take = (values: readonly number[], of: number): readonly number[] =>
      values.filter((_, round) => round % 2 === of);
    const best = others.reduce((left, right) =>
      median(take(right, half)) > median(take(left, half)) ? right : left,
    );
    const judged = take(best, 1 - half);
    return take(ours, 1 - half).map((value, round) => value / judged[round]!);
  });
  return median(ratios);
}

/** A seeded generator of numbers in [0, 1) (Mulberry32, Tommy Ettinger). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
