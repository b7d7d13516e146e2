const relativeTolerance = 1e-4;

type Values = readonly (number | bigint | string | undefined)[];

/** Whether two stretches of an output are equal, numbers up to rounding in proportion to the largest of the first. */
export function sameValues(expected: Values, came: Values): boolean {
  if (typeof expected[0] === 'string') return expected.every((value, index) => value === came[index]);
  const numbers = expected.map(Number);
  const size = numbers.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-6);
  return numbers.every((value, index) => isNear(value, Number(came[index]), size));
}

function isNear(left: number, right: number, size: number): boolean {
  return Object.is(left, right) || Math.abs(left - right) <= relativeTolerance * size;
}
