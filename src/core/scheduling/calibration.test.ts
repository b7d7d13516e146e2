import { describe, expect, test } from 'vitest';
import { judgeCandidates, type CalibrationCandidate } from './calibration.ts';

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
    const { chosen, why, candidates } = judgeCandidates('digits', [safe, other]);
    expect(chosen.backend).toBe(backend);
    expect(why).toContain(backend);
    expect(candidates).toHaveLength(2);
  });

  test('compares only batch sizes that both measured', () => {
    const partial = candidate('webgpu', 1, { curve: [{ batch: 1, ms: 0.1 }] });
    expect(judgeCandidates('digits', [candidate('wasm', 1), partial]).chosen.backend).toBe('webgpu');
  });
});
