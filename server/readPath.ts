import type { IncomingMessage } from 'node:http';

/** The path asked for; undefined for an address that is none. */
export function readPath({ url = '/' }: IncomingMessage): string | undefined {
  const address = url.startsWith('/') ? `http://localhost${url}` : url;
  return URL.canParse(address) ? new URL(address).pathname : undefined;
}
