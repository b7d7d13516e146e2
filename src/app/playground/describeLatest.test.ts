import { expect, test } from 'vitest';
import { idleBatch, type Batch } from '../files/batch.ts';
import type { Answer } from './createLatestAsker.ts';
import { describeLatest } from './describeLatest.ts';

const none: Answer = { kind: 'none' };

const answered = (label: string, atMs: number): Answer => ({
  kind: 'answered',
  labels: [{ label, score: 0.982 }],
  trace: {
    id: '1',
    source: 'local',
    variant: 'int8',
    backend: 'wasm',
    batchSize: 1,
    queueMs: 0,
    inputMs: 0,
    computeMs: 1,
    outputMs: 0,
    totalMs: 1.25,
  },
  atMs,
});

const done: Batch = {
  ...idleBatch,
  kind: 'done',
  doneCount: 2000,
  failedCount: 3,
  startedAtMs: 100,
  elapsedMs: 400,
};

test('before the first answer there is nothing to say', () => {
  expect(describeLatest({ language: none, sentiment: none, digit: none, batch: idleBatch })).toBe('');
});

test('the latest of language, sentiment, digit and files is described', () => {
  const language = answered('fra', 10);
  const digit = answered('7', 20);
  expect(describeLatest({ language, sentiment: none, digit: none, batch: idleBatch })).toBe(
    'Language: French (fra), 98.2 %, in 1.25 ms, batch of 1',
  );
  expect(describeLatest({ language, sentiment: none, digit, batch: idleBatch })).toBe(
    'Digit: 7, 98.2 %, in 1.25 ms, batch of 1',
  );
  const sentiment = answered('negative', 30);
  expect(describeLatest({ language, sentiment, digit, batch: idleBatch })).toBe(
    'Sentiment: Negative, 98.2 %, in 1.25 ms, batch of 1',
  );
  expect(describeLatest({ language, sentiment: none, digit, batch: done })).toBe(
    'Files: 2,000 rows in 400 ms, 3 failed',
  );
  expect(describeLatest({ language: answered('deu', 600), sentiment: none, digit, batch: done })).toContain(
    'German (deu)',
  );
});

test('a rejection is told with its message', () => {
  const language: Answer = { kind: 'failed', failure: { code: 'bad-input', message: 'No word.' }, atMs: 1 };
  expect(describeLatest({ language, sentiment: none, digit: none, batch: idleBatch })).toBe(
    'Language: no answer. No word.',
  );
});

test('a cancelled batch says how far it came', () => {
  expect(
    describeLatest({ language: none, sentiment: none, digit: none, batch: { ...done, kind: 'cancelled' } }),
  ).toBe('Files: cancelled at 2,000 of 0 rows, 3 failed');
});
