/** Where the files of the build before are kept, for tabs that still run it. */
export const formerCacheName = 'nearside-former';

/** Answers from what is kept of former builds and of the runtime, else from the network. */
export async function answerAsset(request: Request, cacheNames: readonly string[]): Promise<Response> {
  for (const cacheName of cacheNames) {
    const kept = await caches.match(request.url, { cacheName });
    if (kept !== undefined) return kept;
  }
  return await fetch(request);
}

/** Copies what this build no longer has out of the cache of the build before, in place of what was kept of the one before that. */
export async function keepFormerAssets(shellCacheName: string, current: ReadonlySet<string>): Promise<void> {
  await caches.delete(formerCacheName);
  if (!(await caches.has(shellCacheName))) return;
  const shell = await caches.open(shellCacheName);
  const outdated = (await shell.keys()).filter(({ url }) => url.includes('/assets/') && !current.has(url));
  if (outdated.length === 0) return;
  const former = await caches.open(formerCacheName);
  for (const request of outdated) {
    const response = await shell.match(request);
    if (response !== undefined) await former.put(request, response);
  }
}
