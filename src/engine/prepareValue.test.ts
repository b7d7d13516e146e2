import { describe, expect, test } from 'vitest';
import type { ImageReader, InstanceReport } from '../core/ports.ts';
import type { FeaturePreprocessing, ModelConfig, Preprocessing } from '../core/repository/modelConfig.ts';
import type { Tensor, TensorSpec } from '../core/protocol/tensor.ts';
import { prepareInfer } from './prepareInfer.ts';
import { prepareRow, prepareText, prepareValue, type PredictTarget } from './prepareValue.ts';

const x: TensorSpec = { name: 'x', datatype: 'FP32', shape: [-1, 3] };
const ids: TensorSpec = { name: 'ids', datatype: 'INT64', shape: [-1, -1] };
const textFeatures: FeaturePreprocessing = {
  kind: 'text-features',
  version: 1,
  bits: 16,
  nmax: 3,
  maxIds: 64,
  buckets: [8, 64],
};

const reviewFeatures: Preprocessing = { ...textFeatures, kind: 'review-features' };

const noImages: ImageReader = { read: () => Promise.reject(new Error('no image expected')) };

function targetOf(inputs: readonly TensorSpec[], preprocessing?: Preprocessing): PredictTarget {
  const config: ModelConfig = {
    name: 'toy',
    versions: [],
    ...(preprocessing === undefined ? {} : { preprocessing }),
  };
  return { config, report: { inputs } };
}

async function tensorsOf(target: PredictTarget, value: unknown): Promise<readonly Tensor[]> {
  const input = await prepareValue(target, value, noImages);
  if (input.kind !== 'tensors') throw new Error('Expected tensors.');
  return input.tensors;
}

const badInput = (message: string): object =>
  expect.objectContaining({
    code: 'bad-input',
    message: expect.stringContaining(message) as string,
  }) as object;

describe('a row of numbers', () => {
  test.each([
    ['a list', [1, 2, 3], x, { datatype: 'FP32', shape: [1, 3], data: Float32Array.of(1, 2, 3) }],
    [
      'an array of another type',
      Float64Array.of(1, 2, 3),
      x,
      { shape: [1, 3], data: Float32Array.of(1, 2, 3) },
    ],
    [
      '64-bit integers',
      [1, -2.9],
      ids,
      { datatype: 'INT64', shape: [1, 2], data: BigInt64Array.of(1n, -2n) },
    ],
    ['big integers for floats', BigInt64Array.of(1n, 2n, 3n), x, { data: Float32Array.of(1, 2, 3) }],
    ['a fixed shape', [1, 2, 3, 4], { ...x, shape: [2, 2] }, { shape: [2, 2] }],
    ['two free dimensions', [1, 2, 3, 4], { ...x, shape: [-1, -1, 2, -1] }, { shape: [1, 2, 2, 1] }],
    ['ones and zeros', [1, 0], { ...x, datatype: 'BOOL', shape: [-1, 2] }, { data: Uint8Array.of(1, 0) }],
    ['booleans', [true, false], { ...x, datatype: 'BOOL', shape: [-1, 2] }, { data: Uint8Array.of(1, 0) }],
    ['big integers', [2n ** 53n + 1n, -1n], ids, { data: BigInt64Array.of(2n ** 53n + 1n, -1n) }],
    [
      'half precision',
      [1, -2],
      { ...x, datatype: 'FP16', shape: [-1, 2] },
      { data: Uint16Array.of(0x3c00, 0xc000) },
    ],
  ] as const)('from %s', async (_, value, spec, expected) => {
    expect(await tensorsOf(targetOf([spec]), value)).toMatchObject([expected]);
  });

  test('is copied: what the caller writes later does not count', async () => {
    const value = Float32Array.of(1, 2, 3);
    const [tensor] = await tensorsOf(targetOf([x]), value);
    value[0] = 9;
    expect(tensor?.data).toEqual(Float32Array.of(1, 2, 3));
  });

  test.each([
    ['of another length', [1, 2], [x], 'one row of 3 numbers'],
    ['with a value that is no number', [Number.NaN], [ids], 'finite numbers, got NaN'],
    [
      'too large for a byte',
      [256],
      [{ ...x, datatype: 'UINT8', shape: [-1, 1] }],
      'UINT8 can hold, got 256 at 0',
    ],
    ['below zero', [0, -1n], [{ ...ids, datatype: 'UINT64' }], 'UINT64 can hold, got -1 at 1'],
    ['too large for 64 bits', [2 ** 63], [{ ...ids, shape: [-1, 1] }], 'INT64 can hold'],
    ['too large for floats', [1e39, 0, 0], [x], 'FP32 can hold, got 1e+39'],
    ['too large for halves', [65_520], [{ ...x, datatype: 'FP16', shape: [-1, 1] }], 'FP16 can hold'],
    ['that is no truth', [2], [{ ...x, datatype: 'BOOL', shape: [-1, 1] }], 'BOOL can hold, got 2'],
    ['for two inputs', [1, 2, 3], [x, ids], 'got a row of numbers'],
    ['for text', [1, 2, 3], [{ ...x, datatype: 'BYTES' }], 'expected a BYTES tensor'],
  ] as const)('%s is refused', async (_, value, inputs, message) => {
    expect(() => prepareRow(targetOf(inputs), value)).toThrow(message);
    await expect(tensorsOf(targetOf(inputs), value)).rejects.toThrow(message);
  });
});

