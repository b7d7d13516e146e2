import { Worker as Thread } from 'node:worker_threads';

/** A thread of Node that its owner handles as a browser's worker. Its end counts as an error: nothing else tells of it. */
export function spawnThread(script: URL): Worker {
  const thread = new Thread(script, { name: 'nearside-inference' });
  const facade: Pick<Worker, 'onmessage' | 'onerror' | 'onmessageerror' | 'postMessage' | 'terminate'> = {
    onmessage: null,
    onerror: null,
    onmessageerror: null,
    postMessage: (message: unknown, transfer: unknown = []) => {
      thread.postMessage(message, transfer as ArrayBuffer[]);
    },
    terminate: () => {
      void thread.terminate();
    },
  };
  const worker = facade as Worker;
  const die = (message: string): void => {
    worker.onerror?.({ message, preventDefault: () => undefined } as ErrorEvent);
  };
  thread.on('message', (data: unknown) => {
    worker.onmessage?.({ data } as MessageEvent);
  });
  thread.on('messageerror', () => {
    worker.onmessageerror?.({ data: undefined } as MessageEvent);
  });
  thread.on('error', (error) => {
    die(error.message);
  });
  thread.on('exit', () => {
    die('The thread ended.');
  });
  return worker;
}
