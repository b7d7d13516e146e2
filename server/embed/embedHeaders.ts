import { contentPolicyFor } from '../responseHeaders.ts';
import type { EmbedOrigins } from './embedOrigins.ts';

interface EmbedOptions {
  readonly origins: EmbedOrigins;
  readonly isIsolated: boolean;
}

/** What other sites may load; every other path is for the site's own pages. */
export const embedPaths = { page: '/embed.html', script: '/widget.js' } as const;

/**
 * The headers in which these two differ from the rest of the site. The page is isolated in a host of any kind: by its own document
 * policy in a plain one, and admitted by the other two headers where the host itself is isolated.
 */
export function embedHeaders(
  path: string,
  { origins, isIsolated }: EmbedOptions,
): Readonly<Record<string, string>> {
  const shared = { 'Cross-Origin-Resource-Policy': 'cross-origin' };
  if (path === embedPaths.script) return { ...shared, 'Access-Control-Allow-Origin': '*' };
  if (path !== embedPaths.page) return {};
  // No rule rather than `*`, which leaves out pages of opaque origin: sandboxed ones and files.
  const ancestors = origins === '*' ? undefined : ["'self'", ...origins].join(' ');
  return {
    ...shared,
    'Content-Security-Policy': contentPolicyFor(ancestors),
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()',
    ...(isIsolated
      ? {
          'Cross-Origin-Embedder-Policy': 'credentialless',
          'Document-Isolation-Policy': 'isolate-and-credentialless',
        }
      : {}),
  };
}
