/** What isolates a page, on hosts that set no headers. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
} as const;

const isolatedDestinations: readonly string[] = ['document', 'worker', 'sharedworker'];

/**
 * Gives pages and workers the headers that isolate them where the host set none of its own. The first visit of such a host is
 * served before any service worker: there isolation begins with the next one.
 */
export function isolateResponse(response: Response, destination: string): Response {
  const isOurs = response.type === 'basic' || response.type === 'default';
  if (!isOurs || !response.ok || !isolatedDestinations.includes(destination)) return response;
  if (response.headers.has('Cross-Origin-Embedder-Policy')) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(isolation)) if (!headers.has(name)) headers.set(name, value);
  const { status, statusText, body } = response;
  return new Response(body, { status, statusText, headers });
}
