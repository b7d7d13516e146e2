import { expect, test } from 'vitest';
import type { Datatype } from '../../../client/index.ts';
import { fillTensor } from './fillTensor.ts';

const dataOf = (datatype: Datatype, values: readonly string[]) => {
  const filled = fillTensor(datatype, [values.length], values);
  return filled.kind === 'tensor' ? filled.tensor.data : filled.message;
};

test('every datatype is carried by its own array', () => {
  expect(dataOf('BOOL', ['true', '0', '1'])).toEqual(new Uint8Array([1, 0, 1]));
  expect(dataOf('UINT8', ['255', '1e2'])).toEqual(new Uint8Array([255, 100]));
  expect(dataOf('INT8', ['-128'])).toEqual(new Int8Array([-128]));
  expect(dataOf('INT32', ['-2147483648'])).toEqual(new Int32Array([-2147483648]));
  expect(dataOf('INT64', ['9007199254740993'])).toEqual(new BigInt64Array([9007199254740993n]));
  expect(dataOf('UINT64', ['18446744073709551615'])).toEqual(new BigUint64Array([2n ** 64n - 1n]));
  expect(dataOf('FP16', ['1', '-2'])).toEqual(new Uint16Array([0x3c00, 0xc000]));
  expect(dataOf('FP32', ['0.5'])).toEqual(new Float32Array([0.5]));
  expect(dataOf('FP64', ['1e300'])).toEqual(new Float64Array([1e300]));
  expect(dataOf('BYTES', ['a', 'ü'])).toEqual(['a', 'ü']);
});

test.each<[Datatype, string]>([
  ['UINT8', '256'],
  ['UINT8', '-1'],
  ['INT8', '1.5'],
  ['BOOL', '2'],
  ['INT64', '9223372036854775808'],
  ['FP32', 'NaN'],
  ['FP32', 'Infinity'],
  ['FP32', 'one'],
  ['INT32', ''],
])('%s does not take %j, and says which value it was', (datatype, value) => {
  expect(fillTensor(datatype, [2], ['1', value])).toMatchObject({
    kind: 'unfit',
    message: expect.stringMatching(/^Expected .*value 2\.$/) as string,
  });
});
