/** How a classifier's outputs become scores from 0 to 1. */
export type Activation = 'softmax' | 'sigmoid' | 'none';

/** Scores of one row of a classifier's outputs, in an array of their own. */
export function activate(logits: Float32Array, activation: Activation): Float32Array<ArrayBuffer> {
  const scores = new Float32Array(logits);
  if (activation === 'none') return scores;
  if (activation === 'sigmoid') {
    for (let index = 0; index < scores.length; index += 1)
      scores[index] = 1 / (1 + Math.exp(-(scores[index] as number)));
    return scores;
  }
  let largest = Number.NEGATIVE_INFINITY;
  for (const value of scores) largest = Math.max(largest, value);
  let sum = 0;
  for (let index = 0; index < scores.length; index += 1) {
    const value = Math.exp((scores[index] as number) - largest);
    scores[index] = value;
    sum += value;
  }
  for (let index = 0; index < scores.length; index += 1) scores[index] = (scores[index] as number) / sum;
  return scores;
}
