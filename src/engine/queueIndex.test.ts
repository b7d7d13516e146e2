import { expect, test } from 'vitest';
import { ModelScheduler } from '../core/scheduling/modelScheduler.ts';
import type { EngineRequest, QueueItem } from './engineRequest.ts';
import { QueueIndex } from './queueIndex.ts';

const policy = {
  maxBatch: 8,
  maxQueueDelayMs: 0,
  preferredBatch: [],
  allowedBatch: [],
  isStatic: false,
};
const points = [1, 8].map((rows) => ({ rows, ms: rows }));

function startIndex(): { readonly index: QueueIndex; readonly scheduler: ModelScheduler<QueueItem> } {
  const scheduler = new ModelScheduler<QueueItem>(() => policy);
  const costs = [64, 128].map((width) => ({ rowShapes: [[width]], points }));
  return { scheduler, index: new QueueIndex(scheduler, { batching: 'independent', costs }, [64, 128]) };
}

function text(length: number): Pick<EngineRequest, 'input'> {
  return { input: { kind: 'features', store: new Int32Array(length), start: 0, length } };
}

function tensor(width: number): Pick<EngineRequest, 'input'> {
  const ids = { datatype: 'INT32', shape: [1, width], data: new Int32Array(width) } as const;
  return { input: { kind: 'tensors', tensors: [ids] } };
}

test('features go by the width that holds them', () => {
  const { index } = startIndex();
  expect(index.queueOf(text(3))).toBe(index.queueOf(text(64)));
  expect(index.queueOf(text(65)).width).toBe(128);
  expect(index.queueOf(text(200)).width).toBe(200);
});

test('tensors of a measured width have a queue of their own, at the same cost, that shares with nothing', () => {
  const { index } = startIndex();
  const queue = index.queueOf(tensor(64));
  expect(queue).not.toBe(index.queueOf(text(64)));
  expect(queue).toMatchObject({ width: undefined, cost: points });
  expect(index.queueOf(tensor(64))).toBe(queue);
});

test('shapes that nobody waits for are forgotten, others never', () => {
  const { index, scheduler } = startIndex();
  const busy = index.queueOf(tensor(1000));
  busy.items.push({ rows: 1, priority: 2, enqueuedAt: 0, deadlineAt: 1, state: 'new' } as QueueItem);
  for (let width = 1001; width < 4000; width += 1) index.queueOf(tensor(width));
  expect(scheduler.queues.length).toBeLessThan(100);
  expect(index.queueOf(tensor(1000))).toBe(busy);
});
