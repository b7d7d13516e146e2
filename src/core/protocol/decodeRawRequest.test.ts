import { expect, test } from 'vitest';
import { decodeRawRequest } from './decodeRawRequest.ts';
import type { TensorSpec } from './tensor.ts';

const specOf = (shape: readonly number[], datatype: TensorSpec['datatype'] = 'INT16'): TensorSpec => ({
  name: 'x',
  datatype,
  shape,
});
const body = new Uint8Array(Int16Array.of(1, 2, 3, 4, 5, 6).buffer);

test.each<[readonly number[], readonly number[]]>([
  [
    [-1, -1],
    [1, 6],
  ],
  [
    [-1, 2, -1],
    [1, 2, 3],
  ],
  [
    [-1, 3, 2],
    [1, 3, 2],
  ],
  [
    [2, 3],
    [2, 3],
  ],
  [[6], [6]],
])('one row of %j is %j', (spec, shape) => {
  expect(decodeRawRequest(body, [specOf(spec)])).toEqual({
    isBinaryOutput: true,
    inputs: { x: { datatype: 'INT16', shape, data: Int16Array.of(1, 2, 3, 4, 5, 6) } },
  });
});

test.each<[string, readonly TensorSpec[]]>([
  ['two free dimensions', [specOf([-1, -1, -1])]],
  ['other bytes than a row has', [specOf([-1, 5])]],
  ['bytes that fill no free dimension', [specOf([-1, 5, -1])]],
  ['texts', [specOf([-1], 'BYTES')]],
  ['two inputs', [specOf([-1, 6]), specOf([-1, 6])]],
  ['no input', []],
])('%s are refused', (_, inputs) => {
  expect(() => decodeRawRequest(body, inputs)).toThrow(expect.objectContaining({ code: 'bad-input' }));
});
