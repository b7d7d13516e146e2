import type { LoadPlan } from '../../core/load/loadPlan.ts';
import type { Nearside } from '../nearside.ts';
import { createNearsideTarget } from './createNearsideTarget.ts';
import { chooseLoadInputs } from './loadInputs.ts';
import type { LoadTarget } from './loadTarget.ts';

/** What a plan sends to, ready to answer. Rejects with `not-found` for an unknown model, or as loading it does. */
export async function openLoadTarget(
  nearside: Nearside,
  repositoryUrl: string,
  plan: LoadPlan,
  signal: AbortSignal,
): Promise<LoadTarget> {
  const model = await nearside.models.load(plan.model);
  const inputs = await chooseLoadInputs(nearside, model, plan);
  if (plan.target !== 'naive') return createNearsideTarget(nearside, model, inputs, plan);
  const { createNaiveTarget } = await import('./createNaiveTarget.ts');
  return await createNaiveTarget(repositoryUrl, model, inputs, signal);
}
