import { expect, test } from 'vitest';
import { inspectOnnx } from './inspectOnnx.ts';
import { parseOnnx } from './parseOnnx.ts';
import * as strange from './testing/strangeModels.ts';
import { types, writeOnnx } from './testing/writeOnnx.ts';

function inspect(bytes: Uint8Array): ReturnType<typeof inspectOnnx> {
  return inspectOnnx(parseOnnx(bytes));
}

test('initializers that are listed as inputs are none', () => {
  expect(inspect(strange.fixedClassifier())).toMatchObject({
    irVersion: 3,
    producer: 'nearside-tests',
    inputs: [{ name: 'x', kind: 'tensor', elementType: 'float32', datatype: 'FP32', shape: [1, 1, 8, 8] }],
    outputs: [{ name: 'scores', shape: [1, 5] }],
    initializers: { count: 2, sizeBytes: 1296, largestElements: 320, byType: { int64: 16, float32: 1280 } },
    quantization: 'none',
    precision: 'fp32',
    producers: { scores: 'MatMul' },
  });
});

test('operators are counted by domain, those of functions and inner graphs too, the commonest first', () => {
  expect(inspect(strange.functionChain(3)).operators).toEqual([
    { domain: 'local', name: 'f0', count: 1 },
    { domain: 'local', name: 'f1', count: 1 },
    { domain: 'local', name: 'f2', count: 1 },
    { domain: '', name: 'Neg', count: 1 },
  ]);
  expect(inspect(strange.functionChain(2)).functions).toEqual(['local:f0', 'local:f1']);
  expect(inspect(strange.endlessLoop()).operators.map(({ name }) => name)).toEqual([
    'Loop',
    'Identity',
    'Sin',
  ]);
});

test('weights of few bits that plain operators scale are quantized as well', () => {
  const bytes = writeOnnx({
    nodes: [
      { operator: 'Cast', inputs: ['w'], outputs: ['wide'], attributes: { to: types.float } },
      { operator: 'MatMul', inputs: ['x', 'wide'], outputs: ['y'] },
    ],
    inputs: [{ name: 'x', type: types.float, shape: ['N', 4] }],
    outputs: [{ name: 'y', type: types.float, shape: ['N', 2] }],
    initializers: [{ name: 'w', type: types.int8, dims: [4, 2], data: new Int8Array(8) }],
  });
  expect(inspect(bytes)).toMatchObject({ precision: 'int8', quantization: 'weights' });
});

test.each([
  ['none', strange.linear, 'none', []],
  ['scales of the batch', strange.dynamicallyQuantized, 'dynamic', ['DynamicQuantizeLinear']],
  ['packed weights', () => withOperators('MatMulNBits'), 'weights', []],
  ['weights alone', () => withOperators('DequantizeLinear'), 'weights', []],
  ['scales in the file', () => withOperators('QuantizeLinear', 'DequantizeLinear'), 'static', []],
  ['whole-number operators', () => withOperators('QLinearConv'), 'static', []],
] as const)('quantization by %s', (_, make, quantization, couplingOperators) => {
  expect(inspect(make())).toMatchObject({ quantization, couplingOperators });
});

test('precision is that of most bytes of the weights', () => {
  const weights = (type: 1 | 3 | 10, bytes: number) =>
    ({ name: `w${type}`, type, dims: [bytes], data: new Uint8Array(bytes) }) as const;
  const of = (...initializers: ReturnType<typeof weights>[]) =>
    inspect(writeOnnx({ nodes: [], inputs: [], outputs: [{ name: 'y', type: types.float }], initializers }))
      .precision;
  expect(of()).toBe('fp32');
  expect(of(weights(10, 40), weights(1, 10))).toBe('fp16');
  expect(of(weights(3, 400), weights(1, 10))).toBe('int8');
  expect(inspect(withOperators('MatMulNBits')).precision).toBe('int4');
});

test('data beside the model is named once', () => {
  expect(inspect(strange.withExternalData().model).externalFiles).toEqual(['weights.bin']);
});

function withOperators(...operators: readonly string[]): Uint8Array {
  return writeOnnx({
    nodes: operators.map((operator) => ({ operator, inputs: ['x'], outputs: ['y'] })),
    inputs: [{ name: 'x', type: types.float }],
    outputs: [{ name: 'y', type: types.float }],
  });
}
