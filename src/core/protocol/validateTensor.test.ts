import { describe, expect, test } from 'vitest';
import { datatypes, elementSizeBytes, viewTensorData, type Tensor } from './tensor.ts';
import { tensorSizeBytes, validateTensor } from './validateTensor.ts';

const spec = { name: 'x', datatype: 'FP32', shape: [-1, 2] } as const;
const good: Tensor = { datatype: 'FP32', shape: [2, 2], data: new Float32Array(4) };

describe('validateTensor', () => {
  test.each(datatypes)('takes %s in the array that carries it', (datatype) => {
    const data =
      datatype === 'BYTES'
        ? ['a', 'b']
        : viewTensorData(datatype, new ArrayBuffer(2 * elementSizeBytes(datatype)!));
    expect(() => {
      validateTensor('x', { datatype, shape: [2], data }, { name: 'x', datatype, shape: [-1] });
    }).not.toThrow();
  });

  test('takes no rows, and a scalar', () => {
    validateTensor('x', { ...good, shape: [0, 2], data: new Float32Array(0) }, spec);
    validateTensor('x', { ...good, shape: [], data: new Float32Array(1) }, { ...spec, shape: [] });
  });

  test.each([
    ['a tensor {datatype, shape, data}, got null', null],
    ['a tensor {datatype, shape, data}, got number', 7],
    ['a datatype of BOOL, ', { ...good, datatype: 'FLOAT' }],
    ['a datatype of BOOL, ', { ...good, datatype: undefined }],
    ['datatype FP32, got FP64', { ...good, datatype: 'FP64' }],
    ['shape [-1, 2] of non-negative integers, got nothing', { ...good, shape: undefined }],
    ['of non-negative integers, got [-1,2]', { ...good, shape: [-1, 2] }],
    ['of non-negative integers, got [1.5,2]', { ...good, shape: [1.5, 2] }],
    ['shape [-1, 2], got [4]', { ...good, shape: [4] }],
    ['shape [-1, 2], got [2, 3]', { ...good, shape: [2, 3] }],
    ['shape [-1, 2], got [1, 2, 2]', { ...good, shape: [1, 2, 2] }],
    ['FP32 data as Float32Array, got Array', { ...good, data: [1, 2, 3, 4] }],
    ['FP32 data as Float32Array, got Float64Array', { ...good, data: new Float64Array(4) }],
    ['FP32 data as Float32Array, got undefined', { ...good, data: undefined }],
    ['4 elements for shape [2, 2], got 3', { ...good, data: new Float32Array(3) }],
  ])('says: expected %s', (message, tensor) => {
    const check = (): void => {
      validateTensor('x', tensor as Tensor, spec);
    };
    expect(check).toThrow(expect.objectContaining({ code: 'bad-input' }) as Error);
    expect(check).toThrow(message);
    expect(check).toThrow('Input "x": expected ');
  });

  test('refuses a buffer that was given away', () => {
    const data = new Float32Array(4);
    structuredClone(data, { transfer: [data.buffer] });
    expect(() => {
      validateTensor('x', { ...good, data }, spec);
    }).toThrow('got 0');
  });

  test('refuses BYTES that are no strings', () => {
    const tensor = { datatype: 'BYTES', shape: [2], data: ['a', 7] } as unknown as Tensor;
    expect(() => {
      validateTensor('x', tensor, { name: 'x', datatype: 'BYTES', shape: [-1] });
    }).toThrow('strings as BYTES elements, got number');
  });
});

test.each([
  ['FP32', [2, 3], 24],
  ['INT64', [4], 32],
  ['FP16', [], 2],
  ['BYTES', [4], 0],
  ['UINT8', [0, 9], 0],
] as const)('a %s tensor of shape %j takes %d bytes', (datatype, shape, bytes) => {
  expect(tensorSizeBytes(datatype, shape)).toBe(bytes);
});
