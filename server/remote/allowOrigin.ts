import { headerLengthName } from '../../src/core/protocol/protocolMessage.ts';

/** Whose pages may call: any page of this machine, every page, or those of the origins named. */
export type AllowedOrigins = 'localhost' | '*' | ReadonlySet<string>;

const preflightSeconds = 7200;

/** The headers that let a page of `origin` read an answer; none where it may not. */
export function allowOrigin(
  origin: string | undefined,
  allowed: AllowedOrigins,
): Readonly<Record<string, string>> {
  if (origin === undefined || !isAllowed(origin, allowed)) return {};
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': `${headerLengthName}, Retry-After`,
  };
}

/** The headers of a preflight's answer, besides those of {@link allowOrigin}. */
export const preflightHeaders: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Methods': 'GET, POST',
  'Access-Control-Allow-Headers': `Content-Type, Content-Encoding, ${headerLengthName}, Authorization`,
  'Access-Control-Max-Age': String(preflightSeconds),
};

/** Reads `*`, or origins with commas between them; nothing means any origin of this machine. Throws for what is no origin. */
export function parseOrigins(text: string | undefined): AllowedOrigins {
  const entries = (text ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  if (entries.length === 0) return 'localhost';
  if (entries.includes('*')) return '*';
  return new Set(
    entries.map((entry) => {
      if (URL.canParse(entry) && new URL(entry).origin !== 'null') return new URL(entry).origin;
      throw new Error(`CORS_ORIGINS: expected origins as https://example.com, got ${JSON.stringify(entry)}.`);
    }),
  );
}

function isAllowed(origin: string, allowed: AllowedOrigins): boolean {
  if (allowed === '*') return true;
  if (allowed !== 'localhost') return allowed.has(origin);
  return URL.canParse(origin) && ['localhost', '127.0.0.1', '[::1]'].includes(new URL(origin).hostname);
}
