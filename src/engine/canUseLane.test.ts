import { describe, expect, test } from 'vitest';
import type { InstanceReport, InstanceSpec } from '../core/ports.ts';
import { maxLaneRow } from '../platform/workers/laneInput.ts';
import { canUseLane } from './canUseLane.ts';

const report: InstanceReport = {
  inputs: [{ name: 'x', datatype: 'FP32', shape: [-1, 1, 28, 28] }],
  outputs: [{ name: 'scores', datatype: 'FP32', shape: [-1, 10] }],
  batching: 'independent',
  costs: [{ rowShapes: [[1, 28, 28]], points: [{ rows: 1, ms: 0.7 }] }],
  threads: 1,
  backend: 'wasm',
};
const spec: InstanceSpec = {
  model: 'digits',
  variant: 'fp32',
  file: { url: 'https://example.test/model.onnx', sizeBytes: 1, sha256: '' },
  backend: 'wasm',
  threads: 1,
  maxBatch: 32,
};
const textFeatures = { kind: 'text-features', bits: 8, nmax: 3, maxIds: 8, buckets: [8] } as const;
const input = (shape: readonly number[], datatype: 'FP32' | 'UINT8' = 'FP32'): Partial<InstanceReport> => ({
  inputs: [{ name: 'x', datatype, shape }],
});
const output = (datatype: 'FP32' | 'FP16'): Partial<InstanceReport> => ({
  outputs: [{ name: 'scores', datatype, shape: [-1, 10] }],
});
const runMs = (ms: number): Partial<InstanceReport> => ({
  costs: [{ rowShapes: [[1, 28, 28]], points: [{ rows: 1, ms }] }],
});

describe('canUseLane', () => {
  test.each([
    ['one short run of a row', {}, true],
    ['a batch of one', input([1, 784]), true],
    ['a batch of four', input([4, 784]), false],
    ['a row of any length', input([-1, -1]), false],
    ['a row as long as the lane', input([-1, maxLaneRow]), true],
    ['a longer row', input([-1, maxLaneRow + 1]), false],
    ['bytes', input([-1, 784], 'UINT8'), false],
    ['scores of half precision', output('FP16'), false],
    ['two inputs', { inputs: [...report.inputs, ...report.inputs] }, false],
    [
      'scores that are not the first output',
      { outputs: [{ name: 'label', datatype: 'INT64', shape: [-1] }, ...report.outputs] },
      false,
    ],
    ['a longer run', runMs(2.1), false],
    ['a run that was never timed', { costs: [] }, false],
  ] as const)('%s', (_, change, expected) => {
    const changed = { ...report, ...change };
    expect(canUseLane({ isClassifier: true, report: changed, spec, text: undefined })).toBe(expected);
  });

  test('what gives no scores has none, a model of text features always', () => {
    expect(canUseLane({ isClassifier: false, report, spec, text: undefined })).toBe(false);
    expect(canUseLane({ isClassifier: true, report, spec: { ...spec, textFeatures }, text: undefined })).toBe(
      true,
    );
  });
});
