import { expect, test } from 'vitest';
import { parseOnnx } from './parseOnnx.ts';
import { fixedClassifier } from './testing/strangeModels.ts';
import { types, writeOnnx, type GivenModel } from './testing/writeOnnx.ts';
import { unlockBatch } from './unlockBatch.ts';
import { expectBytes, readIntegers, readWireFields } from './wireFields.ts';

const value = (name: string, ...shape: number[]) => ({ name, type: types.float, shape });
const sizes = (...values: number[]) => BigInt64Array.from(values, BigInt);

function withShape(model: Pick<GivenModel, 'nodes' | 'initializers'>): Uint8Array {
  return writeOnnx({ ...model, inputs: [value('x', 1, 6)], outputs: [value('y', 1, 2, 3)] });
}

/** The numbers that the only tensor of sizes holds: in an initializer, or in an attribute of the first node. */
function sizesIn(bytes: Uint8Array): readonly number[] {
  const field = (message: Uint8Array, number: number) =>
    readWireFields(message).find((each) => each.number === number);
  const graph = expectBytes(field(bytes, 7)!);
  const initializer = field(graph, 5);
  const attribute = () => expectBytes(field(expectBytes(field(graph, 1)!), 5)!);
  const tensor = initializer === undefined ? field(attribute(), 5) : initializer;
  const holder = tensor === undefined ? attribute() : expectBytes(tensor);
  const number = tensor === undefined ? 8 : 7;
  return readWireFields(holder)
    .filter((each) => each.number === number)
    .flatMap(readIntegers);
}

test('the first dimension of inputs and outputs is freed, those of initializers are not', () => {
  const bytes = fixedClassifier();
  const { graph } = parseOnnx(unlockBatch(bytes, parseOnnx(bytes))!);
  expect(graph.inputs.map(({ type }) => type)).toMatchObject([
    { shape: ['batch', 1, 8, 8] },
    { shape: [2] },
    { shape: [64, 5] },
  ]);
  expect(graph.outputs[0]?.type).toMatchObject({ shape: ['batch', 5] });
});

const reshape = { operator: 'Reshape', inputs: ['x', 's'], outputs: ['y'] };
const constant = (data: BigInt64Array<ArrayBuffer>) => ({
  operator: 'Constant',
  inputs: [],
  outputs: ['s'],
  attributes: { value: { name: '', type: types.int64, dims: [data.length], data } },
});

test.each([
  [
    'an initializer',
    { nodes: [reshape], initializers: [{ name: 's', type: types.int64, dims: [3], data: sizes(1, 2, 3) }] },
    [-1, 2, 3],
  ],
  [
    'an initializer with a size to be inferred',
    { nodes: [reshape], initializers: [{ name: 's', type: types.int64, dims: [3], data: sizes(1, -1, 3) }] },
    [0, -1, 3],
  ],
  ['a constant', { nodes: [constant(sizes(1, 2, 3)), reshape] }, [-1, 2, 3]],
  [
    'an attribute',
    { nodes: [{ operator: 'Reshape', inputs: ['x'], outputs: ['y'], attributes: { shape: [1, 2, 3] } }] },
    [-1, 2, 3],
  ],
] as const)('a shape in %s takes any number of rows', (_, model, expected) => {
  const bytes = withShape(model);
  expect(sizesIn(unlockBatch(bytes, parseOnnx(bytes))!)).toEqual(expected);
});

test('a constant that something else takes too stays', () => {
  const other = { operator: 'Add', inputs: ['s', 's'], outputs: ['t'] };
  const initializers = [{ name: 's', type: types.int64, dims: [3], data: sizes(1, 2, 3) }] as const;
  const bytes = withShape({ nodes: [reshape, other], initializers });
  const { graph } = parseOnnx(unlockBatch(bytes, parseOnnx(bytes))!);
  expect(graph.initializers).toEqual(parseOnnx(bytes).graph.initializers);
});
