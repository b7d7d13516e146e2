import { spawnWorker } from './spawnWorker.ts';

/** A realm for one stranger's model, to be thrown away. */
export function spawnTrialWorker(): Worker {
  return spawnWorker(
    import.meta.url,
    () =>
      new Worker(new URL('../../../workers/trial.worker.ts', import.meta.url), {
        type: 'module',
        name: 'nearside-trial',
      }),
  );
}
