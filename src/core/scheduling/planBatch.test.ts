import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planBatch, type BatchPolicy, type QueueState } from './planBatch.ts';

const cost = [1, 8, 32].map((rows) => ({ rows, ms: 1 + 0.1 * rows }));
const policy: BatchPolicy = {
  maxBatch: 32,
  maxQueueDelayMs: 0,
  preferredBatch: [],
  cost,
  serviceRatio: 1,
  isStatic: false,
};
const never = Number.POSITIVE_INFINITY;

function queue(rows: number, overrides: Partial<QueueState> = {}): QueueState {
  return { rows, oldestEnqueuedAt: 0, earliestEndAt: never, headBudgetMs: never, ...overrides };
}

describe('planBatch', () => {
  test('does nothing with an empty queue', () => {
    expect(planBatch(queue(0), policy, 'idle', 0)).toEqual({ kind: 'idle' });
  });

  test('an idle instance takes a lone request at once', () => {
    expect(planBatch(queue(1), policy, 'idle', 0)).toEqual({ kind: 'run', rows: 1, reason: 'idle' });
  });

  test('takes a full batch and leaves the rest', () => {
    expect(planBatch(queue(100), policy, 'idle', 0)).toEqual({ kind: 'run', rows: 32, reason: 'full' });
  });

  test('gives a running instance one batch ahead only when half of a batch waits', () => {
    expect(planBatch(queue(15), policy, 'running', 0).kind).toBe('idle');
    expect(planBatch(queue(16), policy, 'running', 0).kind).toBe('run');
  });

  test('but never for less than eight rows, unless the cap is lower', () => {
    const linear = { ...policy, cost: [1, 8, 32].map((rows) => ({ rows, ms: 0.6 * rows })) };
    expect(planBatch(queue(7), linear, 'running', 0).kind).toBe('idle');
    expect(planBatch(queue(8), linear, 'running', 0).kind).toBe('run');
    expect(planBatch(queue(2), { ...linear, maxBatch: 2 }, 'running', 0).kind).toBe('run');
  });

  test('commits a long run early only when it is full', () => {
    const slow = (ms: number): BatchPolicy => ({
      ...policy,
      cost: [1, 8, 32].map((rows) => ({ rows, ms: ms + 0.01 * rows })),
    });
    expect(planBatch(queue(31), slow(6), 'running', 0).kind).toBe('idle');
    expect(planBatch(queue(32), slow(6), 'running', 0)).toMatchObject({ kind: 'run', rows: 32 });
    expect(planBatch(queue(200), slow(30), 'running', 0).kind).toBe('run');
    expect(planBatch(queue(200, { headBudgetMs: 100 }), slow(30), 'running', 0).kind).toBe('idle');
  });

  test('sizes the batch by the whole budget of its head, whatever is left of it', () => {
    const slow = { ...policy, cost: [1, 8, 32].map((rows) => ({ rows, ms: 10 + rows })) };
    const state = queue(100, { earliestEndAt: 60, headBudgetMs: 60 });
    expect(planBatch(state, slow, 'idle', 0)).toMatchObject({ rows: 20 });
    expect(planBatch(state, slow, 'idle', 45)).toMatchObject({ rows: 20 });
  });

  test('releases a preferred size as soon as it is reached', () => {
    const choosy = { ...policy, maxQueueDelayMs: 50, preferredBatch: [4, 8] };
    expect(planBatch(queue(3), choosy, 'idle', 0).kind).toBe('wait');
    expect(planBatch(queue(7), choosy, 'idle', 0)).toEqual({ kind: 'run', rows: 4, reason: 'full' });
    expect(planBatch(queue(9), choosy, 'idle', 0)).toEqual({ kind: 'run', rows: 8, reason: 'full' });
  });

  test('holds nothing back so long that its head would be late', () => {
    const delayed = { ...policy, maxQueueDelayMs: 50 };
    const state = queue(2, { earliestEndAt: 20, headBudgetMs: 20 });
    expect(planBatch(state, delayed, 'idle', 0)).toMatchObject({ kind: 'wait', untilMs: 20 - 4.2 - 5 });
    expect(planBatch(state, { ...delayed, serviceRatio: 2 }, 'idle', 0)).toMatchObject({
      untilMs: 20 - 8.4 - 5,
    });
  });

  test('runs requests one by one when batching is off', () => {
    expect(planBatch(queue(9), { ...policy, maxBatch: 1 }, 'idle', 0)).toMatchObject({ rows: 1 });
  });

  test('a queue delay holds a partial batch back until it is over', () => {
    const delayed = { ...policy, maxQueueDelayMs: 20 };
    expect(planBatch(queue(2, { oldestEnqueuedAt: 5 }), delayed, 'idle', 10)).toEqual({
      kind: 'wait',
      untilMs: 25,
    });
    expect(planBatch(queue(2, { oldestEnqueuedAt: 5 }), delayed, 'idle', 25)).toMatchObject({
      reason: 'deadline',
    });
    expect(planBatch(queue(32, { oldestEnqueuedAt: 5 }), delayed, 'idle', 6)).toMatchObject({
      reason: 'full',
    });
  });

  test('never waits past the deadline of its head, never exceeds the cap, never idles an idle instance', () => {
    const cases = fc.record({
      rows: fc.integer({ min: 1, max: 500 }),
      oldestEnqueuedAt: fc.integer({ min: 0, max: 100 }),
      earliestEndAt: fc.oneof(fc.constant(never), fc.integer({ min: 0, max: 400 })),
      now: fc.integer({ min: 100, max: 300 }),
      maxBatch: fc.integer({ min: 1, max: 64 }),
      maxQueueDelayMs: fc.integer({ min: 0, max: 50 }),
    });
    fc.assert(
      fc.property(cases, ({ now, maxBatch, maxQueueDelayMs, ...rest }) => {
        const state = { ...rest, headBudgetMs: rest.earliestEndAt - rest.oldestEnqueuedAt };
        const plan = planBatch(state, { ...policy, maxBatch, maxQueueDelayMs }, 'idle', now);
        expect(plan.kind).not.toBe('idle');
        if (plan.kind === 'wait') {
          expect(plan.untilMs).toBeGreaterThan(now);
          expect(plan.untilMs).toBeLessThanOrEqual(
            Math.min(state.earliestEndAt, state.oldestEnqueuedAt + maxQueueDelayMs),
          );
        }
        if (plan.kind === 'run') {
          expect(plan.rows).toBeGreaterThan(0);
          expect(plan.rows).toBeLessThanOrEqual(Math.min(maxBatch, state.rows));
        }
      }),
    );
  });
});
