import { expect, test } from 'vitest';
import type { Prediction } from '../../client/index.ts';
import { createLatestAsker } from './createLatestAsker.ts';

const predictionOf = (label: string): Prediction => ({
  labels: [{ label, score: 0.9 }],
  trace: {
    id: label,
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
});

interface Pending {
  readonly value: unknown;
  readonly signal: AbortSignal | undefined;
  resolve(prediction: Prediction): void;
  reject(error: Error): void;
}

function createPending() {
  const pending: Pending[] = [];
  const asker = createLatestAsker('language-id', (_model, value, options) => {
    return new Promise((resolve, reject) => {
      pending.push({ value, signal: options?.signal, resolve, reject });
    });
  });
  return { asker, pending };
}

test('the answer to the latest question is kept, in whatever order answers come', async () => {
  const { asker, pending } = createPending();
  const asked = [asker.ask('first'), asker.ask('second')];
  expect(pending.map(({ signal }) => signal?.aborted)).toEqual([true, false]);
  pending[1]?.resolve(predictionOf('second'));
  pending[0]?.resolve(predictionOf('first'));
  await Promise.all(asked);
  expect(asker.store.getState()).toMatchObject({
    isWaiting: false,
    answer: { kind: 'answered', labels: [{ label: 'second' }] },
  });
});

test('the answer before stays while a new one is awaited', async () => {
  const { asker, pending } = createPending();
  const first = asker.ask('first');
  pending[0]?.resolve(predictionOf('first'));
  await first;
  void asker.ask('second');
  expect(asker.store.getState()).toMatchObject({ isWaiting: true, answer: { kind: 'answered' } });
});

test('a rejection is an answer, not a crash', async () => {
  const { asker, pending } = createPending();
  const asked = asker.ask('123');
  pending[0]?.reject(new Error('no word'));
  await asked;
  expect(asker.store.getState().answer).toMatchObject({ kind: 'failed', failure: { message: 'no word' } });
});

test('clearing aborts the question and forgets the answer', async () => {
  const { asker, pending } = createPending();
  const asked = asker.ask('first');
  asker.clear();
  expect(pending[0]?.signal?.aborted).toBe(true);
  pending[0]?.resolve(predictionOf('first'));
  await asked;
  expect(asker.store.getState()).toEqual({ answer: { kind: 'none' }, isWaiting: false });
});
