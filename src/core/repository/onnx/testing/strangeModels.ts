import { types, writeOnnx, type Dimension, type GivenTensor, type GivenValue } from './writeOnnx.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const huge = 2 ** 40;

function float(name: string, ...shape: readonly Dimension[]): GivenValue {
  return { name, type: types.float, shape };
}

function int64(name: string, ...values: readonly number[]): GivenTensor {
  return { name, type: types.int64, dims: [values.length], data: BigInt64Array.from(values, BigInt) };
}

function weights(name: string, ...dims: readonly number[]): GivenTensor {
  const count = dims.reduce((product, size) => product * size, 1);
  const data = Float32Array.from({ length: count }, (_, index) => Math.cos(index + 1));
  return { name, type: types.float, dims, data };
}

/** [N, 4] · [4, 3] for any number of rows; the batch dimension is named, or not, as asked. */
export function linear({ batch = 'N' }: { readonly batch?: Dimension } = {}): Bytes {
  return writeOnnx({
    nodes: [{ operator: 'MatMul', inputs: ['x', 'w'], outputs: ['y'] }],
    inputs: [float('x', batch, 4)],
    outputs: [float('y', batch, 3)],
    initializers: [weights('w', 4, 3)],
  });
}

/** A classifier of 8×8 pictures for one at a time, with a Reshape to a fixed size on the way; its weights are listed as inputs too. */
export function fixedClassifier(): Bytes {
  return writeOnnx({
    irVersion: 3,
    opset: 9,
    nodes: [
      { operator: 'Reshape', inputs: ['x', 'size'], outputs: ['flat'] },
      { operator: 'MatMul', inputs: ['flat', 'w'], outputs: ['scores'] },
    ],
    inputs: [float('x', 1, 1, 8, 8), { name: 'size', type: types.int64, shape: [2] }, float('w', 64, 5)],
    outputs: [float('scores', 1, 5)],
    between: [float('flat', 1, 64)],
    initializers: [int64('size', 1, 64), weights('w', 64, 5)],
  });
}

/** One row at a time, and nothing else: the row is turned into columns that are counted. */
export function fixedForGood(): Bytes {
  return writeOnnx({
    nodes: [
      { operator: 'Squeeze', inputs: ['x', 'axis'], outputs: ['column'] },
      { operator: 'MatMul', inputs: ['column', 'w'], outputs: ['sum'] },
      { operator: 'Unsqueeze', inputs: ['sum', 'axis'], outputs: ['y'] },
    ],
    inputs: [float('x', 1, 6)],
    outputs: [float('y', 1, 2)],
    initializers: [int64('axis', 0), weights('w', 6, 2)],
  });
}

/** Rows are scaled by the largest of the whole batch. */
export function coupled(): Bytes {
  return writeOnnx({
    nodes: [
      { operator: 'ReduceMax', inputs: ['x'], outputs: ['largest'], attributes: { keepdims: 1 } },
      { operator: 'Div', inputs: ['x', 'largest'], outputs: ['y'] },
    ],
    inputs: [float('x', 'batch', 3)],
    outputs: [float('y', 'batch', 3)],
  });
}

/** Quantized with one scale over the whole batch. */
export function dynamicallyQuantized(): Bytes {
  return writeOnnx({
    nodes: [
      { operator: 'DynamicQuantizeLinear', inputs: ['x'], outputs: ['q', 'scale', 'zero'] },
      { operator: 'DequantizeLinear', inputs: ['q', 'scale', 'zero'], outputs: ['y'] },
    ],
    inputs: [float('x', 'batch', 8)],
    outputs: [float('y', 'batch', 8)],
  });
}

/** Twice the input, in half precision. */
export function halfPrecision(): Bytes {
  return writeOnnx({
    nodes: [{ operator: 'Add', inputs: ['x', 'x'], outputs: ['y'] }],
    inputs: [{ name: 'x', type: types.float16, shape: ['N', 2] }],
    outputs: [{ name: 'y', type: types.float16, shape: ['N', 2] }],
  });
}

