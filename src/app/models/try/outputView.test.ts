import { expect, test } from 'vitest';
import type { Tensor } from '../../../client/index.ts';
import { viewOutput } from './outputView.ts';

const floats = (shape: readonly number[], values: readonly number[]): Tensor => ({
  datatype: 'FP32',
  shape,
  data: new Float32Array(values),
});

const kindsOf = (tensor: Tensor) => viewOutput(tensor).map(({ kind }) => kind);

test('a vector has its best values first, by label where the labels fit', () => {
  const [scores] = viewOutput(floats([1, 3], [0.25, 2, -1]), ['a', 'b', 'c']);
  expect(scores).toEqual({
    kind: 'scores',
    of: 3,
    best: [
      { index: 1, name: 'b', value: 2 },
      { index: 0, name: 'a', value: 0.25 },
      { index: 2, name: 'c', value: -1 },
    ],
  });
  expect(viewOutput(floats([3], [1, 2, 3]), ['only'])[0]).toMatchObject({ best: [{ name: '2' }, {}, {}] });
});

test('several rows are a table alone', () => {
  expect(viewOutput(floats([2, 2], [1, 2.123456789, 3, 4]))).toEqual([
    {
      kind: 'table',
      columns: 2,
      rows: [
        ['1', '2.12346'],
        ['3', '4'],
      ],
      leftOut: 0,
    },
  ]);
});

test('planes and pixels make the same image', () => {
  const side = 8;
  const planes = Array.from({ length: 3 * side * side }, (_, index) => Math.floor(index / (side * side)) / 2);
  const pixels = Array.from({ length: 3 * side * side }, (_, index) => (index % 3) / 2);
  const [one] = viewOutput(floats([1, 3, side, side], planes));
  const [other] = viewOutput(floats([side, side, 3], pixels));
  expect(one).toMatchObject({ kind: 'image', width: side, height: side });
  expect(one).toEqual(other);
  expect(one).toHaveProperty('pixels.0', 0);
  expect(one).toHaveProperty('pixels.1', 128);
  expect(one).toHaveProperty('pixels.3', 255);
});

test('scalars, texts and whole numbers of 64 bits are tables; large tables say what they leave out', () => {
  expect(kindsOf(floats([], [4]))).toEqual(['table']);
  expect(viewOutput({ datatype: 'BYTES', shape: [2], data: ['x', 'y'] })).toEqual([
    { kind: 'table', columns: 2, rows: [['x', 'y']], leftOut: 0 },
  ]);
  const big: Tensor = { datatype: 'INT64', shape: [1], data: new BigInt64Array([2n ** 60n + 1n]) };
  expect(viewOutput(big)[0]).toMatchObject({ rows: [['1152921504606846977']] });
  expect(
    viewOutput(
      floats(
        [100, 100],
        Array.from({ length: 10_000 }, () => 0),
      ),
    ).at(-1),
  ).toMatchObject({
    columns: 32,
    leftOut: 10_000 - 64 * 32,
  });
});

test('half-precision outputs are read as numbers', () => {
  const half: Tensor = { datatype: 'FP16', shape: [1, 2], data: new Uint16Array([0x3c00, 0xc000]) };
  expect(viewOutput(half)[0]).toMatchObject({ best: [{ value: 1 }, { value: -2 }] });
});
