import { expect, test } from 'vitest';
import { reconcileOutputs } from './reconcileOutputs.ts';
import type { Tensor } from './tensor.ts';

const tensorOf = (shape: readonly number[], datatype: Tensor['datatype'] = 'FP32'): Tensor => ({
  datatype,
  shape,
  data: new Float32Array(shape.reduce((count, size) => count * size, 1)),
});

test.each<[readonly number[], readonly number[], readonly number[]]>([
  [
    [-1, 4],
    [2, 4],
    [2, 4],
  ],
  [[-1], [2], [2]],
  [[-1], [2, 1], [2]],
  [[-1, 1], [2], [2, 1]],
  [
    [-1, -1],
    [2, 7],
    [2, 7],
  ],
  [
    [3, 3],
    [3, 3],
    [3, 3],
  ],
  [[], [1], []],
])('of shape %j takes %j as %j', (shape, came, wanted) => {
  const specs = [{ name: 'y', datatype: 'FP32', shape }] as const;
  const { y } = reconcileOutputs({ y: tensorOf(came), other: tensorOf([1]) }, specs, 2);
  expect(y!.shape).toEqual(wanted);
});

test.each<[string, Readonly<Record<string, Tensor>>]>([
  ['another name', { z: tensorOf([2, 4]) }],
  ['the name of what every object has', {}],
  ['another datatype', { y: tensorOf([2, 4], 'FP64') }],
  ['other rows', { y: tensorOf([3, 4]) }],
  ['other columns', { y: tensorOf([2, 5]) }],
  ['another rank', { y: tensorOf([2, 2, 2]) }],
  ['columns for rows', { y: tensorOf([4, 2]) }],
  ['no rows', { y: tensorOf([0, 4]) }],
])('%s is a failure of the remote', (_, outputs) => {
  const specs = [{ name: 'y', datatype: 'FP32', shape: [-1, 4] }] as const;
  expect(() => reconcileOutputs(outputs, specs, 2)).toThrow(
    expect.objectContaining({ code: 'remote', message: expect.stringContaining('"y"') as string }),
  );
});
