const steps = [1, 2, 4, 6, 8, 10];

/** The least round number that is not below `value`, such that quarters of it read well too. */
export function niceCeiling(value: number, least: number): number {
  if (!(value > least)) return least;
  const unit = 10 ** Math.floor(Math.log10(value));
  const step = steps.find((candidate) => candidate * unit >= value) ?? 10;
  return step * unit;
}
