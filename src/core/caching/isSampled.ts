const sampleBits = 3;
const probes = 8;

/**
 * Whether an input is among the one in eight that are cached while caching does not pay, to notice when it would. The same bytes are
 * always chosen alike, or no repeat would ever be seen; a few of them decide, so that it costs next to nothing.
 */
export function isSampled(words: Uint8Array | Int32Array, start = 0, length = words.length): boolean {
  let mixed = length;
  // Odd, so that not every probe falls on the same byte of a number.
  const step = Math.floor(length / probes) | 1;
  for (let index = start + length - 1; index >= start; index -= step) {
    mixed = Math.imul(mixed ^ (words[index] as number), 0x9e3779b1);
    mixed ^= mixed >>> 15;
  }
  return Math.imul(mixed, 0x85ebca6b) >>> (32 - sampleBits) === 0;
}
