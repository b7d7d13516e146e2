import { ChurningMap } from '../../core/collections/churningMap.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

const waiting = new ChurningMap<EventTarget | null, Waiting>();

/**
 * What a request gives; rejects with its error. One function listens to all requests: a browser collects a request late, and what listens
 * to it with it, so that listeners of their own would live through many collections and make each of them longer.
 */
export function settleRequest<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise<Value>((resolve, reject) => {
    waiting.set(request, { resolve: resolve as Waiting['resolve'], reject });
    request.onsuccess = settle;
    request.onerror = settle;
  });
}

function settle({ type, target }: Event): void {
  const request = target as IDBRequest<unknown>;
  const caller = waiting.take(request);
  if (type === 'success') caller?.resolve(request.result);
  else caller?.reject(request.error);
}
