import { describe, expect, test } from 'vitest';
import { admitRequest, predictServiceMs, type DeviceLoad, type Newcomer } from './admitRequest.ts';
import { ModelScheduler } from './modelScheduler.ts';
import type { QueuedItem } from './requestQueue.ts';

const never = Number.POSITIVE_INFINITY;
const free: DeviceLoad = { remainingMs: [0], retriesMs: 0, othersMs: 0, slots: 1 };

const policy = { maxBatch: 16, maxQueueDelayMs: 0, preferredBatch: [], allowedBatch: [], isStatic: false };

/** A model of 10 + 1 ms a row, whose deadlines are met by batches of up to 16 rows. */
function filled(
  rows: number,
  { priority = 2, isMeasured = true, scheduler = new ModelScheduler<QueuedItem>(() => policy) } = {},
): ModelScheduler<QueuedItem> {
  const costs = isMeasured ? [1, 16].map((size) => ({ rows: size, ms: 10 + size })) : [];
  const queue = scheduler.queues[0] ?? scheduler.openQueue(costs);
  for (let index = 0; index < rows; index += 1)
    queue.items.push({ rows: 1, priority, enqueuedAt: index, deadlineAt: never, state: 'new' });
  return scheduler;
}

function newcomer(deadlineMs: number, overrides: Partial<Newcomer> = {}): Newcomer {
  return { rows: 1, priority: 2, startAt: 0, deadlineAt: deadlineMs, ...overrides };
}

function admit(
  scheduler: ModelScheduler<QueuedItem>,
  request: Newcomer,
  { device = free, maxQueueRows = 100, now = 0 } = {},
): ReturnType<typeof admitRequest<QueuedItem>> {
  return admitRequest(scheduler, request, device, { maxQueueRows, now });
}

describe('admitRequest', () => {
  test('predicts what is ahead, what runs, and the batch it will be in', () => {
    const device = { ...free, remainingMs: [7] };
    expect(predictServiceMs(filled(0), newcomer(never), free)).toBe(11);
    expect(predictServiceMs(filled(0), newcomer(never), device)).toBe(18);
    expect(predictServiceMs(filled(35), newcomer(never), device)).toBe(7 + 2 * 26 + 14);
    expect(predictServiceMs(filled(0), newcomer(never, { rows: 40 }), free)).toBe(3 * 26);
  });

  test('counts only what goes before it', () => {
    expect(predictServiceMs(filled(35, { priority: 3 }), newcomer(never), free)).toBe(11);
  });

  test('counts what runs once more before all that waits', () => {
    expect(predictServiceMs(filled(0), newcomer(never), { ...free, retriesMs: 40 })).toBe(40 + 11);
    expect(admit(filled(0), newcomer(50), { device: { ...free, retriesMs: 40 } })).toMatchObject({
      kind: 'refused',
      predictedMs: 51,
    });
  });

  test('shares the wait among instances, and the device among models', () => {
    const two = { ...free, remainingMs: [20, 4], slots: 2 };
    expect(predictServiceMs(filled(0), newcomer(never), two)).toBe(4 + 11);
    expect(predictServiceMs(filled(32), newcomer(never), two)).toBe((24 + 52) / 2 + 11);
    expect(predictServiceMs(filled(0), newcomer(never), { ...free, othersMs: 30 })).toBe(41);
    expect(predictServiceMs(filled(0), newcomer(never), { ...free, othersMs: 30, slots: 2 })).toBe(26);
  });

  test('refuses at once what would end after 85 % of its deadline', () => {
    expect(admit(filled(16), newcomer(45)).kind).toBe('admitted');
    expect(admit(filled(16), newcomer(40))).toMatchObject({
      kind: 'refused',
      reason: 'late',
      predictedMs: 37,
    });
  });

  test('counts the time that has already passed', () => {
    expect(admit(filled(16), newcomer(50), { now: 5 }).kind).toBe('admitted');
    expect(admit(filled(16), newcomer(50), { now: 8 })).toMatchObject({ reason: 'late' });
  });

  test('predicts nothing late while nothing is measured', () => {
    expect(admit(filled(90, { isMeasured: false }), newcomer(1)).kind).toBe('admitted');
  });

  test('tries again now and then when all is refused and nothing runs, for the times may be wrong', () => {
    const scheduler = filled(0);
    const [queue] = scheduler.queues;
    const served = { expectedMs: 11, servedMs: 11 };
    scheduler.observe({ queue: queue!, executedRows: 1 }, { ms: 11, tickMs: 0, served }, 100);
    const short = (startAt: number): Newcomer => newcomer(startAt + 5, { startAt });
    expect(admit(scheduler, short(200), { now: 200 }).kind).toBe('refused');
    expect(admit(scheduler, short(1200), { now: 1200 }).kind).toBe('admitted');
    expect(admit(scheduler, short(1200), { now: 1200, device: { ...free, remainingMs: [1] } }).kind).toBe(
      'refused',
    );
  });

  test('each priority has room of its own', () => {
    for (const full of [1, 2, 3]) {
      for (const priority of [1, 2, 3].filter((other) => other !== full))
        expect(admit(filled(100, { priority: full }), newcomer(never, { priority })).kind).toBe('admitted');
    }
  });

  test('a full priority takes a newcomer only in the place of as many rows of lower ones', () => {
    const mixed = (rows: number, lower: number): ModelScheduler<QueuedItem> =>
      filled(lower, { priority: 3, scheduler: filled(rows) });
    expect(admit(mixed(100, 0), newcomer(never))).toEqual({ kind: 'refused', reason: 'full' });
    expect(admit(mixed(99, 0), newcomer(never)).kind).toBe('admitted');
    expect(admit(mixed(100, 5), newcomer(never))).toEqual({ kind: 'preempts', rows: 1 });
    expect(admit(mixed(90, 60), newcomer(never, { rows: 64 }))).toEqual({ kind: 'preempts', rows: 54 });
    expect(admit(mixed(90, 50), newcomer(never, { rows: 64 }))).toMatchObject({ reason: 'full' });
    expect(admit(mixed(120, 5), newcomer(never))).toEqual({ kind: 'preempts', rows: 1 });
  });

  test('a large request is taken whole while the queue is not half full', () => {
    expect(admit(filled(49), newcomer(never, { rows: 100 })).kind).toBe('admitted');
    expect(admit(filled(50), newcomer(never, { rows: 100 })).kind).toBe('refused');
  });

  test('an empty queue takes even a request larger than it', () => {
    expect(admit(filled(0), newcomer(never, { rows: 500 })).kind).toBe('admitted');
  });
});
