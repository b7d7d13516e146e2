import type { CachedResult } from '../core/caching/cachedResult.ts';
import type { MemoryTier } from '../core/caching/memoryTier.ts';
import type { SignedFor } from './flight.ts';

/** What is in memory under the first of these names that has something, and that name. */
export function findKept(
  memory: MemoryTier,
  names: readonly SignedFor[],
  now: number,
): (SignedFor & { readonly result: CachedResult }) | undefined {
  for (const name of names) {
    const result = memory.get(name.signed.key, name.signed.signature, now);
    if (result !== undefined) return { ...name, result };
  }
  return undefined;
}
