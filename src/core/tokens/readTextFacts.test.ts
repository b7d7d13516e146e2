import { describe, expect, test } from 'vitest';
import { readTextFacts } from './readTextFacts.ts';

const vocab = { a: 0, b: 1, c: 2 };

function tokenizer(change: object = {}): unknown {
  return { model: { type: 'WordPiece', vocab }, added_tokens: [{ id: 7, content: '<pad>' }], ...change };
}

describe('the longest row', () => {
  test.each([
    ['what is usual', tokenizer(), undefined, undefined, 512],
    ['the tokenizer', tokenizer({ truncation: { max_length: 128 } }), undefined, undefined, 128],
    ['the positions of the model', tokenizer(), { max_position_embeddings: 256 }, undefined, 256],
    [
      'the positions of a family that begins behind its padding',
      tokenizer(),
      { max_position_embeddings: 514, model_type: 'roberta', pad_token_id: 1 },
      undefined,
      512,
    ],
    [
      'the smaller of both',
      tokenizer({ truncation: { max_length: 128 } }),
      { max_position_embeddings: 64 },
      undefined,
      64,
    ],
    [
      'what was asked for',
      tokenizer({ truncation: { max_length: 128 } }),
      { max_position_embeddings: 512 },
      256,
      256,
    ],
  ])('is said by %s', (_, json, config, maxTokens, expected) => {
    expect(readTextFacts(json, config, maxTokens).layout.maxTokens).toBe(expected);
  });
});

test('padding is named by the tokenizer, the model or the token', () => {
  expect(readTextFacts(tokenizer({ padding: { pad_id: 3 } }), { pad_token_id: 2 }).layout.padId).toBe(3);
  expect(readTextFacts(tokenizer(), { pad_token_id: 2 }).layout.padId).toBe(2);
  expect(readTextFacts(tokenizer(), undefined).layout.padId).toBe(7);
  expect(readTextFacts({ model: { vocab } }, undefined).layout.padId).toBe(0);
});

test('the vocabulary counts added tokens and lists of pieces', () => {
  expect(readTextFacts(tokenizer(), undefined).layout.vocabularySize).toBe(8);
  const pieces = { model: { type: 'Unigram', vocab: [['a', -1]] } };
  expect(readTextFacts(pieces, undefined).layout.vocabularySize).toBe(1);
});

test.each([
  [['BertForSequenceClassification'], 'text-classification'],
  [['XLMRobertaForTokenClassification'], 'token-classification'],
  [['BertModel'], 'text-embedding'],
  [['GPT2LMHeadModel', 'X'], 'text-embedding'],
  [['BertForMaskedLM'], undefined],
  [undefined, undefined],
])('architectures %j are for %s', (architectures, task) => {
  expect(readTextFacts(tokenizer(), { architectures }).task).toBe(task);
});

test('labels stand at their ids; the kind of problem says how classes are scored', () => {
  const config = { id2label: { 2: 'glad', 0: 'sad' }, problem_type: 'multi_label_classification' };
  expect(readTextFacts(tokenizer(), config)).toMatchObject({
    labels: ['sad', '1', 'glad'],
    activation: 'sigmoid',
  });
  expect(readTextFacts(tokenizer(), { id2label: ['x'] }).labels).toBeUndefined();
});
