import { repositoryCacheName } from '../tabs/cacheNames.ts';

/**
 * A fetch of small descriptions that answers what it had last where the network does not: a second visit needs none. Keeps nothing while
 * `isKeeping` says so.
 */
export function createKeptFetch(
  isKeeping: () => boolean,
): (url: string, init: RequestInit) => Promise<Response> {
  return async (url, init) => {
    let response: Response;
    try {
      response = await fetch(url, init);
    } catch (error) {
      const kept = isKeeping() ? await readKept(url) : undefined;
      if (kept !== undefined) return kept;
      throw error;
    }
    if (response.status === 200 && isKeeping()) await keep(url, response.clone());
    return response;
  };
}

async function readKept(url: string): Promise<Response | undefined> {
  try {
    return await caches.match(url, { cacheName: repositoryCacheName });
  } catch {
    return undefined;
  }
}

/** A device that keeps nothing still answers. */
async function keep(url: string, response: Response): Promise<void> {
  try {
    const cache = await caches.open(repositoryCacheName);
    await cache.put(url, response);
  } catch {
    // The next visit needs the network.
  }
}
