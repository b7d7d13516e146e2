import { describe, expect, test } from 'vitest';
import type { VersionConfig } from '../repository/modelConfig.ts';
import { listThreadCounts, planCandidates } from './planCandidates.ts';

const sha256 = '0'.repeat(64);
const variant = (name: string, accuracy?: number): VersionConfig['variants'][number] => ({
  name,
  file: `1/${name}.onnx`,
  sizeBytes: 1,
  sha256,
  ...(accuracy === undefined ? {} : { accuracy }),
});

const safe = { variant: 'fp32', backend: 'wasm', threads: 2 } as const;
const options = { safe, threadCounts: [1, 2], hasAdapter: true };
const version = (...variants: VersionConfig['variants']): VersionConfig => ({
  version: '1',
  default: 'fp32',
  variants,
});

describe('planCandidates', () => {
  test('lists variants, backends and threads, the safe default first', () => {
    const plans = planCandidates(version(variant('int8', 0.97), variant('fp32', 0.97)), options);
    expect(plans.map(({ variant: name, backend, threads }) => `${name} ${backend} ${threads}`)).toEqual([
      'fp32 wasm 2',
      'fp32 wasm 1',
      'fp32 webgpu 1',
      'int8 wasm 1',
      'int8 wasm 2',
      'int8 webgpu 1',
    ]);
    expect(plans.every(({ refusal }) => refusal === undefined)).toBe(true);
  });

  test.each([
    [0.97, 0.965, undefined, undefined],
    [0.97, 0.9649, undefined, 'its stated accuracy of 0.9649'],
    [0.97, 0.93, 0.05, undefined],
    [0.97, undefined, undefined, 'not stated'],
    [undefined, undefined, undefined, undefined],
    [undefined, 0.1, undefined, undefined],
  ])('default %s against %s with a budget of %s: %s', (own, other, accuracyBudget, refusal) => {
    const plans = planCandidates(version(variant('fp32', own), variant('int8', other)), {
      ...options,
      ...(accuracyBudget === undefined ? {} : { accuracyBudget }),
    });
    const [plan, ...rest] = plans.filter(({ variant: name }) => name === 'int8');
    if (refusal === undefined) expect(plan?.refusal).toBeUndefined();
    else expect([plan?.refusal, rest]).toEqual([expect.stringContaining(refusal), []]);
  });

  test('says that there is no adapter', () => {
    const plans = planCandidates(version(variant('fp32')), { ...options, hasAdapter: false });
    expect(plans.find(({ backend }) => backend === 'webgpu')?.refusal).toContain('no WebGPU adapter');
  });
});

test.each([
  [2, true, [1, 2]],
  [1, true, [1]],
  [16, true, [1, 2, 8]],
  [16, false, [1]],
])('%i cores, isolated %s: threads %j', (cores, isIsolated, counts) => {
  expect(listThreadCounts({ cores, isIsolated })).toEqual(counts);
});