describe('a record', () => {
  test('gives each input its value, by name', async () => {
    const scale: TensorSpec = { name: 'scale', datatype: 'FP32', shape: [-1] };
    const words: TensorSpec = { name: 'words', datatype: 'BYTES', shape: [-1, 1] };
    const tensors = await tensorsOf(targetOf([x, scale, words]), { words: 'hi', scale: 2, x: [1, 2, 3] });
    expect(tensors).toEqual([
      { datatype: 'FP32', shape: [1, 3], data: Float32Array.of(1, 2, 3) },
      { datatype: 'FP32', shape: [1], data: Float32Array.of(2) },
      { datatype: 'BYTES', shape: [1, 1], data: ['hi'] },
    ]);
  });

  test('keeps a whole number of 64 bits, alone or in a list', async () => {
    const id: TensorSpec = { name: 'id', datatype: 'INT64', shape: [-1, 1] };
    const large = 2n ** 62n + 1n;
    for (const value of [large, [large]])
      expect(await tensorsOf(targetOf([id]), { id: value })).toMatchObject([
        { data: BigInt64Array.of(large) },
      ]);
  });

  test('takes whole tensors', async () => {
    const tensor: Tensor = { datatype: 'FP32', shape: [2, 3], data: new Float32Array(6) };
    expect(await tensorsOf(targetOf([x]), { x: tensor })).toEqual([tensor]);
  });

  test.each([
    [{ y: [1] }, 'Expected the inputs "x", got "y"'],
    [{}, 'Input "x" is missing'],
    [JSON.parse('{"__proto__": [1, 2, 3]}'), 'got "__proto__"'],
    [{ x: 'text' }, 'a tensor {datatype, shape, data}, got string'],
    [{ x: null }, 'got null'],
  ])('%j is refused', async (value: unknown, message) => {
    await expect(tensorsOf(targetOf([x]), value)).rejects.toEqual(badInput(message));
  });
});

