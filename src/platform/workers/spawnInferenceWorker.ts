/** A fresh realm for one session. */
export function spawnInferenceWorker(): Worker {
  return new Worker(new URL('../../../workers/inference.worker.ts', import.meta.url), {
    type: 'module',
    name: 'nearside-inference',
  });
}
