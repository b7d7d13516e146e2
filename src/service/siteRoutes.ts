/** What a request of this origin is, seen from the service worker. */
export type SiteRoute =
  | { readonly kind: 'protocol'; readonly path: string }
  | { readonly kind: 'share' }
  | { readonly kind: 'page' }
  | { readonly kind: 'asset' }
  /** Not ours to answer: the browser does. */
  | { readonly kind: 'network' };

export interface SiteRequest {
  readonly url: string;
  readonly method: string;
  /** Whether a page is opened by it. */
  readonly isNavigation: boolean;
}

const unanswered: SiteRoute = { kind: 'network' };
const shellPaths = /^(assets\/|icons\/|icon\.svg$|manifest\.webmanifest$)/;

/**
 * Tells what is asked for. `scope` is the address under which the app lives. Models and the runtime's WebAssembly are left to the engine,
 * which keeps them itself: it resumes and verifies.
 */
export function matchSiteRoute({ url, method, isNavigation }: SiteRequest, scope: string): SiteRoute {
  const { origin, pathname } = new URL(url);
  const base = new URL(scope);
  if (origin !== base.origin) return unanswered;
  const protocolPath = pathBelow(pathname, '/v2') ?? pathBelow(pathname, `${base.pathname}v2`);
  if (protocolPath !== undefined) return { kind: 'protocol', path: protocolPath };
  if (!pathname.startsWith(base.pathname)) return unanswered;
  const path = pathname.slice(base.pathname.length);
  if (method === 'POST' && path === 'share') return { kind: 'share' };
  if (method !== 'GET') return unanswered;
  if (isNavigation) return path === '' || path === 'index.html' ? { kind: 'page' } : unanswered;
  return shellPaths.test(path) && !path.endsWith('.wasm') ? { kind: 'asset' } : unanswered;
}

/** The path from `/v2` on, wherever it is mounted. */
function pathBelow(pathname: string, mount: string): string | undefined {
  if (pathname !== mount && !pathname.startsWith(`${mount}/`)) return undefined;
  return `/v2${pathname.slice(mount.length)}`;
}
