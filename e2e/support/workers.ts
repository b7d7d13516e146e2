import type { Page, Worker } from '@playwright/test';

/** The scope of the engine's worker with the register of the workers it started. */
interface EngineScope {
  Worker: typeof globalThis.Worker;
  startedWorkers: globalThis.Worker[];
}

export function findEngineWorker(page: Page): Worker | undefined {
  return page.workers().find((worker) => worker.url().includes('engine.worker'));
}

/**
 * Has the engine's worker remember the workers that it starts, so that {@link killInferenceWorkers} can end them: they sleep in
 * shared memory, and nothing can be run in them from outside. Call it before the app is opened.
 */
export async function watchInferenceWorkers(page: Page): Promise<void> {
  await page.route('**/engine.worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({
      response,
      body: `(${rememberWorkers.toString()})();\n${await response.text()}`,
    });
  });
}

/**
 * The same for a page whose requests must not be intercepted: the engine's worker is told while it starts, which is before it has
 * a model to run.
 */
export function watchInferenceWorkersLate(page: Page): void {
  page.on('worker', (worker) => {
    if (worker.url().includes('engine.worker')) void worker.evaluate(rememberWorkers);
  });
}

function rememberWorkers(): void {
  const scope = globalThis as unknown as EngineScope;
  scope.startedWorkers = [];
  scope.Worker = class extends globalThis.Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      scope.startedWorkers.push(this);
    }
  };
}

/** Ends the workers remembered so far without the engine's doing; gives how many. */
export async function killInferenceWorkers(page: Page): Promise<number> {
  const engine = findEngineWorker(page);
  if (engine === undefined) return 0;
  return await engine.evaluate(() => {
    const workers = (globalThis as unknown as EngineScope).startedWorkers.splice(0);
    for (const worker of workers) worker.terminate();
    return workers.length;
  });
}

/** How many workers the engine started since those before were ended. */
export async function countInferenceWorkers(page: Page): Promise<number> {
  const engine = findEngineWorker(page);
  if (engine === undefined) return 0;
  return await engine.evaluate(() => (globalThis as unknown as EngineScope).startedWorkers.length);
}

/** Ends the engine's worker, and with it those that it started. */
export async function killEngine(page: Page): Promise<void> {
  await findEngineWorker(page)?.evaluate(() => {
    self.close();
  });
}
