/**
 * Sentence embeddings from token vectors `[rows, width, size]`: the mean over the first `lengths[row]` tokens, scaled to length 1,
 * as sentence-transformers' mean pooling and normalisation give it.
 */
export function poolTokens(
  vectors: Float32Array,
  { width, size }: { readonly width: number; readonly size: number },
  lengths: readonly number[],
): Float32Array<ArrayBuffer> {
  const pooled = new Float32Array(lengths.length * size);
  for (const [row, length] of lengths.entries()) {
    const sum = pooled.subarray(row * size, (row + 1) * size);
    for (let token = 0; token < length; token += 1) {
      const at = (row * width + token) * size;
      for (let index = 0; index < size; index += 1)
        sum[index] = (sum[index] as number) + (vectors[at + index] as number);
    }
    // The scale of a mean goes with its normalisation.
    normalizeVector(sum);
  }
  return pooled;
}

/** Scales a vector to length 1 in place; one of zeros stays. */
export function normalizeVector(vector: Float32Array): void {
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares === 0) return;
  const scale = 1 / Math.sqrt(squares);
  for (let index = 0; index < vector.length; index += 1) vector[index] = (vector[index] as number) * scale;
}
