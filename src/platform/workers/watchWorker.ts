import { takeMessage } from './takeMessage.ts';
import type { InstanceNotice } from './instanceMessages.ts';
import { awaitDeath } from './lifeLock.ts';

export interface WorkerEvents {
  onMessage(notice: InstanceNotice): void;
  onDeath(reason: string): void;
}

/** Before its first message nothing tells a worker that will never start. */
const startLimitMs = 10_000;

/**
 * Listens to a worker and to its death: the worker holds a Web Lock for life, and whoever waits for it gets it when the worker
 * is gone, however that happened. Errors on its thread count as death too. Returns the undo.
 */
export function watchWorker(worker: Worker, lockName: string, events: WorkerEvents): () => void {
  const abort = new AbortController();
  const die = (reason: string): void => {
    if (!abort.signal.aborted) events.onDeath(reason);
  };
  const startTimer = setTimeout(() => {
    die('The worker did not start.');
  }, startLimitMs);
  abort.signal.addEventListener('abort', () => {
    clearTimeout(startTimer);
  });
  worker.onmessage = (event: MessageEvent<InstanceNotice>) => {
    if (abort.signal.aborted) return;
    const notice = takeMessage(event);
    if (notice.kind === 'alive') {
      clearTimeout(startTimer);
      awaitDeath(lockName, abort.signal, () => {
        die('The worker ended.');
      });
    }
    events.onMessage(notice);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    die(event.message === '' ? 'The worker script could not be loaded.' : event.message);
  };
  worker.onmessageerror = () => {
    die('A message of the worker could not be read.');
  };
  return () => {
    abort.abort();
  };
}
