import { types, writeOnnx, type GivenNode } from '../../src/core/repository/onnx/testing/writeOnnx.ts';

const width = 256;

/**
 * A model that returns its input, and takes as long for each row as that asks for: some milliseconds, and for each unit of its largest
 * value above ten another of the rows of a product whose result, zero, is added. What a row takes is known to nobody before it ran,
 * and many rows take as long as one after the other.
 *
 * @param options `baseRows`: rows of the product that a request's row costs at least
 */
export function writeUnevenModel({ baseRows }: { readonly baseRows: number }): Uint8Array {
  const scalar = (name: string, value: number) =>
    ({ name, type: types.float, dims: [1, 1], data: Float32Array.of(value) }) as const;
  return writeOnnx({
    inputs: [{ name: 'x', type: types.float, shape: ['batch', 4] }],
    outputs: [{ name: 'y', type: types.float, shape: ['batch', 4] }],
    nodes: [
      node('ReduceMax', ['x'], 'peak', { axes: [1], keepdims: 1 }),
      node('Sub', ['peak', 'ten'], 'above'),
      node('Relu', ['above'], 'extra'),
      node('Add', ['extra', 'base'], 'cost'),
      node('ReduceSum', ['cost'], 'total', { keepdims: 0 }),
      node('Cast', ['total'], 'whole', { to: types.int64 }),
      node('Reshape', ['whole', 'one'], 'rows'),
      node('Concat', ['rows', 'width'], 'shape', { axis: 0 }),
      node('ConstantOfShape', ['shape'], 'zeros'),
      node('MatMul', ['zeros', 'weights'], 'product'),
      node('ReduceSum', ['product'], 'nothing', { keepdims: 0 }),
      node('Add', ['x', 'nothing'], 'y'),
    ],
    initializers: [
      scalar('ten', 10),
      scalar('base', baseRows),
      { name: 'one', type: types.int64, dims: [1], data: BigInt64Array.of(1n) },
      { name: 'width', type: types.int64, dims: [1], data: BigInt64Array.of(BigInt(width)) },
      {
        name: 'weights',
        type: types.float,
        dims: [width, width],
        data: Float32Array.from({ length: width * width }, (_, at) => Math.sin(at)),
      },
    ],
  });
}

function node(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: GivenNode['attributes'] = {},
): GivenNode {
  return { operator, inputs, outputs: [output], attributes };
}
