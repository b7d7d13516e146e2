import { describe, expect, test } from 'vitest';
import { ModelScheduler, type BatchStep, type SchedulerPolicy } from './modelScheduler.ts';
import type { QueuedItem } from './requestQueue.ts';

interface Item extends QueuedItem {
  readonly id: number;
}

const never = Number.POSITIVE_INFINITY;
const idle = { jobs: 0, remainingMs: 0 };
const plain: SchedulerPolicy = {
  maxBatch: 16,
  maxQueueDelayMs: 0,
  preferredBatch: [],
  allowedBatch: [],
  isStatic: false,
};

/** T(b) = alpha + beta · b, measured at the powers of two. */
function line(alphaMs: number, betaMs: number): { rows: number; ms: number }[] {
  return [1, 2, 4, 8, 16].map((rows) => ({ rows, ms: alphaMs + betaMs * rows }));
}

function items(count: number, overrides: Partial<Item> = {}): Item[] {
  return Array.from({ length: count }, (_, id) => ({
    id,
    rows: 1,
    priority: 2,
    enqueuedAt: 0,
    deadlineAt: never,
    state: 'new',
    ...overrides,
  }));
}

function scheduler(policy: Partial<SchedulerPolicy> = {}): ModelScheduler<Item> {
  return new ModelScheduler<Item>(() => ({ ...plain, ...policy }));
}

describe('next', () => {
  test('has nothing to do without rows', () => {
    const model = scheduler();
    model.openQueue(line(10, 1));
    expect(model.next(idle, 0)).toEqual({ kind: 'idle' });
  });

  test('two shapes are batched apart, the one that waited longest first', () => {
    const model = scheduler();
    const [first, second] = [model.openQueue(line(10, 1)), model.openQueue(line(10, 1))];
    for (const [index, item] of items(12).entries())
      (index % 2 === 0 ? second : first).items.push({ ...item, enqueuedAt: index });
    expect(model.next(idle, 20)).toMatchObject({ kind: 'run', queue: second, rows: 6 });
    expect(model.next(idle, 20)).toMatchObject({ kind: 'run', queue: first, rows: 6 });
  });

  test('a head that misses even in this batch is dropped, and the batch is not shrunk for it', () => {
    const model = scheduler();
    const queue = model.openQueue(line(10, 1));
    for (const item of items(2, { deadlineAt: 100 })) queue.items.push(item);
    for (const item of items(6, { enqueuedAt: 60, deadlineAt: 160 })) queue.items.push(item);
    const step = model.next(idle, 90);
    expect(step).toMatchObject({ kind: 'run', rows: 6, late: [{ deadlineAt: 100 }, { deadlineAt: 100 }] });
  });

  test('when everything that waits is late, all of it is dropped', () => {
    const model = scheduler();
    const queue = model.openQueue(line(10, 1));
    for (const item of items(3, { deadlineAt: 50 })) queue.items.push(item);
    expect(model.next(idle, 45)).toMatchObject({ kind: 'dropped', late: [{}, {}, {}] });
    expect(model.rows).toBe(0);
  });

  test('rows of a narrower width ride along where one run is cheaper than two', () => {
    const model = scheduler();
    const narrow = model.openQueue(line(1, 0.1), { width: 64 });
    const wide = model.openQueue(line(1, 0.15), { width: 128 });
    for (const item of items(5)) narrow.items.push(item);
    for (const item of items(3, { enqueuedAt: 1 })) wide.items.push(item);
    expect(model.next(idle, 2)).toMatchObject({ kind: 'run', queue: wide, rows: 8 });
    expect(model.rows).toBe(0);
  });

  test('but not where padding costs more than a run of their own', () => {
    const model = scheduler();
    const narrow = model.openQueue(line(0.1, 1), { width: 64 });
    const wide = model.openQueue(line(0.1, 9), { width: 128 });
    for (const item of items(1)) wide.items.push(item);
    for (const item of items(4, { enqueuedAt: 1 })) narrow.items.push(item);
    expect(model.next(idle, 2)).toMatchObject({ kind: 'run', queue: wide, rows: 1 });
    expect(model.next(idle, 3)).toMatchObject({ kind: 'run', queue: narrow, rows: 4 });
  });

  test('company keeps to what the requests that it joins were given', () => {
    const model = scheduler();
    const narrow = model.openQueue(line(10, 2.5), { width: 64 });
    const wide = model.openQueue(line(10, 2.6), { width: 128 });
    for (const item of items(1, { priority: 1, deadlineAt: 60 })) narrow.items.push(item);
    for (const item of items(31)) wide.items.push(item);
    const step = model.next(idle, 0);
    expect(step).toMatchObject({ kind: 'run', queue: wide });
    const { rows, expectedMs } = step as BatchStep<Item>;
    expect(rows).toBeGreaterThan(1);
    expect(2 * expectedMs).toBeLessThanOrEqual(60);
  });

  test('a request that company would make late waits for a run of its own', () => {
    const model = scheduler();
    const narrow = model.openQueue(line(10, 2.5), { width: 64 });
    const wide = model.openQueue(line(10, 2.6), { width: 128 });
    for (const item of items(15)) wide.items.push(item);
    for (const item of items(1, { enqueuedAt: 1, deadlineAt: 51 })) narrow.items.push(item);
    expect(model.next(idle, 1)).toMatchObject({ kind: 'run', queue: wide, rows: 15, late: [] });
    expect(model.next(idle, 1)).toMatchObject({ kind: 'run', queue: narrow, rows: 1, late: [] });
  });

  test('pads to an allowed size where that is cheaper, and counts real rows', () => {
    const model = scheduler({ allowedBatch: [1, 2, 4, 8, 16] });
    const queue = model.openQueue(line(10, 0.1));
    for (const item of items(7)) queue.items.push(item);
    expect(model.next(idle, 0)).toMatchObject({ rows: 7, executedRows: 8 });
  });

  test('without batching takes one request at a time', () => {
    const model = scheduler({ maxBatch: 1 });
    const queue = model.openQueue(line(10, 0.1));
    for (const item of items(3)) queue.items.push(item);
    expect(model.next(idle, 0)).toMatchObject({ rows: 1 });
  });
});

