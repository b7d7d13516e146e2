import type { LoadPlan, Nearside } from '../../../src/client/index.ts';
import { connectLoaded } from './scenario.ts';

/** Enough to fill every batch. */
export const outstanding = 256;

/** One instance, whatever the load, so that capacity is one thing. */
export async function connectSingle(model: string): Promise<Nearside> {
  const { nearside } = await connectLoaded(model);
  await nearside.settings.update({ instances: 1, batching: true });
  return nearside;
}

/** Answers per second with so many calls in flight that the engine always has work. */
export async function measureCapacity(nearside: Nearside, model: string, seconds: number): Promise<number> {
  const plan: LoadPlan = { model, scenario: 'closed-loop', seconds, concurrency: outstanding };
  return (await nearside.load.run(plan)).throughput;
}
