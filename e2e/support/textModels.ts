import {
  types,
  writeOnnx,
  type GivenNode,
  type GivenTensor,
  type GivenValue,
} from '../../src/core/repository/onnx/testing/writeOnnx.ts';
import { vocabulary } from './tinyTokenizer.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export const vectorSize = 8;

const perToken = ['batch', 'sequence'];
const ids: GivenValue = { name: 'input_ids', type: types.int64, shape: perToken };
const mask: GivenValue = { name: 'attention_mask', type: types.int64, shape: perToken };
const kinds: GivenValue = { name: 'token_type_ids', type: types.int64, shape: perToken };

/** Vectors that every run makes alike. */
export function makeTable(rows: number, size: number, seed: number): Float32Array {
  return Float32Array.from({ length: rows * size }, (_, index) =>
    Math.sin(seed + 1.7 * index * (1 + (index % 3))),
  );
}

export const wordVectors = makeTable(vocabulary.length, vectorSize, 1);

/**
 * A sentence encoder in small: each token's vector and the mean of all that are attended to, through tanh. Without the mask the mean
 * takes padding in, so that rows depend on what they are padded to.
 */
export function encodeSentenceModel({ isMasked = true }: { readonly isMasked?: boolean } = {}): Bytes {
  return writeOnnx({
    inputs: [ids, mask, kinds],
    outputs: [{ name: 'last_hidden_state', type: types.float, shape: [...perToken, vectorSize] }],
    nodes: [
      ...meanNodes(isMasked),
      node('Add', ['vectors', 'mean'], 'sum'),
      node('Tanh', ['sum'], 'last_hidden_state'),
    ],
    initializers: meanTables,
  });
}

/** Logits of the mean vector, one class a label. */
export function encodeClassifier(classes: number): Bytes {
  const output: GivenValue = { name: 'logits', type: types.float, shape: ['batch', classes] };
  return writeOnnx({
    inputs: [ids, mask, kinds],
    outputs: [output],
    nodes: [
      ...meanNodes(true),
      node('Squeeze', ['mean', 'axis1'], 'pooled'),
      node('MatMul', ['pooled', 'weights'], 'logits'),
    ],
    initializers: [
      ...meanTables,
      {
        name: 'weights',
        type: types.float,
        dims: [vectorSize, classes],
        data: makeTable(vectorSize, classes, 5),
      },
    ],
  });
}

/** Logits for each token that say nothing but which class its id has. */
export function encodeTagger(classOf: (token: string) => number, classes: number): Bytes {
  const table = new Float32Array(vocabulary.length * classes);
  for (const [id, token] of vocabulary.entries()) table[id * classes + classOf(token)] = 6;
  return writeOnnx({
    inputs: [ids, mask],
    outputs: [{ name: 'logits', type: types.float, shape: [...perToken, classes] }],
    nodes: [node('Gather', ['table', 'input_ids'], 'logits', { axis: 0 })],
    initializers: [{ name: 'table', type: types.float, dims: [vocabulary.length, classes], data: table }],
  });
}

const meanTables: readonly GivenTensor[] = [
  { name: 'words', type: types.float, dims: [vocabulary.length, vectorSize], data: wordVectors },
  { name: 'kinds', type: types.float, dims: [2, vectorSize], data: makeTable(2, vectorSize, 3) },
  { name: 'axis1', type: types.int64, dims: [1], data: BigInt64Array.of(1n) },
  { name: 'axis2', type: types.int64, dims: [1], data: BigInt64Array.of(2n) },
];

/** `vectors` of the tokens and their `mean`. */
function meanNodes(isMasked: boolean): readonly GivenNode[] {
  return [
    node('Gather', ['words', 'input_ids'], 'fromWords', { axis: 0 }),
    node('Gather', ['kinds', 'token_type_ids'], 'fromKinds', { axis: 0 }),
    node('Add', ['fromWords', 'fromKinds'], 'vectors'),
    ...(isMasked
      ? [
          node('Cast', ['attention_mask'], 'attended', { to: 1 }),
          node('Unsqueeze', ['attended', 'axis2'], 'weightsOfTokens'),
          node('Mul', ['vectors', 'weightsOfTokens'], 'weighted'),
          node('ReduceSum', ['weighted', 'axis1'], 'total', { keepdims: 1 }),
          node('ReduceSum', ['weightsOfTokens', 'axis1'], 'count', { keepdims: 1 }),
          node('Div', ['total', 'count'], 'mean'),
        ]
      : [node('ReduceMean', ['vectors'], 'mean', { axes: [1], keepdims: 1 })]),
  ];
}

function node(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes?: GivenNode['attributes'],
): GivenNode {
  return { operator, inputs, outputs: [output], ...(attributes === undefined ? {} : { attributes }) };
}
