import { messageOf } from '../../core/errors.ts';
import { RemoteFailure } from '../../core/routing/remoteFailure.ts';

export interface ExchangeLimits {
  /** Milliseconds for the whole exchange, the answer's body included. */
  readonly timeoutMs: number;
  /** Bytes that an answer may have, unpacked. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

export type Exchange =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: Headers;
      readonly body: Uint8Array;
    }
  /** No answer that the page may see: no network, no server, or none that allows this origin this request. */
  | { readonly kind: 'unreachable'; readonly error: RemoteFailure };

/**
 * One request and its whole answer. Rejects with a `RemoteFailure` when the time is over (its cause is then named `TimeoutError`), or the
 * answer is cut or larger than allowed; an abort rejects with the signal's reason. Redirects are refused: consent was given to one address.
 */
export async function exchange(
  fetch: typeof globalThis.fetch,
  url: string,
  init: Pick<RequestInit, 'method' | 'headers' | 'body'>,
  { timeoutMs, maxBytes, signal }: ExchangeLimits,
): Promise<Exchange> {
  signal?.throwIfAborted();
  const timeout = AbortSignal.timeout(timeoutMs);
  const either = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
  const settings = {
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    // Nothing is kept of a POST anyway, and browsers ask for leave again before each call that names another cache mode.
    cache: init.method === 'GET' ? 'no-store' : 'default',
  } as const;
  let response: Response | undefined;
  try {
    response = await fetch(url, { ...init, ...settings, signal: either });
    const body = await readBounded(response, maxBytes);
    return { kind: 'answered', status: response.status, headers: response.headers, body };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof RemoteFailure) throw error;
    if (timeout.aborted) {
      const message = `${url}: expected an answer within ${timeoutMs} ms, got none.`;
      throw new RemoteFailure('remote', message, { kind: 'timeout' }, timeout.reason);
    }
    if (response === undefined) {
      const message = `${url} could not be reached: ${messageOf(error)}.`;
      const failure = new RemoteFailure('remote', message, { kind: 'unreachable' }, error);
      return { kind: 'unreachable', error: failure };
    }
    const message = `${url}: expected a whole answer, got one that was cut.`;
    throw new RemoteFailure('remote', message, { kind: 'broken' }, error);
  }
}

async function readBounded({ body, url }: Response, maxBytes: number): Promise<Uint8Array> {
  if (body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel();
      const message = `${url}: expected at most ${maxBytes} bytes, got more.`;
      throw new RemoteFailure('remote', message, { kind: 'broken' });
    }
    chunks.push(value);
  }
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}
