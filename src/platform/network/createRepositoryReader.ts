import { messageOf, NearsideError } from '../../core/errors.ts';
import type { RepositoryReader } from '../../core/ports.ts';

/** Reads JSON below `baseUrl`. Rejects with `not-found` for a 404, `model-load` for anything else that is no JSON. */
export function createRepositoryReader(
  baseUrl: string,
  fetch: (url: string, init: RequestInit) => Promise<Response> = globalThis.fetch.bind(globalThis),
): RepositoryReader {
  const base = baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`;
  return {
    baseUrl: base,
    readJson: async (path, signal) => {
      const url = new URL(path, base).href;
      const response = await fetchOrFail(fetch, url, signal);
      if (response.status === 404) throw new NearsideError('not-found', `There is no file at ${url}.`);
      if (!response.ok)
        throw new NearsideError('model-load', `${url}: expected JSON, got status ${response.status}.`);
      try {
        return (await response.json()) as unknown;
      } catch (error) {
        throw new NearsideError('model-load', `${url}: expected JSON, got ${messageOf(error)}.`, {
          cause: error,
        });
      }
    },
  };
}

async function fetchOrFail(
  fetch: (url: string, init: RequestInit) => Promise<Response>,
  url: string,
  signal: AbortSignal | undefined,
): Promise<Response> {
  try {
    return await fetch(url, signal === undefined ? {} : { signal });
  } catch (error) {
    throw new NearsideError('model-load', `Could not fetch ${url}: ${messageOf(error)}.`, {
      cause: error,
      retryable: true,
    });
  }
}
