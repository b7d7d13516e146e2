export const repositoryCacheName = 'nearside-repository';

/** The repository's descriptions as the network has them, and as it had them last where there is none. */
export async function answerRepository(request: Request, isKeeping: () => boolean): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(request);
  } catch (error) {
    const kept = await caches.match(request.url, { cacheName: repositoryCacheName });
    if (kept !== undefined) return kept;
    throw error;
  }
  if (response.status === 200 && isKeeping()) {
    const cache = await caches.open(repositoryCacheName);
    // A device without room still answers.
    await cache.put(request.url, response.clone()).catch(() => undefined);
  }
  return response;
}
