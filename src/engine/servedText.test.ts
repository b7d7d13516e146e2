import { describe, expect, test } from 'vitest';
import type { InstanceReport, JobOutput } from '../core/ports.ts';
import type { TensorSpec } from '../core/protocol/tensor.ts';
import { createRequest, type QueueItem } from './engineRequest.ts';
import type { FeatureSpan } from './preparedInput.ts';
import { ServedText } from './servedText.ts';

const owner = { answer: () => undefined, refuse: () => undefined };
const config = { name: 'm', versions: [] };
const facts = {
  layout: { padId: 9, maxTokens: 20, vocabularySize: 50 },
  labels: ['no', 'yes'],
  task: undefined,
  activation: undefined,
};
/** One token a letter. */
const tokenizer = {
  encode: (text: string, maxTokens: number) =>
    Array.from(text, (letter) => letter.charCodeAt(0)).slice(0, maxTokens),
  locate: (text: string) =>
    Array.from(text, (_, start) => ({ start, end: start + 1, isContinuation: start > 0 })),
};

function specOf(name: string, ...shape: number[]): TensorSpec {
  return { name, datatype: 'INT64', shape };
}

function serve(outputs: readonly TensorSpec[], change: Partial<InstanceReport> = {}): ServedText {
  return new ServedText({ tokenizer, facts }, config, {
    inputs: [specOf('input_ids', -1, -1), specOf('attention_mask', -1, -1)],
    outputs: outputs.map((spec) => ({ ...spec, datatype: 'FP32' })),
    batching: 'independent',
    costs: [],
    threads: 1,
    backend: 'wasm',
    ...change,
  });
}

function itemOf(input: FeatureSpan): QueueItem {
  const request = createRequest({
    id: 1,
    owner,
    answer: 'predict',
    model: 'm',
    options: {},
    requestStartAt: 0,
    deadlineAt: 1,
  });
  request.input = input;
  return { request, part: 0, start: 0, rows: 1, priority: 2, enqueuedAt: 0, deadlineAt: 1, state: 'taken' };
}

const hidden = specOf('last_hidden_state', -1, -1, 2);
const logits = specOf('logits', -1, 2);

describe('inputs', () => {
  function shapesOf(
    text: ServedText,
    texts: readonly string[],
    rows?: number,
  ): readonly (readonly number[])[] {
    return text
      .buildInputs(
        texts.map((each) => text.prepare(each)),
        rows,
      )
      .map(({ shape }) => shape);
  }

  test('are as wide as the longest row', () => {
    expect(shapesOf(serve([hidden]), ['abcdef', 'ab'])).toEqual([
      [2, 6],
      [2, 6],
    ]);
    expect(shapesOf(serve([hidden]), ['abc'], 4)).toEqual([
      [4, 3],
      [4, 3],
    ]);
  });

  test('are as wide as a queue where each shape costs, and as the model where that is given', () => {
    expect(shapesOf(serve([hidden], { backend: 'webgpu' }), ['abcdef', 'ab'])[0]).toEqual([2, 8]);
    const inputs = [specOf('input_ids', -1, 16), specOf('attention_mask', -1, 16)];
    const narrow = serve([hidden], { inputs });
    expect(shapesOf(narrow, ['abcdef'])[0]).toEqual([1, 16]);
    expect(narrow.prepare('x'.repeat(30)).length).toBe(16);
    expect(narrow.widths).toEqual([16]);
  });

  test('are refused where text has no word or does not fill them', () => {
    const codeOf = (run: () => unknown): unknown => {
      try {
        return run();
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    const text = serve([hidden]);
    expect([' ', '…!', '🙂', 7, undefined].map((value) => codeOf(() => text.prepare(value)))).toEqual(
      Array.from({ length: 5 }, () => 'bad-input'),
    );
    expect(codeOf(() => text.prepare('7'))).toMatchObject({ length: 1 });
    const pictures = serve([hidden], {
      inputs: [specOf('input_ids', -1, -1), specOf('pixel_values', -1, 3)],
    });
    expect(codeOf(() => pictures.prepare('word'))).toBe('unsupported');
  });
});

describe('answers', () => {
  test('of token vectors are their mean, one vector a row', () => {
    const text = serve([logits, hidden]);
    expect(text.outputs).toEqual([0]);
    const embedding = new ServedText(
      { tokenizer, facts },
      { ...config, task: 'text-embedding' },
      {
        inputs: [specOf('input_ids', -1, -1)],
        outputs: [{ ...hidden, datatype: 'FP32' }],
        backend: 'wasm',
      },
    );
    const data = Float32Array.of(3, 0, 0, 4, 9, 9, 1, 0, 9, 9, 9, 9);
    const output: JobOutput = { datatype: 'FP32', shape: [2, 3, 2], data };
    const items = ['ab', 'c'].map((each) => itemOf(embedding.prepare(each)));
    const [reduced] = embedding.reduce(items, [output]);
    expect(reduced?.shape).toEqual([2, 2]);
    expect(Array.from(reduced!.data as Float32Array, (value) => Math.round(1000 * value) / 1000)).toEqual([
      0.6, 0.8, 1, 0,
    ]);
  });

  test("of a caller's own tensors are read by their mask", () => {
    const text = serve([hidden]);
    const mask = { datatype: 'INT64', shape: [1, 3], data: BigInt64Array.of(1n, 1n, 0n) } as const;
    const output: JobOutput = { datatype: 'FP32', shape: [1, 3, 2], data: Float32Array.of(3, 0, 0, 4, 9, 9) };
    const value = text.valueOf({ input: { kind: 'tensors', tensors: [mask, mask] } }, [
      output,
    ]) as Float32Array;
    expect(value[0]).toBeCloseTo(0.6, 6);
  });

  test('of half precision become floats', () => {
    const text = serve([logits]);
    const output: JobOutput = { datatype: 'FP16', shape: [1, 2], data: Uint16Array.of(0x3c00, 0xc000) };
    const [reduced] = text.reduce([itemOf(text.prepare('ab'))], [output]);
    expect(reduced).toEqual({ datatype: 'FP32', shape: [1, 2], data: Float32Array.of(1, -2) });
  });

  test('the configuration says what was found', () => {
    expect(serve([logits]).config).toMatchObject({
      task: 'text-classification',
      labels: ['no', 'yes'],
      activation: 'softmax',
    });
  });
});