describe('other values', () => {
  test.each([
    [null, 'got null'],
    [undefined, 'got undefined'],
    [7, 'got number'],
    [['a'], 'got a list that is not all numbers'],
    ['text', 'got a text'],
    [new Blob(['x']), 'got an image'],
  ])('%s is refused by a model of plain numbers', async (value, message) => {
    await expect(tensorsOf(targetOf([x]), value)).rejects.toEqual(badInput(message));
  });

  test('an image becomes a laid-out digit', async () => {
    const data = new Uint8Array(40 * 40 * 4).fill(255);
    for (let at = 40 * 80; at < 40 * 80 + 40; at += 4) data.set([0, 0, 0], at);
    const images: ImageReader = { read: () => Promise.resolve({ width: 40, height: 40, data }) };
    const spec: TensorSpec = { name: 'image', datatype: 'FP32', shape: [-1, 1, 28, 28] };
    const input = await prepareValue(
      targetOf([spec], { kind: 'digit', version: 1 }),
      new Blob(['x']),
      images,
    );
    expect(input).toMatchObject({ kind: 'tensors', tensors: [{ datatype: 'FP32', shape: [1, 1, 28, 28] }] });
  });
});

describe.each([textFeatures, reviewFeatures])('a text for $kind', (preprocessing) => {
  const target = targetOf([{ name: 'ids', datatype: 'INT32', shape: [-1, -1] }], preprocessing);

  test('keeps its ids while many others follow', () => {
    const first = prepareText(target, 'some words');
    const ids = first.store.slice(first.start, first.start + first.length);
    for (let count = 0; count < 3000; count += 1) prepareText(target, `other words ${count}`);
    expect(first.store.slice(first.start, first.start + first.length)).toEqual(ids);
    const again = prepareText(target, 'some words');
    expect(again.store.slice(again.start, again.start + again.length)).toEqual(ids);
    expect(ids.every((id) => id > 0)).toBe(true);
  });

  test('longer than the model takes is cut', () => {
    expect(prepareText(target, 'words and more words '.repeat(50)).length).toBe(64);
  });

  test.each(['', ' ', '123 !?'])('without a word (%j) is bad input', (text) => {
    expect(() => prepareText(target, text)).toThrow(badInput('at least one word'));
  });
});

describe('prepareInfer', () => {
  const report: InstanceReport = {
    inputs: [x, { ...x, name: 'mask', shape: [-1] }],
    outputs: ['a', 'b'].map((name) => ({ ...x, name })),
    batching: 'independent',
    costs: [],
    threads: 1,
    backend: 'wasm',
  };
  const tensor = (shape: readonly number[]): Tensor => ({
    datatype: 'FP32',
    shape,
    data: new Float32Array(shape.reduce((count, size) => count * size, 1)),
  });
  const inputs = { mask: tensor([2]), x: tensor([2, 3]) };

  test('puts inputs into the order of the session and counts rows', () => {
    expect(prepareInfer({ model: 'm', inputs }, report)).toEqual({
      tensors: [inputs.x, inputs.mask],
      rows: 2,
      outputs: [0, 1],
    });
    expect(prepareInfer({ model: 'm', inputs, outputs: [] }, report).outputs).toEqual([0, 1]);
    expect(prepareInfer({ model: 'm', inputs, outputs: ['b'] }, report).outputs).toEqual([1]);
    expect(prepareInfer({ model: 'm', inputs }, { ...report, batching: 'fixed' }).rows).toBe(1);
  });

  test.each([
    [{ inputs, parameters: { a: { b: 1 } } }, 'parameters.a: expected texts, numbers, true or false'],
    [{ inputs, parameters: ['a'] }, 'parameters: expected texts'],
    [{ inputs: { x: inputs.x } }, 'Input "mask" is missing'],
    [{ inputs: { ...inputs, y: inputs.x } }, 'got "y"'],
    [
      { inputs: { ...inputs, mask: tensor([3]) } },
      'same number of rows in every input, got 2 in "x" and 3 in "mask"',
    ],
    [{ inputs: { mask: tensor([0]), x: tensor([0, 3]) } }, 'at least one row'],
    [{ inputs, outputs: ['c'] }, 'Expected outputs among "a", "b", got "c"'],
    [{ inputs, outputs: 'a' }, 'a list of names'],
  ])('refuses %j', (request, message) => {
    expect(() =>
      prepareInfer({ model: 'm', ...request } as Parameters<typeof prepareInfer>[0], report),
    ).toThrow(badInput(message));
  });
});
