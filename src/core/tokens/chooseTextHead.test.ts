import { describe, expect, test } from 'vitest';
import type { TensorSpec } from '../protocol/tensor.ts';
import { chooseTextHead } from './chooseTextHead.ts';

const nothing = { task: undefined, activation: undefined, labels: undefined };

function output(name: string, ...shape: number[]): TensorSpec {
  return { name, datatype: 'FP32', shape };
}

const hidden = output('last_hidden_state', -1, -1, 384);
const pooler = output('pooler_output', -1, 384);
const logits = output('logits', -1, 3);
const tokenLogits = output('logits', -1, -1, 2);

describe('chooseTextHead', () => {
  test.each([
    ['token vectors', [hidden], {}, { kind: 'embedding', output: 0 }],
    ['token vectors before a pooler', [pooler, hidden], {}, { kind: 'embedding', output: 1 }],
    ['a pooler alone', [pooler], {}, { kind: 'embedding', output: 0 }],
    [
      'the vector of the text before those of its tokens',
      [output('token_embeddings', -1, -1, 8), output('sentence_embedding', -1, 8)],
      {},
      { kind: 'embedding', output: 1 },
    ],
    ['logits of a text', [logits], {}, { kind: 'classes', output: 0, activation: 'softmax' }],
    ['one logit', [output('logits', -1, 1)], {}, { kind: 'classes', output: 0, activation: 'sigmoid' }],
    [
      'probabilities',
      [output('probabilities', -1, 3)],
      { task: 'text-classification' },
      { kind: 'classes', output: 0, activation: 'none' },
    ],
    [
      'logits with a word on how they are scored',
      [hidden, logits],
      { task: 'text-classification', activation: 'sigmoid' },
      { kind: 'classes', output: 1, activation: 'sigmoid' },
    ],
    [
      'logits of tokens with as many labels',
      [tokenLogits],
      { labels: ['O', 'X'] },
      { kind: 'entities', output: 0 },
    ],
    [
      'logits over a vocabulary',
      [output('logits', -1, -1, 30_522)],
      { labels: ['O', 'X'] },
      { kind: 'tensors' },
    ],
    ['a task that the outputs do not serve', [hidden], { task: 'text-classification' }, { kind: 'tensors' }],
    ['a model of tensors', [hidden], { task: 'tensor' }, { kind: 'tensors' }],
  ] as const)('%s', (_, outputs, said, expected) => {
    expect(chooseTextHead(outputs, { ...nothing, ...said })).toEqual(expected);
  });
});
