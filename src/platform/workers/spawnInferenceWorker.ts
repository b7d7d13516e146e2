import { spawnWorker } from './spawnWorker.ts';

/** A fresh realm for one session. */
export function spawnInferenceWorker(): Worker {
  return spawnWorker(
    import.meta.url,
    () =>
      new Worker(new URL('../../../workers/inference.worker.ts', import.meta.url), {
        type: 'module',
        name: 'nearside-inference',
      }),
  );
}
