import { expect, test } from 'vitest';
import type { Prediction } from '../../client/index.ts';
import type { Predict } from '../predict.ts';
import type { Batch } from './batch.ts';
import type { BatchInput } from './readInputs.ts';
import { runBatch } from './runBatch.ts';

const prediction: Prediction = {
  labels: [{ label: 'eng', score: 0.9 }],
  trace: {
    id: '1',
    source: 'local',
    variant: 'int8',
    backend: 'wasm',
    batchSize: 1,
    queueMs: 0,
    inputMs: 0,
    computeMs: 0,
    outputMs: 0,
    totalMs: 0,
  },
};

async function run(inputs: readonly BatchInput[], predict: Predict, signal = new AbortController().signal) {
  const published: Batch[] = [];
  await runBatch(inputs, {
    predict,
    textModel: 'language-id',
    signal,
    publish: (batch) => published.push(batch),
  });
  return { published, last: published.at(-1) };
}

test('a row that fails is listed with its error and the rest go on', async () => {
  const inputs: BatchInput[] = [
    { kind: 'text', input: 'Hello' },
    { kind: 'text', input: '123' },
    { kind: 'unreadable', input: 'a.pdf', error: 'Expected text.' },
  ];
  const { last } = await run(inputs, (_model, value) =>
    value === '123' ? Promise.reject(new Error('no word')) : Promise.resolve(prediction),
  );
  expect(last).toMatchObject({ kind: 'done', doneCount: 3, failedCount: 2 });
  expect(last?.rows.map(({ outcome }) => outcome)).toEqual([
    { kind: 'answered', label: 'eng', score: 0.9 },
    { kind: 'failed', error: 'unexpected: no word' },
    { kind: 'failed', error: 'Expected text.' },
  ]);
});

test('lines are asked of the chosen model, images of the one for digits', async () => {
  const asked: string[] = [];
  const image = new File([], 'a.png');
  const inputs: BatchInput[] = [
    { kind: 'text', input: 'Great' },
    { kind: 'image', input: 'a.png', file: image },
  ];
  await runBatch(inputs, {
    textModel: 'review-sentiment',
    signal: new AbortController().signal,
    publish: () => undefined,
    predict: (model) => {
      asked.push(model);
      return Promise.resolve(prediction);
    },
  });
  expect(asked).toEqual(['review-sentiment', 'digits']);
});

test('never more than 1,024 requests are outstanding', async () => {
  const inputs = Array.from({ length: 3000 }, (_, index): BatchInput => ({
    kind: 'text',
    input: `w${String(index)}`,
  }));
  let outstanding = 0;
  let most = 0;
  const { last, published } = await run(inputs, async () => {
    most = Math.max(most, ++outstanding);
    await new Promise((resolve) => setTimeout(resolve));
    outstanding--;
    return prediction;
  });
  expect(most).toBe(1024);
  expect(last?.doneCount).toBe(3000);
  expect(published.length).toBeLessThan(100);
});

test('an abort keeps the answers and lists the rest as cancelled', async () => {
  const controller = new AbortController();
  const { last } = await run(
    [
      { kind: 'text', input: 'Hello' },
      { kind: 'text', input: 'late' },
    ],
    (_model, value) => {
      if (value === 'Hello') return Promise.resolve(prediction);
      controller.abort();
      return Promise.reject(new Error('aborted'));
    },
    controller.signal,
  );
  expect(last).toMatchObject({ kind: 'cancelled', doneCount: 1, failedCount: 0 });
  expect(last?.rows[0]?.outcome.kind).toBe('answered');
});
