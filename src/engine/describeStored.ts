import type { CachedResult } from '../core/caching/cachedResult.ts';
import type { Hash128 } from '../core/caching/hash128.ts';
import { stringBytes } from '../core/caching/makeRequestKey.ts';
import { sizeOfStored } from '../core/caching/pendingChanges.ts';
import type { StoredEntry } from '../core/caching/storeIndex.ts';

/** What is noted of a result in the open: nothing that was asked or answered, and no name of a partition. */
export function describeStored(key: string, result: CachedResult, hash: Hash128): StoredEntry {
  const { tag, createdAt } = result;
  const { model, partition, generation } = tag;
  const partitionTag = partitionTagOf(partition, hash);
  const sizeBytes = sizeOfStored(result);
  return { key, model, partitionTag, generation, sizeBytes, createdAt, usedAt: createdAt };
}

/** A partition's digest; empty for none. */
export function partitionTagOf(partition: string | undefined, hash: Hash128): string {
  return partition === undefined ? '' : hash([stringBytes([partition])]);
}
