import { addUnit, finishHash, hashSeed } from './hashText.ts';

const wordMark = 0x77;

/**
 * Writes the ids of a word that stands with its frame in the first `size` of `units`: its 1- to `nmax`-grams but for a bare frame,
 * then the whole. Starts at `count`, stops at the end of `ids`, and returns how many ids there are then.
 */
export function addWordGrams(
  units: Uint16Array,
  size: number,
  mask: number,
  nmax: number,
  ids: Int32Array,
  count: number,
): number {
  const capacity = ids.length;
  let next = count;
  for (let start = 0; start < size; start += 1) {
    let hash = hashSeed;
    const longest = Math.min(nmax, size - start);
    const isBorder = start === 0 || start === size - 1;
    for (let n = 1; n <= longest; n += 1) {
      hash = addUnit(hash, units[start + n - 1] as number);
      if ((n === 1 && isBorder) || n === size) continue;
      if (next === capacity) return next;
      ids[next] = finishHash(hash ^ n) & mask || 1;
      next += 1;
    }
  }
  if (next === capacity) return next;
  let hash = hashSeed;
  for (let index = 0; index < size; index += 1) hash = addUnit(hash, units[index] as number);
  ids[next] = finishHash(hash ^ wordMark) & mask || 1;
  return next + 1;
}
