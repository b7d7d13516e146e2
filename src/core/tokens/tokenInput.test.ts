import { describe, expect, test } from 'vitest';
import type { TensorSpec } from '../protocol/tensor.ts';
import { fillTokenInput, takesTokens, tokenRoleOf } from './tokenInput.ts';

const store = Int32Array.of(9, 101, 7, 8, 102, 101, 5, 102);
const rows = [
  { store, start: 1, length: 4 },
  { store, start: 5, length: 3 },
];
const shape = { width: 5, padId: 1 };

function specOf(name: string, dimensions = [-1, -1]): TensorSpec {
  return { name, datatype: 'INT64', shape: dimensions };
}

describe('fillTokenInput', () => {
  test.each([
    ['ids', [101, 7, 8, 102, 1, 101, 5, 102, 1, 1, 1, 1, 1, 1, 1]],
    ['mask', [1, 1, 1, 1, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0]],
    ['types', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['positions', [0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4]],
  ] as const)('lays out %s, and one token in rows that only fill the batch', (role, expected) => {
    for (const target of [new BigInt64Array(15), new Int32Array(15), new Float32Array(15)]) {
      fillTokenInput(role, rows, shape, target);
      expect(Array.from(target as ArrayLike<number | bigint>, Number)).toEqual(expected);
    }
  });

  test('writes only into its own part of a shared buffer', () => {
    const whole = new BigInt64Array(7).fill(-3n);
    const target = whole.subarray(1, 6);
    target.fill(0n);
    fillTokenInput('ids', rows.slice(0, 1), shape, target);
    expect(Array.from(whole, Number)).toEqual([-3, 101, 7, 8, 102, 1, -3]);
  });
});

test('inputs are known by the names of exported transformers, and by their two dimensions', () => {
  const names = ['input_ids', 'attention_mask:0', 'segment_ids', 'position_ids', 'pixel_values'];
  expect(names.map((name) => tokenRoleOf(specOf(name)))).toEqual([
    'ids',
    'mask',
    'types',
    'positions',
    undefined,
  ]);
  expect(tokenRoleOf(specOf('attention_mask', [-1, 1, -1, -1]))).toBeUndefined();
  expect(takesTokens([specOf('input_ids'), specOf('attention_mask')])).toBe(true);
  expect(takesTokens([specOf('input_ids'), specOf('past_key_values')])).toBe(false);
  expect(takesTokens([specOf('attention_mask')])).toBe(false);
});
