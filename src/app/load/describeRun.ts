import type { LoadPlan } from '../../client/index.ts';
import { formatCount } from '../formats/formatCount.ts';
import { scenarioOf } from './scenarios.ts';

export function targetName({ target = 'nearside' }: LoadPlan): string {
  return target === 'naive' ? 'naive page' : 'Nearside';
}

/** "Random arrivals, 50/s, 10 s, in time within 100 ms". */
export function describePlan(plan: LoadPlan): string {
  const { scenario, seconds, rate, concurrency, sloMs, distinctInputs, options } = plan;
  const { title, fields } = scenarioOf(scenario);
  const parts = [title];
  if (fields.includes('rate')) {
    if (rate !== undefined) parts.push(`${formatCount(rate)}/s`);
    else if (scenario !== 'find-peak') parts.push('10/s');
  }
  if (fields.includes('concurrency')) parts.push(`${formatCount(concurrency ?? 8)} outstanding`);
  parts.push(`${formatCount(seconds)} s`);
  if (sloMs !== undefined) parts.push(`in time within ${formatCount(sloMs)} ms`);
  if (distinctInputs !== undefined) parts.push(`${formatCount(distinctInputs)} different inputs`);
  if (options?.cache === 'use') parts.push('through the cache');
  return parts.join(', ');
}
