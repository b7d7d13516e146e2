import { expect, test } from 'vitest';
import type { ModelInspection } from '../../../client/index.ts';
import { guessFromFile } from './guessFromFile.ts';

type Declared = ModelInspection['inputs'][number];

const tensor = (name: string, ...shape: readonly (number | string)[]): Declared => ({
  name,
  kind: 'tensor',
  elementType: 'float32',
  datatype: 'FP32',
  shape,
});

test.each<[readonly Declared[], readonly Declared[], object]>([
  [
    [tensor('x', 'N', 3, 32, 16)],
    [tensor('y', 'N', 10)],
    { task: 'image-classification', image: { width: '16', height: '32', layout: 'nchw' } },
  ],
  [[tensor('x', 1, 'h', 'w', 3)], [tensor('y', 1, 'h', 'w')], { image: { layout: 'nhwc', width: '224' } }],
])('%j → %j', (inputs, outputs, expected) => {
  expect(guessFromFile({ inputs, outputs })).toMatchObject(expected);
});

test.each<[string, readonly Declared[]]>([
  ['numbers', [tensor('x', 'N', 4)]],
  ['two inputs', [tensor('x', 1, 3, 32, 32), tensor('z', 1)]],
  ['no tensor', [{ name: 'x', kind: 'sequence' }]],
  ['nothing', []],
])('a model of %s suggests nothing', (_, inputs) => {
  expect(guessFromFile({ inputs, outputs: [tensor('y', 1, 2)] })).toEqual({});
});