/** Sum, difference and a count of the rows, under names with punctuation. */
export function threeOutputs(): Bytes {
  return writeOnnx({
    nodes: [
      { operator: 'Add', inputs: ['a:0', 'b/0'], outputs: ['sum:0'] },
      { operator: 'Sub', inputs: ['a:0', 'b/0'], outputs: ['difference/0'] },
      { operator: 'Size', inputs: ['a:0'], outputs: ['count'] },
    ],
    inputs: [float('a:0', 'unk__7', 2), float('b/0', 'unk__7', 2)],
    outputs: [
      float('sum:0', 'unk__7', 2),
      float('difference/0', 'unk__7', 2),
      { name: 'count', type: types.int64, shape: [] },
    ],
  });
}

/** A whole number plus a row of bytes, chosen by a flag: scalars of three types. */
export function scalars(): Bytes {
  return writeOnnx({
    nodes: [
      { operator: 'Add', inputs: ['number', 'number'], outputs: ['double'] },
      { operator: 'Cast', inputs: ['bytes'], outputs: ['wide'], attributes: { to: types.int64 } },
      { operator: 'Add', inputs: ['wide', 'number'], outputs: ['shifted'] },
      { operator: 'Where', inputs: ['flag', 'double', 'number'], outputs: ['chosen'] },
    ],
    inputs: [
      { name: 'number', type: types.int64, shape: [] },
      { name: 'bytes', type: types.uint8, shape: [3] },
      { name: 'flag', type: types.bool, shape: [] },
    ],
    outputs: [
      { name: 'shifted', type: types.int64, shape: [3] },
      { name: 'chosen', type: types.int64, shape: [] },
    ],
  });
}

/** Texts through unchanged, and as whole numbers where they are such. */
export function texts(): Bytes {
  return writeOnnx({
    nodes: [
      { operator: 'Identity', inputs: ['text'], outputs: ['same'] },
      { operator: 'Cast', inputs: ['text'], outputs: ['number'], attributes: { to: types.float } },
    ],
    inputs: [{ name: 'text', type: types.string, shape: ['N', 1] }],
    outputs: [
      { name: 'same', type: types.string, shape: ['N', 1] },
      { name: 'number', type: types.float, shape: ['N', 1] },
    ],
  });
}

/** Rows of a table of `size` by ids of any length: larger ids are an error. */
export function embedding({ size = 5 }: { readonly size?: number } = {}): Bytes {
  return writeOnnx({
    nodes: [{ operator: 'Gather', inputs: ['table', 'ids'], outputs: ['y'] }],
    inputs: [{ name: 'ids', type: types.int64, shape: ['batch', 'sequence'] }],
    outputs: [float('y', 'batch', 'sequence', 2)],
    initializers: [weights('table', size, 2)],
  });
}

/** Two free dimensions that have to be equal. */
export function square(): Bytes {
  return writeOnnx({
    nodes: [{ operator: 'Add', inputs: ['x', 'offset'], outputs: ['y'] }],
    inputs: [float('x', 'a', 'b')],
    outputs: [float('y', 7, 7)],
    initializers: [weights('offset', 7, 7)],
  });
}

/** Weights in a file beside it; gives that file too. */
export function withExternalData({ location = 'weights.bin' }: { readonly location?: string } = {}): {
  readonly model: Bytes;
  readonly weights: Bytes;
} {
  const data = weights('w', 4, 3).data as Float32Array<ArrayBuffer>;
  const model = writeOnnx({
    nodes: [{ operator: 'MatMul', inputs: ['x', 'w'], outputs: ['y'] }],
    inputs: [float('x', 'N', 4)],
    outputs: [float('y', 'N', 3)],
    initializers: [{ name: 'w', type: types.float, dims: [4, 3], data: { location, length: 48 } }],
  });
  return { model, weights: new Uint8Array(data.buffer) };
}

