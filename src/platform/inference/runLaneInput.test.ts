import { expect, test } from 'vitest';
import type { InstanceSpec } from '../../core/ports.ts';
import { runLaneInput } from './runLaneInput.ts';
import type { Session, SessionInput } from './session.ts';

const marks = { computeStartAt: 1, computeInputEndAt: 2, computeOutputStartAt: 3, computeEndAt: 4 };
const spec: InstanceSpec = {
  model: 'toy',
  variant: 'fp32',
  file: { url: 'https://example.test/model.onnx', sizeBytes: 1, sha256: '' },
  backend: 'wasm',
  threads: 1,
  maxBatch: 4,
};
const textFeatures = { kind: 'text-features', bits: 8, nmax: 3, maxIds: 8, buckets: [8] } as const;
const rowOf = (...values: number[]) => ({ kind: 'row', values: Float32Array.from(values) }) as const;

function sessionOf(
  shape: readonly number[],
  datatype: 'FP32' | 'INT32',
): Session & { readonly ran: SessionInput[] } {
  const ran: SessionInput[] = [];
  return {
    ran,
    inputs: [{ name: 'x', datatype, shape }],
    outputs: [{ name: 'y', datatype: 'FP32', shape: [-1, 1] }],
    run: ([input]) => {
      ran.push(input as SessionInput);
      return Promise.resolve({
        outputs: [{ datatype: 'FP32', shape: [1, 1], data: Float32Array.of(7) }],
        marks,
      });
    },
  };
}

test('a row runs alone in the shape of the input, a text by its features', async () => {
  const rows = sessionOf([-1, 2, 2], 'FP32');
  expect(await runLaneInput(rows, spec, rowOf(1, 2, 3, 4))).toEqual({ outputs: Float32Array.of(7), marks });
  expect(rows.ran).toEqual([{ datatype: 'FP32', shape: [1, 2, 2], data: Float32Array.of(1, 2, 3, 4) }]);
  const texts = sessionOf([-1, -1], 'INT32');
  expect(await runLaneInput(texts, { ...spec, textFeatures }, { kind: 'text', text: 'a' })).toBeDefined();
  expect(texts.ran[0]?.datatype).toBe('INT32');
  expect(texts.ran[0]?.shape[0]).toBe(1);
});

test('what the model does not take goes through the engine, which words the refusal', async () => {
  const rows = sessionOf([-1, 2], 'FP32');
  for (const input of [
    rowOf(1),
    rowOf(1, Number.NaN),
    rowOf(1, Number.POSITIVE_INFINITY),
    { kind: 'text', text: 'a' } as const,
  ])
    expect(await runLaneInput(rows, spec, input)).toBeUndefined();
  expect(
    await runLaneInput(sessionOf([-1, -1], 'INT32'), { ...spec, textFeatures }, { kind: 'text', text: '!' }),
  ).toBeUndefined();
  expect(rows.ran).toEqual([]);
  const failing: Session = { ...rows, run: () => Promise.reject(new Error('failed')) };
  expect(await runLaneInput(failing, spec, rowOf(1, 2))).toBeUndefined();
});
