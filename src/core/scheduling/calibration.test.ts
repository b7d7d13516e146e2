import { describe, expect, test } from 'vitest';
import {
  chooseCandidate,
  gainOf,
  judgeCandidates,
  mergeCurves,
  type CalibrationCandidate,
} from './calibration.ts';

const origin = { model: 'digits', version: '1' };
const limits = { cores: 2 };

function candidate(
  backend: 'wasm' | 'webgpu',
  factor: number,
  overrides: Partial<CalibrationCandidate> = {},
): CalibrationCandidate {
  const curve = [1, 2, 4, 8].map((batch) => ({ batch, ms: batch * factor }));
  return { variant: 'fp32', backend, threads: 1, ok: true, curve, ...overrides };
}

describe('judgeCandidates', () => {
  test.each([
    ['webgpu that is twice as fast', candidate('wasm', 2), candidate('webgpu', 1), 'webgpu'],
    ['wasm while webgpu is slower', candidate('wasm', 1), candidate('webgpu', 100), 'wasm'],
    ['wasm while webgpu is hardly faster', candidate('wasm', 1), candidate('webgpu', 0.95), 'wasm'],
    [
      'wasm while webgpu answers wrongly',
      candidate('wasm', 2),
      candidate('webgpu', 1, { ok: false }),
      'wasm',
    ],
    [
      'webgpu where wasm does not start',
      candidate('wasm', 2, { ok: false, curve: [] }),
      candidate('webgpu', 1),
      'webgpu',
    ],
  ])('chooses %s and says why', (_, safe, other, backend) => {
    const { chosen, why, candidates } = judgeCandidates(origin, [safe, other], limits);
    expect(chosen.backend).toBe(backend);
    expect(why).toContain(backend);
    expect(candidates).toHaveLength(2);
  });

  test('says so where nothing answers rightly, and stays with the safe default', () => {
    const broken = { ok: false, error: 'no session', curve: [] };
    const { chosen, why } = judgeCandidates(
      origin,
      [candidate('wasm', 1, broken), candidate('webgpu', 1, broken)],
      limits,
    );
    expect(chosen.backend).toBe('wasm');
    expect(why).toBe(
      'fp32 on wasm is the safe default, and nothing answered rightly here; fp32 on webgpu is out: no session.',
    );
  });

  test('a faster variant is named with what it saves, one that is out with the reason', () => {
    const int8 = candidate('wasm', 0.5, { variant: 'int8' });
    const wrong = candidate('wasm', 0.1, { variant: 'int4', ok: false, error: 'it answers wrongly' });
    const { chosen, why } = judgeCandidates(origin, [candidate('wasm', 1), int8, wrong], limits);
    expect(chosen.variant).toBe('int8');
    expect(why).toBe(
      'int8 on wasm takes 0.50 of the time of fp32 on wasm, the safe default; int4 on wasm is out: it answers wrongly.',
    );
  });

  test('compares only batch sizes that both measured', () => {
    const partial = candidate('webgpu', 1, { curve: [{ batch: 1, ms: 0.1 }] });
    expect(judgeCandidates(origin, [candidate('wasm', 1), partial], limits).chosen.backend).toBe('webgpu');
  });
});

describe('threads', () => {
  test('two have to be worth more than another instance in their place', () => {
    const one = candidate('wasm', 1);
    const two = (factor: number): CalibrationCandidate => candidate('wasm', factor, { threads: 2 });
    expect(judgeCandidates(origin, [one, two(0.75)], limits).chosen.threads).toBe(1);
    expect(judgeCandidates(origin, [one, two(0.6)], limits).chosen.threads).toBe(2);
  });

  test('what cannot run side by side anyway is not weighed', () => {
    expect(gainOf(candidate('wasm', 1), candidate('wasm', 0.5, { threads: 2 }), { cores: 1 })).toBeCloseTo(2);
  });
});

describe('chooseCandidate', () => {
  const all = [candidate('wasm', 1), candidate('wasm', 0.2, { threads: 4 }), candidate('webgpu', 0.1)];

  test('keeps to what the settings allow', () => {
    expect(chooseCandidate(all, { cores: 8 })?.backend).toBe('webgpu');
    expect(chooseCandidate(all, { cores: 8, backend: 'wasm' })?.threads).toBe(4);
    expect(chooseCandidate(all, { cores: 8, backend: 'wasm', mostThreads: 2 })?.threads).toBe(1);
    expect(chooseCandidate([candidate('webgpu', 1, { ok: false })], { cores: 8 })).toBeUndefined();
  });
});

test('of two measurements the lower time counts', () => {
  const left = [
    { batch: 1, ms: 2 },
    { batch: 2, ms: 3 },
  ];
  expect(mergeCurves(left, [{ batch: 1, ms: 1 }])).toEqual([
    { batch: 1, ms: 1 },
    { batch: 2, ms: 3 },
  ]);
});