/** A loop of so many turns that it never ends. */
export function endlessLoop(): Bytes {
  const condition = { name: 'go', type: types.bool, shape: [] } as const;
  return writeOnnx({
    nodes: [
      {
        operator: 'Loop',
        inputs: ['turns', 'go', 'x'],
        outputs: ['y'],
        attributes: {
          body: {
            nodes: [
              { operator: 'Identity', inputs: ['go_in'], outputs: ['go_out'] },
              { operator: 'Sin', inputs: ['value'], outputs: ['next'] },
            ],
            inputs: [
              { name: 'turn', type: types.int64, shape: [] },
              { ...condition, name: 'go_in' },
              float('value', 1, 1),
            ],
            outputs: [{ ...condition, name: 'go_out' }, float('next', 1, 1)],
          },
        },
      },
    ],
    inputs: [float('x', 1, 1)],
    outputs: [float('y', 1, 1)],
    initializers: [
      { name: 'turns', type: types.int64, dims: [], data: BigInt64Array.of(10n ** 12n) },
      { name: 'go', type: types.bool, dims: [], data: Uint8Array.of(1) },
    ],
  });
}

/** Makes an array of so many bytes from a shape alone: as it is created where `isConstant`, else when it runs. */
export function allocates(
  bytes: number,
  { isConstant = true }: { readonly isConstant?: boolean } = {},
): Bytes {
  return writeOnnx({
    nodes: isConstant
      ? [
          { operator: 'ConstantOfShape', inputs: ['size'], outputs: ['zeros'] },
          { operator: 'ReduceMax', inputs: ['zeros'], outputs: ['peak'], attributes: { keepdims: 0 } },
          { operator: 'Add', inputs: ['x', 'peak'], outputs: ['y'] },
        ]
      : [
          { operator: 'Expand', inputs: ['x', 'size'], outputs: ['wide'] },
          { operator: 'ReduceMax', inputs: ['wide'], outputs: ['peak'], attributes: { keepdims: 0 } },
          { operator: 'Add', inputs: ['x', 'peak'], outputs: ['y'] },
        ],
    inputs: [float('x', 1)],
    outputs: [float('y', 1)],
    initializers: [int64('size', bytes / 4)],
  });
}

/** An operator that nobody knows. */
export function unknownOperator({ domain = 'com.example' }: { readonly domain?: string } = {}): Bytes {
  return writeOnnx({
    opsets: domain === '' ? {} : { [domain]: 1 },
    nodes: [{ operator: 'Conjure', inputs: ['x'], outputs: ['y'], domain }],
    inputs: [float('x', 1)],
    outputs: [float('y', 1)],
  });
}

/** A sequence out, and a tensor beside it unless there is none. */
export function sequenceOutput({ hasTensor }: { readonly hasTensor: boolean }): Bytes {
  const pieces = { name: 'pieces', type: types.float, isSequence: true } as const;
  return writeOnnx({
    nodes: [
      { operator: 'SplitToSequence', inputs: ['x'], outputs: ['pieces'], attributes: { axis: 1 } },
      ...(hasTensor ? [{ operator: 'Neg', inputs: ['x'], outputs: ['y'] }] : []),
    ],
    inputs: [float('x', 'N', 4)],
    outputs: [pieces, ...(hasTensor ? [float('y', 'N', 4)] : [])],
  });
}

/** Functions that call each other in a chain of this length. */
export function functionChain(length: number): Bytes {
  const domain = 'local';
  return writeOnnx({
    opsets: { [domain]: 1 },
    nodes: [{ operator: 'f0', inputs: ['x'], outputs: ['y'], domain }],
    inputs: [float('x', 1)],
    outputs: [float('y', 1)],
    functions: Array.from({ length }, (_, index) => ({
      domain,
      name: `f${index}`,
      inputs: ['a'],
      outputs: ['b'],
      nodes: [
        index === length - 1
          ? { operator: 'Neg', inputs: ['a'], outputs: ['b'] }
          : { operator: `f${index + 1}`, inputs: ['a'], outputs: ['b'], domain },
      ],
    })),
  });
}

/** Says that its weights are far more than there is. */
export function boastful(): Bytes {
  return writeOnnx({
    nodes: [{ operator: 'MatMul', inputs: ['x', 'w'], outputs: ['y'] }],
    inputs: [float('x', 'N', 4)],
    outputs: [float('y', 'N', 3)],
    initializers: [{ name: 'w', type: types.float, dims: [4, huge], data: new Float32Array(12) }],
  });
}
