import { sharedCacheName, sharedNameHeader } from '../platform/tabs/cacheNames.ts';

/** Keeps what another app shares, and opens the Playground, which takes it. */
export async function answerShare(request: Request, scopeUrl: string): Promise<Response> {
  const form = await request.formData();
  const lines = ['title', 'text', 'url'].flatMap((name) => {
    const value = form.get(name);
    return typeof value === 'string' && value.trim() !== '' ? [value.trim()] : [];
  });
  await caches.delete(sharedCacheName);
  const cache = await caches.open(sharedCacheName);
  if (lines.length > 0) await cache.put(new URL('shared/text', scopeUrl), new Response(lines.join('\n')));
  for (const [index, file] of form.getAll('files').entries()) {
    if (!(file instanceof File)) continue;
    const headers = { 'Content-Type': file.type, [sharedNameHeader]: encodeURIComponent(file.name) };
    await cache.put(new URL(`shared/${index}`, scopeUrl), new Response(file, { headers }));
  }
  return Response.redirect(new URL('?shared=1#/try', scopeUrl).href, 303);
}
