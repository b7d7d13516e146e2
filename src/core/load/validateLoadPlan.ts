import { NearsideError } from '../errors.ts';
import type { RequestOptions } from '../protocol/inference.ts';
import { showValue } from '../showValue.ts';
import { defaultRate, loadScenarios, loadTargets, type LoadPlan } from './loadPlan.ts';
import { expectArrivals, spikeSpans } from './makeArrivals.ts';

export const loadLimits = {
  seconds: 3600,
  rate: 200_000,
  concurrency: 65_536,
  sloMs: 600_000,
  /** Their times are kept in memory from the start. */
  arrivals: 20_000_000,
} as const;

/** The plan as plain data: without a signal, which is for the run, and without anything unknown. Throws `bad-input` saying what was expected and what came. */
export function validateLoadPlan(given: unknown): LoadPlan {
  if (typeof given !== 'object' || given === null) throw wrong('plan', 'an object', given);
  const fields = given as Readonly<Record<string, unknown>>;
  const plan: LoadPlan = {
    model: expectName(fields['model']),
    scenario: expectOneOf('scenario', fields['scenario'], loadScenarios),
    seconds: expectWithin('seconds', fields['seconds'], loadLimits.seconds),
    ...optional('target', fields['target'], (value) => expectOneOf('target', value, loadTargets)),
    ...optional('rate', fields['rate'], (value) => expectWithin('rate', value, loadLimits.rate)),
    ...optional('concurrency', fields['concurrency'], (value) =>
      expectWhole('concurrency', value, 1, loadLimits.concurrency),
    ),
    ...optional('sloMs', fields['sloMs'], (value) => expectWithin('sloMs', value, loadLimits.sloMs)),
    ...optional('seed', fields['seed'], (value) => expectWhole('seed', value, 0, Number.MAX_SAFE_INTEGER)),
    ...optional('distinctInputs', fields['distinctInputs'], (value) =>
      expectWhole('distinctInputs', value, 1, Number.MAX_SAFE_INTEGER),
    ),
    ...optional('options', fields['options'], expectOptions),
  };
  const { scenario, seconds, rate = defaultRate } = plan;
  const spans = scenario === 'spike' ? spikeSpans(rate, seconds) : [{ rate, seconds }];
  const isOpen = scenario === 'spike' || scenario === 'server';
  if (isOpen && expectArrivals(spans) > loadLimits.arrivals) {
    throw wrong('rate × seconds', `at most ${loadLimits.arrivals} requests`, expectArrivals(spans));
  }
  return plan;
}

function optional<Key extends string, Value>(
  key: Key,
  value: unknown,
  check: (value: unknown) => Value,
): Partial<Record<Key, Value>> {
  return value === undefined || value === null ? {} : ({ [key]: check(value) } as Record<Key, Value>);
}

function expectName(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw wrong('model', 'the name of a model', value);
  return value;
}

function expectOneOf<Value extends string>(name: string, value: unknown, known: readonly Value[]): Value {
  if (!known.includes(value as Value)) throw wrong(name, `one of ${known.join(', ')}`, value);
  return value as Value;
}

function expectWithin(name: string, value: unknown, most: number): number {
  if (typeof value !== 'number' || !(value > 0) || value > most)
    throw wrong(name, `a number above 0, at most ${most}`, value);
  return value;
}

function expectWhole(name: string, value: unknown, least: number, most: number): number {
  if (!Number.isSafeInteger(value) || (value as number) < least || (value as number) > most)
    throw wrong(name, `a whole number from ${least} to ${most}`, value);
  return value as number;
}

function expectOptions(value: unknown): NonNullable<LoadPlan['options']> {
  if (typeof value !== 'object' || value === null)
    throw wrong('options', 'an object of request options', value);
  const { deadlineMs, priority, route, cache, partition } = value as RequestOptions;
  return {
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    ...(priority === undefined ? {} : { priority }),
    ...(route === undefined ? {} : { route }),
    ...(cache === undefined ? {} : { cache }),
    ...(partition === undefined ? {} : { partition }),
  };
}

function wrong(name: string, expected: string, came: unknown): NearsideError {
  return new NearsideError('bad-input', `Load plan, ${name}: expected ${expected}, got ${showValue(came)}.`);
}
