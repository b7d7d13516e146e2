import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { parseOnnx } from '../../core/repository/onnx/parseOnnx.ts';
import * as strange from '../../core/repository/onnx/testing/strangeModels.ts';
import { types, writeOnnx } from '../../core/repository/onnx/testing/writeOnnx.ts';
import { unlockBatch } from '../../core/repository/onnx/unlockBatch.ts';
import { makePlannedInputs } from '../inference/makePlannedInputs.ts';
import { provedRows, proveBatching } from '../inference/proveBatching.ts';
import { createSession, type Session } from '../inference/session.ts';
import type { OrtModule } from '../ort/loadOrt.ts';
import { findSample } from './findSample.ts';
import { isUnlocked } from './unlockSession.ts';

let ort: OrtModule;

beforeAll(async () => {
  ort = await import('onnxruntime-web/wasm');
  ort.env.logLevel = 'fatal';
  ort.env.wasm.numThreads = 1;
}, 60_000);

async function open(bytes: Uint8Array): Promise<Session> {
  return await createSession(ort, bytes, { model: 'strange', backend: 'wasm' });
}

/** A type of numbers that the protocol has no name for. */
function brainFloat(): Uint8Array {
  const value = (name: string) => ({ name, type: types.bfloat16, shape: ['N', 2] });
  return writeOnnx({
    nodes: [{ operator: 'Identity', inputs: ['x'], outputs: ['y'] }],
    inputs: [value('x')],
    outputs: [value('y')],
  });
}

const search = { onTry: () => undefined, onFailure: () => false };

test.each([
  ['linear', () => strange.linear(), 'independent'],
  ['linear with an unnamed batch', () => strange.linear({ batch: null }), 'independent'],
  ['linear with a batch of −1', () => strange.linear({ batch: -1 }), 'independent'],
  ['linear with a batch without a name', () => strange.linear({ batch: '' }), 'independent'],
  ['coupled', () => strange.coupled(), 'coupled'],
  ['dynamically quantized', () => strange.dynamicallyQuantized(), 'coupled'],
  ['half precision', () => strange.halfPrecision(), 'independent'],
  ['three outputs, one a count', () => strange.threeOutputs(), 'fixed'],
  ['scalars', () => strange.scalars(), 'fixed'],
  ['texts', () => strange.texts(), 'independent'],
  ['embedding', () => strange.embedding(), 'independent'],
  ['embedding of one id', () => strange.embedding({ size: 1 }), 'independent'],
  ['square', () => strange.square(), 'fixed'],
  ['fixed classifier', () => strange.fixedClassifier(), 'fixed'],
  ['sequence beside a tensor', () => strange.sequenceOutput({ hasTensor: true }), 'independent'],
] as const)('%s: the verdict on its batches is right', async (_, make, verdict) => {
  const session = await open(make());
  const sample = await findSample(session, search);
  const rows = makePlannedInputs(session.inputs, sample, provedRows);
  expect(await proveBatching(session, rows)).toBe(verdict);
});

test.each([
  ['a small table', 5, 2],
  ['a large table', 5000, 1000],
])('ids stay within %s and are as different as it bears', async (_, size, limit) => {
  const sample = await findSample(await open(strange.embedding({ size })), search);
  expect(sample).toMatchObject({ kind: 'made', values: 'varied', limits: limit === 2 ? {} : { ids: limit } });
});

test('a model that nothing runs on has no sample, and no batch', async () => {
  const session = await open(strange.square());
  const never: Session = { ...session, run: () => Promise.reject(new Error('no')) };
  expect(await findSample(never, search)).toEqual({ kind: 'none' });
});

test('dimensions that have to be of one size are found', async () => {
  const session = await open(strange.threeOutputs());
  expect(await findSample(session, search)).toMatchObject({ kind: 'made' });
});

test.each([
  ['with a Reshape to one row', () => strange.fixedClassifier(), true],
  ['that turns its row into columns', () => strange.fixedForGood(), false],
])('a model for one row %s', async (_, make, isRight) => {
  const bytes = make();
  const original = await open(bytes);
  const sample = await findSample(original, search);
  const rewritten = unlockBatch(bytes, parseOnnx(bytes));
  expect(rewritten).toBeDefined();
  const result = await open(rewritten!).then(
    (session) => isUnlocked(original, session, sample),
    () => false,
  );
  expect(result).toBe(isRight);
});

test('a model in the format of the runtime answers as its ONNX does, and stays fixed', async () => {
  const folder = new URL('../../core/repository/onnx/testing/', import.meta.url);
  const [session, twin] = [
    await open(readFileSync(new URL('fixedClassifier.ort', folder))),
    await open(strange.fixedClassifier()),
  ];
  const sample = await findSample(session, search);
  expect(await proveBatching(session, makePlannedInputs(session.inputs, sample, provedRows))).toBe('fixed');
  const inputs = makePlannedInputs(session.inputs, sample) ?? [];
  const [own] = (await session.run(inputs, [0])).outputs;
  const [other] = (await twin.run(inputs, [0])).outputs;
  expect(own?.shape).toEqual([1, 5]);
  for (const [index, score] of (own?.data as Float32Array).entries())
    expect(score).toBeCloseTo((other?.data as Float32Array)[index]!, 4);
});

test.each([
  ['a free batch', () => strange.linear()],
  ['another first dimension', () => strange.scalars()],
  ['a count beside the rows', () => strange.threeOutputs()],
])('a model with %s is not rewritten', (_, make) => {
  const bytes = make();
  expect(unlockBatch(bytes, parseOnnx(bytes))).toBeUndefined();
});

test.each([
  ['an operator of nobody', () => strange.unknownOperator(), 'unsupported'],
  ['an operator that ONNX has not', () => strange.unknownOperator({ domain: '' }), 'unsupported'],
  ['numbers that have no name here', () => brainFloat(), 'unsupported'],
  ['nothing but a sequence to give', () => strange.sequenceOutput({ hasTensor: false }), 'unsupported'],
  ['a chain of 3000 functions', () => strange.functionChain(3000), 'model-load'],
  ['more weights than it has', () => strange.boastful(), 'model-load'],
  ['data beside it that is not there', () => strange.withExternalData().model, 'model-load'],
] as const)('a model with %s is refused', async (_, make, code) => {
  await expect(open(make())).rejects.toMatchObject({ name: 'NearsideError', code });
});

test('an operator that nobody knows is named', async () => {
  await expect(open(strange.unknownOperator())).rejects.toThrow(
    '"strange" needs the operator Conjure of com.example, which the runtime does not have.',
  );
});

test('a sequence is named among what cannot be fetched', async () => {
  const session = await open(strange.sequenceOutput({ hasTensor: true }));
  expect(session.outputs.map(({ name }) => name)).toEqual(['y']);
  expect(session.unfetchable).toEqual(['pieces']);
});
