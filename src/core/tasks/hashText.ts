export const hashSeed = 0x811c9dc5;
const hashPrime = 0x01000193;

/** The FNV-1a state (Fowler, Noll, Vo) after one more UTF-16 unit. */
export function addUnit(state: number, unit: number): number {
  return Math.imul(state ^ unit, hashPrime);
}

/** Spreads the state so that its low bits can be used alone. */
export function finishHash(state: number): number {
  let hash = state ^ (state >>> 15);
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 12);
}
