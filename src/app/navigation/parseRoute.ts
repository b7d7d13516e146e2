/** Pages in the order of the navigation. */
export const pages = [
  { id: 'try', title: 'Playground' },
  { id: 'live', title: 'Live' },
  { id: 'load', title: 'Load lab' },
  { id: 'models', title: 'Models' },
  { id: 'traffic', title: 'Traffic' },
  { id: 'storage', title: 'Storage and privacy' },
  { id: 'embed', title: 'Embed' },
] as const;

export type PageId = (typeof pages)[number]['id'];

export type Route =
  | { readonly kind: 'page'; readonly id: PageId; readonly title: string }
  | { readonly kind: 'unknown'; readonly path: string };

/** `#/live?x=1` is the page `live`; no hash at all is the first page. */
export function parseRoute(hash: string): Route {
  const path = hash.replace(/^#?\/?/, '').replace(/[?/].*$/, '');
  const page = path === '' ? pages[0] : pages.find(({ id }) => id === path);
  return page === undefined ? { kind: 'unknown', path: hash } : { kind: 'page', ...page };
}
