import { spawnWorker } from './spawnWorker.ts';

/** What a page without a model server would start. */
export function spawnNaiveWorker(): Worker {
  return spawnWorker(
    import.meta.url,
    () =>
      new Worker(new URL('../../../workers/naive.worker.ts', import.meta.url), {
        type: 'module',
        name: 'nearside-naive',
      }),
  );
}
