/** What makes a page cross-origin isolated, so that WebAssembly may use threads and shared memory. */
export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
} as const;

const contentRules = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self' https: http://localhost:* http://127.0.0.1:*",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "frame-src 'self'",
  "manifest-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
];

/** The policy of a page that `ancestors` may frame; anyone may where none are named. */
export function contentPolicyFor(ancestors: string | undefined): string {
  const rules = ancestors === undefined ? contentRules : [...contentRules, `frame-ancestors ${ancestors}`];
  return rules.join('; ');
}

/** On every response. */
export const securityHeaders = {
  'Content-Security-Policy': contentPolicyFor("'self'"),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy':
    'camera=(self), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;
