/**
 * The numbers of an array that a message brought, in a buffer that this thread made: the array itself is empty from then on. The browser
 * frees a buffer of its own making with the next full collection of garbage, others with the next young one. Copies where buffers cannot
 * be moved.
 */
export function moveNumbers(values: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const { buffer, byteOffset, length } = values;
  if (!('transfer' in buffer)) return new Float32Array(values);
  return new Float32Array(buffer.transfer(), byteOffset, length);
}
