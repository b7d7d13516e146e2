import { expect, test } from 'vitest';
import type { Datatype, Tensor } from '../../../client/index.ts';
import { makeInput, sourcesFor, startDraft, type InputDraft } from './inputDraft.ts';

const spec = (datatype: Datatype, shape: readonly number[]) => ({ name: 'x', datatype, shape });

function make(
  datatype: Datatype,
  shape: readonly number[],
  draft: Partial<InputDraft>,
  outputs: Readonly<Record<string, Tensor>> = {},
) {
  const of = spec(datatype, shape);
  return makeInput(of, { ...startDraft(of), ...draft }, { random: () => 0.25, outputs });
}

test('numbers take the shape that they were typed in', () => {
  expect(make('FP32', [-1, 2], { kind: 'numbers', text: '[[1, 2], [3, 4]]' })).toEqual({
    kind: 'tensor',
    tensor: { datatype: 'FP32', shape: [2, 2], data: new Float32Array([1, 2, 3, 4]) },
  });
  expect(make('INT64', [], { kind: 'numbers', text: '5' })).toMatchObject({
    tensor: { shape: [], data: new BigInt64Array([5n]) },
  });
});

test('zeros and random values fill the sizes that were set', () => {
  expect(make('FP32', [-1, 2], { kind: 'zeros', sizes: ['2', ''] })).toMatchObject({
    tensor: { shape: [2, 2], data: new Float32Array(4) },
  });
  expect(make('FP32', [-1, 2], { kind: 'random' })).toMatchObject({
    tensor: { shape: [1, 2], data: new Float32Array([0.25, 0.25]) },
  });
});

test('text is its bytes, one string, or a string a line', () => {
  expect(make('UINT8', [-1], { kind: 'text', text: 'hé' })).toMatchObject({
    tensor: { shape: [3], data: new Uint8Array([104, 195, 169]) },
  });
  expect(make('BYTES', [1], { kind: 'text', text: 'a b' })).toMatchObject({ tensor: { data: ['a b'] } });
  expect(make('BYTES', [-1], { kind: 'text', text: 'a\nb' })).toMatchObject({
    tensor: { shape: [2], data: ['a', 'b'] },
  });
});

test('an output is fed back once there is one, zeros before', () => {
  const state: Tensor = { datatype: 'FP32', shape: [1, 2], data: new Float32Array([7, 8]) };
  expect(make('FP32', [1, 2], { kind: 'state', output: 'h' })).toMatchObject({
    tensor: { data: new Float32Array(2) },
  });
  expect(make('FP32', [1, 2], { kind: 'state', output: 'h' }, { h: state })).toEqual({
    kind: 'tensor',
    tensor: state,
  });
});

test.each<[Partial<InputDraft>, string]>([
  [{ kind: 'numbers', text: '1 2 3' }, 'a multiple of 2'],
  [{ kind: 'numbers', text: '[1, 2' }, 'closing bracket'],
  [{ kind: 'zeros', sizes: ['1.5', ''] }, 'whole size'],
  [{ kind: 'zeros', sizes: ['999999999', ''] }, 'at most'],
])('%o is told to be unfit', (draft, says) => {
  expect(make('FP32', [-1, 2], draft)).toMatchObject({
    kind: 'unfit',
    message: expect.stringContaining(says) as string,
  });
});

test('text is offered where bytes are taken, feedback where there are outputs', () => {
  expect(sourcesFor(spec('FP32', [1]), { hasOutputs: false, takesImage: false })).toEqual([
    'numbers',
    'random',
    'zeros',
  ]);
  expect(sourcesFor(spec('UINT8', [1]), { hasOutputs: true, takesImage: true })).toEqual([
    'image',
    'numbers',
    'random',
    'zeros',
    'text',
    'state',
  ]);
});
