import { expect, test } from 'vitest';
import type { TensorSpec } from '../protocol/tensor.ts';
import type { AddOptions } from './addOptions.ts';
import { describeAdded } from './describeAdded.ts';
import { inspectOnnx } from './onnx/inspectOnnx.ts';
import { parseOnnx } from './onnx/parseOnnx.ts';
import { linear } from './onnx/testing/strangeModels.ts';
import type { ModelInspection } from './modelInspection.ts';
import type { TrialReport } from './modelTrial.ts';
import { parseModelConfig } from './parseModelConfig.ts';

const inspection: ModelInspection = {
  ...inspectOnnx(parseOnnx(linear())),
  format: 'onnx',
  sizeBytes: 10,
  digest: 'a'.repeat(64),
};
const output: TensorSpec = { name: 'y', datatype: 'FP32', shape: [-1, 10] };

function describe(
  shape: readonly number[],
  options: AddOptions = {},
  report: Partial<TrialReport> = {},
): ReturnType<typeof parseModelConfig> {
  const found: TrialReport = {
    inspection,
    inputs: [{ name: 'x', datatype: 'FP32', shape }],
    outputs: [output],
    unfetchable: [],
    batching: 'independent',
    sample: { kind: 'made', freeSize: 4, rows: 1, values: 'varied', limits: {} },
    external: [],
    files: {},
    unkept: {},
    ...report,
  };
  return parseModelConfig(describeAdded('cat', options, found), 'cat');
}

test('what is described can be read again', () => {
  expect(describe([-1, 4], { labels: ['a'], maxBatch: 4 })).toMatchObject({
    name: 'cat',
    labels: ['a'],
    maxBatch: 4,
    task: 'tensor',
    activation: 'auto',
    added: { batching: 'independent', sample: { kind: 'made', freeSize: 4 } },
    versions: [{ version: '1', default: 'fp32', variants: [{ name: 'fp32', sizeBytes: 10 }] }],
  });
});

test('an image in and one row out is a classifier, unless it is said to be something else', () => {
  expect(describe([1, 3, 32, 32])).toMatchObject({
    task: 'image-classification',
    preprocessing: { kind: 'image' },
  });
  expect(describe([1, 3, 32, 32], { task: 'tensor' })).toMatchObject({ task: 'tensor' });
  const map = { ...output, shape: [1, 8, 32, 32] };
  expect(describe([1, 3, 32, 32], {}, { outputs: [map] })).toMatchObject({ task: 'tensor' });
  expect(describe([-1, 784])).not.toHaveProperty('preprocessing');
  expect(describe([-1, 784], { task: 'image-classification' })).toHaveProperty('preprocessing.width', 28);
});

test('scores are not made twice, unless that is asked for', () => {
  const scored = { ...inspection, producers: { y: 'Softmax' } };
  expect(describe([-1, 4], {}, { inspection: scored }).activation).toBe('none');
  expect(describe([-1, 4], { activation: 'sigmoid' }, { inspection: scored }).activation).toBe('sigmoid');
});

test('what is said of an image counts', () => {
  const image = {
    width: 8,
    height: 4,
    layout: 'nhwc',
    colors: 'bgr',
    scale: 1,
    mean: [1],
    std: [2],
  } as const;
  expect(describe([1, 4, 8, 3], { image }).preprocessing).toEqual({ kind: 'image', version: 1, ...image });
});
