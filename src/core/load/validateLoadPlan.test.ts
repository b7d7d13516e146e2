import { expect, test } from 'vitest';
import { NearsideError } from '../errors.ts';
import { validateLoadPlan } from './validateLoadPlan.ts';

const plan = { model: 'digits', scenario: 'server', seconds: 5 };

test('a plan comes back as it was given, without what is no plain data', () => {
  const full = {
    ...plan,
    target: 'naive',
    rate: 0.5,
    concurrency: 1,
    sloMs: 20,
    seed: 0,
    distinctInputs: 3,
    options: { deadlineMs: 5, cache: 'use' },
  };
  const signal = new AbortController().signal;
  expect(validateLoadPlan({ ...full, options: { ...full.options, signal }, other: 1 })).toEqual(full);
  expect(validateLoadPlan(plan)).toEqual(plan);
  expect(validateLoadPlan({ ...plan, seed: 1_795_500_000_000 })).toMatchObject({ seed: 1_795_500_000_000 });
});

test.each([
  ['plan', null],
  ['model', { model: '' }],
  ['model', { model: 7 }],
  ['scenario', { scenario: 'chaos' }],
  ['target', { target: 'cloud' }],
  ['seconds', { seconds: 0 }],
  ['seconds', { seconds: Number.NaN }],
  ['seconds', { seconds: '5' }],
  ['seconds', { seconds: 1e6 }],
  ['seconds', { seconds: undefined }],
  ['rate', { rate: -1 }],
  ['rate', { rate: Infinity }],
  ['rate × seconds', { rate: 1e5, seconds: 3600 }],
  ['rate × seconds', { scenario: 'spike', rate: 3000, seconds: 3600 }],
  ['concurrency', { concurrency: 1.5 }],
  ['concurrency', { concurrency: 0 }],
  ['sloMs', { sloMs: 0 }],
  ['seed', { seed: -1 }],
  ['distinctInputs', { distinctInputs: 0 }],
  ['options', { options: 5 }],
])('a wrong %s is bad input: %j', (name, wrong) => {
  const read = (): unknown => validateLoadPlan(wrong === null ? wrong : { ...plan, ...wrong });
  expect(read).toThrow(NearsideError);
  expect(read).toThrow(expect.objectContaining({ code: 'bad-input' }));
  expect(read).toThrow(new RegExp(`^Load plan, ${name}: expected .+, got .+\\.$`));
});
