import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planBatch, type BatchPolicy, type QueueState } from './planBatch.ts';

const cost = [1, 8, 32].map((rows) => ({ rows, ms: 1 + 0.1 * rows }));
const policy: BatchPolicy = { maxBatch: 32, maxQueueDelayMs: 0, cost, isBatching: true };
const never = Number.POSITIVE_INFINITY;

function queue(rows: number, overrides: Partial<QueueState> = {}): QueueState {
  return { rows, oldestEnqueuedAt: 0, headDeadlineAt: never, ...overrides };
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
    const linear = { ...policy, cost: [1, 8, 32].map((rows) => ({ rows, ms: 20 * rows })) };
    expect(planBatch(queue(7), linear, 'running', 0).kind).toBe('idle');
    expect(planBatch(queue(8), linear, 'running', 0).kind).toBe('run');
    expect(planBatch(queue(2), { ...linear, maxBatch: 2 }, 'running', 0).kind).toBe('run');
  });

  test('runs requests one by one when batching is off', () => {
    expect(planBatch(queue(9), { ...policy, isBatching: false }, 'idle', 0)).toMatchObject({ rows: 1 });
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
      headDeadlineAt: fc.oneof(fc.constant(never), fc.integer({ min: 0, max: 400 })),
      now: fc.integer({ min: 100, max: 300 }),
      maxBatch: fc.integer({ min: 1, max: 64 }),
      maxQueueDelayMs: fc.integer({ min: 0, max: 50 }),
    });
    fc.assert(
      fc.property(cases, ({ now, maxBatch, maxQueueDelayMs, ...state }) => {
        const plan = planBatch(state, { ...policy, maxBatch, maxQueueDelayMs }, 'idle', now);
        expect(plan.kind).not.toBe('idle');
        if (plan.kind === 'wait') {
          expect(plan.untilMs).toBeGreaterThan(now);
          expect(plan.untilMs).toBeLessThanOrEqual(
            Math.min(state.headDeadlineAt, state.oldestEnqueuedAt + maxQueueDelayMs),
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
