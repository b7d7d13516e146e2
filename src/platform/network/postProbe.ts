import { headerLengthName } from '../../core/protocol/protocolMessage.ts';
import type { AttemptOptions } from '../../core/routing/remotePort.ts';
import { exchange } from './exchange.ts';
import { pathOf } from './remoteClient.ts';

/** `read`: an answer of any kind could be read. */
export type PostVerdict = 'read' | 'refused' | 'timeout';

const emptyRequest = new TextEncoder().encode('{"inputs":[]}');
/** One that no endpoint has: a real one might be loaded only for this. */
const noModel = 'nearside-connection-test';
const maxBytes = 2 ** 16;

/**
 * Whether this page may post to a model: a request without any input to a model that there is not, in both forms that tensors travel in, which the server refuses. A
 * server that does not know the binary form may refuse it in a way that the page cannot read.
 */
export async function postProbe(
  url: string,
  { token, ...limits }: AttemptOptions & { readonly token: string | undefined },
): Promise<PostVerdict> {
  const authorization = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const forms = [
    { 'Content-Type': 'application/octet-stream', [headerLengthName]: String(emptyRequest.byteLength) },
    { 'Content-Type': 'application/json' },
  ];
  for (const form of forms) {
    try {
      const init = { method: 'POST', headers: { ...form, ...authorization }, body: emptyRequest };
      const outcome = await exchange(fetch, `${url}${pathOf(noModel)}/infer`, init, { ...limits, maxBytes });
      if (outcome.kind === 'answered') return 'read';
    } catch {
      limits.signal?.throwIfAborted();
      return 'timeout';
    }
  }
  return 'refused';
}
