/** What makes scores of a model's numbers; `auto` leaves what already is a distribution and takes softmax for the rest. */
export type Activation = 'auto' | 'softmax' | 'sigmoid' | 'none';

const roundingOfSum = 1e-2;

/** Scores from the numbers of one row, in place. */
export function activateScores(values: Float32Array, activation: Activation): Float32Array {
  if (activation === 'sigmoid') return mapInPlace(values, (value) => 1 / (1 + Math.exp(-value)));
  if (activation === 'softmax' || (activation === 'auto' && !isDistribution(values))) return softmax(values);
  return values;
}

function isDistribution(values: Float32Array): boolean {
  let sum = 0;
  for (const value of values) {
    if (!(value >= 0 && value <= 1)) return false;
    sum += value;
  }
  return Math.abs(sum - 1) <= roundingOfSum;
}

function softmax(values: Float32Array): Float32Array {
  let largest = Number.NEGATIVE_INFINITY;
  for (const value of values) if (value > largest) largest = value;
  let sum = 0;
  mapInPlace(values, (value) => {
    const share = Math.exp(value - largest);
    sum += share;
    return share;
  });
  return mapInPlace(values, (value) => value / sum);
}

function mapInPlace(values: Float32Array, map: (value: number) => number): Float32Array {
  for (let index = 0; index < values.length; index += 1) values[index] = map(values[index] as number);
  return values;
}
