import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NearsideError } from '../../errors.ts';
import { parseOnnx } from './parseOnnx.ts';
import * as strange from './testing/strangeModels.ts';
import { types, writeOnnx } from './testing/writeOnnx.ts';

test('reads versions, operators, values and weights', () => {
  const model = parseOnnx(strange.fixedClassifier());
  expect(model).toMatchObject({
    irVersion: 3,
    producer: 'nearside-tests',
    opsets: [{ domain: '', version: 9 }],
    graph: {
      nodes: [
        { operator: 'Reshape', inputs: ['x', 'size'], outputs: ['flat'] },
        { operator: 'MatMul', inputs: ['flat', 'w'], outputs: ['scores'] },
      ],
      initializers: [
        { name: 'size', dims: [2], elementType: types.int64, storedBytes: 16 },
        { name: 'w', dims: [64, 5], elementType: types.float, storedBytes: 1280 },
      ],
      inputs: [{ name: 'x' }, { name: 'size' }, { name: 'w' }],
      outputs: [{ name: 'scores', type: { kind: 'tensor', elementType: types.float, shape: [1, 5] } }],
    },
  });
});

test.each([
  ['a name', 'N', 'N'],
  ['the empty name', '', ''],
  ['nothing', null, ''],
  ['a negative size', -1, ''],
  ['a size', 3, 3],
] as const)('a dimension with %s', (_, batch, expected) => {
  const [input] = parseOnnx(strange.linear({ batch })).graph.inputs;
  expect(input?.type).toMatchObject({ shape: [expected, 4] });
});

test('graphs within graphs and functions are read', () => {
  const loop = parseOnnx(strange.endlessLoop());
  expect(loop.graph.nodes[0]?.subgraphs[0]?.nodes.map(({ operator }) => operator)).toEqual([
    'Identity',
    'Sin',
  ]);
  expect(parseOnnx(strange.functionChain(5)).functions).toHaveLength(5);
});

test('where data lies outside is read, also of a Constant', () => {
  const { model } = strange.withExternalData({ location: 'a b.bin' });
  expect(parseOnnx(model).graph.initializers).toMatchObject([
    { externalLocation: 'a b.bin', storedBytes: 0 },
  ]);
});

test('a value without a type or a shape is unknown, not an error', () => {
  const model = writeOnnx({
    nodes: [],
    inputs: [{ name: 'a' }, { name: 'b', type: types.float }],
    outputs: [{ name: 'b', type: types.float, isSequence: true }],
  });
  expect(parseOnnx(model).graph).toMatchObject({
    inputs: [{ type: { kind: 'unknown' } }, { type: { kind: 'tensor' } }],
    outputs: [{ type: { kind: 'sequence' } }],
  });
});

describe('bytes that are no model', () => {
  test('are refused wherever a model is cut', () => {
    const whole = strange.threeOutputs();
    const opsets = 6;
    for (let length = 0; length < whole.length - opsets; length += 1)
      expect(() => parseOnnx(whole.subarray(0, length))).toThrow(NearsideError);
  });

  test('are refused with a typed error, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        try {
          parseOnnx(bytes);
        } catch (error) {
          expect(error).toMatchObject({ name: 'NearsideError', code: 'model-load' });
        }
      }),
    );
  });

  test('are refused with a typed error where single bytes of a model changed', () => {
    const whole = strange.endlessLoop();
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
        const bytes = whole.slice();
        bytes[at] = value;
        try {
          parseOnnx(bytes);
        } catch (error) {
          expect(error).toMatchObject({ name: 'NearsideError', code: 'model-load' });
        }
      }),
    );
  });

  test('graphs nested without end are refused', () => {
    let graph = { nodes: [], inputs: [], outputs: [] } as Parameters<typeof writeOnnx>[0];
    for (let depth = 0; depth < 100; depth += 1)
      graph = {
        ...graph,
        nodes: [{ operator: 'If', inputs: [], outputs: ['y'], attributes: { body: graph } }],
      };
    const outputs = [{ name: 'y', type: types.float }];
    expect(() => parseOnnx(writeOnnx({ ...graph, outputs }))).toThrow(/nested more than 64 deep/);
  });
});
