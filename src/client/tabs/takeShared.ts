import { sharedCacheName, sharedNameHeader } from '../../platform/tabs/cacheNames.ts';

/** What another app shared with this one. */
export interface Shared {
  readonly text: string;
  readonly files: readonly File[];
}

/** Takes what was shared last; it is there once. */
export async function takeShared(): Promise<Shared> {
  if (!(await caches.has(sharedCacheName))) return { text: '', files: [] };
  const cache = await caches.open(sharedCacheName);
  let text = '';
  const files: File[] = [];
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    if (response === undefined) continue;
    if (request.url.endsWith('/text')) text = await response.text();
    else {
      const name = decodeURIComponent(response.headers.get(sharedNameHeader) ?? 'shared');
      const blob = await response.blob();
      files.push(new File([blob], name, { type: blob.type }));
    }
  }
  await caches.delete(sharedCacheName);
  return { text, files };
}
