import { expect, test } from 'vitest';
import type { Tensor } from '../../../client/index.ts';
import { describeRange } from './describeRange.ts';

test.each<[Tensor, string]>([
  [
    { datatype: 'FP32', shape: [3], data: Float32Array.of(-2.1179, 0, 2.64) },
    'values from −2.12 to 2.64, 0.174 on average',
  ],
  [{ datatype: 'UINT8', shape: [2], data: Uint8Array.of(0, 255) }, 'values from 0 to 255, 128 on average'],
  [{ datatype: 'FP16', shape: [1], data: Uint16Array.of(0x3c00) }, 'values from 1 to 1, 1 on average'],
  [{ datatype: 'INT64', shape: [1], data: BigInt64Array.of(7n) }, 'values from 7 to 7, 7 on average'],
  [{ datatype: 'FP32', shape: [0], data: new Float32Array() }, 'no values'],
])('$1', (tensor, words) => {
  expect(describeRange(tensor)).toBe(words);
});
