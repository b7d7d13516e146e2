const maxIndex = 2 ** 20;
const bits = new Uint32Array(1);
const value = new Float32Array(bits.buffer);

/**
 * Indices by falling score, ties by rising index, NaN last. Scores and indices are packed into doubles that the engine sorts
 * natively, several times faster than with a comparison function.
 */
export function rankScores(scores: Float32Array): readonly number[] {
  const count = scores.length;
  const keys = new Float64Array(count);
  for (let index = 0; index < count; index += 1) {
    keys[index] = orderOf(scores[index] as number) * maxIndex + (maxIndex - 1 - index);
  }
  keys.sort();
  const ranked = new Array<number>(count);
  for (let position = 0; position < count; position += 1) {
    ranked[position] = maxIndex - 1 - ((keys[count - 1 - position] as number) % maxIndex);
  }
  return ranked;
}

/** A whole number that orders as the float does: its bits, with negative ones turned round. */
function orderOf(score: number): number {
  if (Number.isNaN(score)) return 0;
  value[0] = score;
  const raw = bits[0] as number;
  return raw >= 0x80000000 ? 0xffffffff - raw + 1 : raw + 0x80000001;
}
