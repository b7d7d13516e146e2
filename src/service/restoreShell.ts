import { cacheNames } from 'workbox-core';
import { getCacheKeyForURL, type PrecacheEntry } from 'workbox-precaching';

/** Fetches what of the shell is kept no more. Never rejects: without a network there is nothing to restore it from. */
export async function restoreShell(shell: readonly PrecacheEntry[], scopeUrl: string): Promise<void> {
  try {
    const cache = await caches.open(cacheNames.precache);
    for (const { url } of shell) {
      const key = getCacheKeyForURL(new URL(url, scopeUrl).href);
      if (key !== undefined && (await cache.match(key)) === undefined) await cache.add(key);
    }
  } catch {
    // The next visit tries again.
  }
}
