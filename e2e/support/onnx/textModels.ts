import { encodeModel, type Graph, type GraphNode, type Initializer, type ValueInfo } from './encodeModel.ts';
import { vocabulary } from './tinyTokenizer.ts';

export const vectorSize = 8;

const perToken = ['batch', 'sequence'];
const ids: ValueInfo = { name: 'input_ids', type: 'int64', shape: perToken };
const mask: ValueInfo = { name: 'attention_mask', type: 'int64', shape: perToken };
const types: ValueInfo = { name: 'token_type_ids', type: 'int64', shape: perToken };

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
export function encodeSentenceModel({ isMasked = true }: { readonly isMasked?: boolean } = {}): Buffer {
  return encodeModel({
    inputs: [ids, mask, types],
    outputs: [{ name: 'last_hidden_state', type: 'float', shape: [...perToken, vectorSize] }],
    nodes: [
      ...meanNodes(isMasked),
      node('Add', ['vectors', 'mean'], 'sum'),
      node('Tanh', ['sum'], 'last_hidden_state'),
    ],
    initializers: meanTables,
  });
}

/** Logits of the mean vector, one class a label. */
export function encodeClassifier(classes: number): Buffer {
  const output: ValueInfo = { name: 'logits', type: 'float', shape: ['batch', classes] };
  return encodeModel({
    inputs: [ids, mask, types],
    outputs: [output],
    nodes: [
      ...meanNodes(true),
      node('Squeeze', ['mean', 'axis1'], 'pooled'),
      node('MatMul', ['pooled', 'weights'], 'logits'),
    ],
    initializers: [
      ...meanTables,
      { name: 'weights', shape: [vectorSize, classes], data: makeTable(vectorSize, classes, 5) },
    ],
  });
}

/** Logits for each token that say nothing but which class its id has. */
export function encodeTagger(classOf: (token: string) => number, classes: number): Buffer {
  const table = new Float32Array(vocabulary.length * classes);
  for (const [id, token] of vocabulary.entries()) table[id * classes + classOf(token)] = 6;
  const graph: Graph = {
    inputs: [ids, mask],
    outputs: [{ name: 'logits', type: 'float', shape: [...perToken, classes] }],
    nodes: [node('Gather', ['table', 'input_ids'], 'logits', { axis: 0 })],
    initializers: [{ name: 'table', shape: [vocabulary.length, classes], data: table }],
  };
  return encodeModel(graph);
}

const meanTables: readonly Initializer[] = [
  { name: 'words', shape: [vocabulary.length, vectorSize], data: wordVectors },
  { name: 'kinds', shape: [2, vectorSize], data: makeTable(2, vectorSize, 3) },
  { name: 'axis1', shape: [1], data: BigInt64Array.of(1n) },
  { name: 'axis2', shape: [1], data: BigInt64Array.of(2n) },
];

/** `vectors` of the tokens and their `mean`. */
function meanNodes(isMasked: boolean): readonly GraphNode[] {
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
  attributes?: GraphNode['attributes'],
): GraphNode {
  return { operator, inputs, outputs: [output], ...(attributes === undefined ? {} : { attributes }) };
}
