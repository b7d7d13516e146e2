import type { LoadPlan } from '../../core/load/loadPlan.ts';
import type { Nearside } from '../nearside.ts';
import { rejectOnAbort } from '../rejectOnAbort.ts';
import type { SpecReader } from './createNaiveTarget.ts';
import { createNearsideTarget } from './createNearsideTarget.ts';
import { chooseLoadInputs } from './loadInputs.ts';
import type { LoadTarget } from './loadTarget.ts';

/**
 * What a plan sends to, ready to answer. Rejects with `not-found` for an unknown model, or as loading it does, and with the signal's reason
 * once that is aborted: a load that others wait for goes on.
 */
export async function openLoadTarget(
  nearside: Nearside,
  readSpec: SpecReader,
  plan: LoadPlan,
  signal: AbortSignal,
): Promise<LoadTarget> {
  const model = await rejectOnAbort(nearside.models.load(plan.model), signal);
  const inputs = await rejectOnAbort(chooseLoadInputs(nearside, model, plan), signal);
  if (plan.target !== 'naive') return createNearsideTarget(nearside, model, inputs, plan);
  const { createNaiveTarget } = await import('./createNaiveTarget.ts');
  return await createNaiveTarget(readSpec, model, inputs, signal);
}