describe('priorities between shapes', () => {
  function busy(): {
    readonly model: ModelScheduler<Item>;
    readonly rare: ModelScheduler<Item>['queues'][number];
  } {
    const model = scheduler();
    const common = model.openQueue(line(20, 1));
    const rare = model.openQueue(line(20, 1));
    for (const item of items(4000, { priority: 3 })) common.items.push(item);
    return { model, rare };
  }

  test('a higher priority of one shape goes before all that waits of another', () => {
    const { model, rare } = busy();
    for (const item of items(1, { priority: 1, enqueuedAt: 10, deadlineAt: 110 })) rare.items.push(item);
    expect(model.next(idle, 10)).toMatchObject({ kind: 'run', queue: rare, rows: 1 });
  });

  test('a lower one that has aged still has its turns', () => {
    const { model, rare } = busy();
    for (const item of items(4000, { priority: 1, enqueuedAt: 600 })) rare.items.push(item);
    const runs = Array.from({ length: 27 }, () => model.next(idle, 700));
    expect(runs.filter((run) => run.kind === 'run' && run.queue !== rare)).toHaveLength(3);
  });
});

test('a model that is wrongly thought slow is tried again', () => {
  const model = scheduler();
  const queue = model.openQueue(line(20, 1));
  const slow = { expectedMs: 21, servedMs: 105 };
  for (let run = 0; run < 40; run += 1)
    model.observe({ queue, executedRows: 1 }, { ms: 21, tickMs: 0.005, served: slow }, run);
  for (const item of items(1, { enqueuedAt: 500, deadlineAt: 600 })) queue.items.push(item);
  expect(model.next(idle, 500).kind).toBe('dropped');
  for (const item of items(1, { enqueuedAt: 2000, deadlineAt: 2100 })) queue.items.push(item);
  expect(model.next(idle, 2000).kind).toBe('run');
});

test('what was held back for company still runs in time', () => {
  const model = scheduler({ maxQueueDelayMs: 50 });
  const queue = model.openQueue(line(20, 0.02));
  for (const item of items(1, { deadlineAt: 60 })) queue.items.push(item);
  const held = model.next(idle, 0);
  expect(held.kind).toBe('wait');
  expect(model.next(idle, held.kind === 'wait' ? held.untilMs : 0).kind).toBe('run');
});

test('requests of several rows execute an allowed size too', () => {
  const model = scheduler({ allowedBatch: [1, 2, 4, 8, 16] });
  const queue = model.openQueue(line(20, 0.1));
  for (const item of items(4, { rows: 5 })) queue.items.push(item);
  expect(model.next(idle, 0)).toMatchObject({ rows: 15, executedRows: 16 });
});

test('backlog counts what goes before a newcomer, at the pace that was served', () => {
  const model = scheduler();
  const queue = model.openQueue(line(0, 2));
  for (const item of items(4)) queue.items.push(item);
  for (const item of items(8, { priority: 3 })) queue.items.push(item);
  expect(model.backlogMs(2)).toBeCloseTo(8);
  expect(model.backlogMs(3)).toBeCloseTo(24);
  const served = { expectedMs: 4, servedMs: 8 };
  for (let run = 0; run < 5; run += 1)
    model.observe({ queue, executedRows: 2 }, { ms: 4, tickMs: 0, served }, run);
  expect(model.serviceRatio).toBeCloseTo(2);
  expect(model.backlogMs(2)).toBeCloseTo(16);
});
