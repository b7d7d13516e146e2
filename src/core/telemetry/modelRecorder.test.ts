import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatStatistics } from './formatStatistics.ts';
import { ModelRecorder } from './modelRecorder.ts';
import { WindowedCounter } from './windowedCounter.ts';

const noLoad = { queueDepth: 0, inFlight: 0 };

type Event = (recorder: ModelRecorder, now: number) => void;
// Quarters, so that sums do not depend on their order.
const ms = fc.nat(4000).map((quarters) => quarters / 4);
const event: fc.Arbitrary<Event> = fc.oneof(
  fc
    .record({
      rows: fc.integer({ min: 1, max: 9 }),
      paddingRows: fc.nat(3),
      inputMs: ms,
      computeMs: ms,
      outputMs: ms,
    })
    .map((record): Event => (recorder, now) => {
      recorder.recordExecution({ ...record, reason: record.rows > 4 ? 'full' : 'idle' }, now);
    }),
  fc
    .tuple(fc.constantFrom('local', 'memory'), fc.constantFrom('1', '2'), ms, ms)
    .map(([source, version, latencyMs, queueMs]): Event => (recorder, now) => {
      recorder.recordAnswer({ source, version, latencyMs, queueMs }, now);
    }),
  fc
    .constantFrom(
      { code: 'deadline', refusal: 'expired' } as const,
      { code: 'deadline', refusal: 'dropped' } as const,
      { code: 'closed' } as const,
    )
    .map((error): Event => (recorder, now) => {
      recorder.recordFailure(error, now);
    }),
  fc.constant<Event>((recorder) => {
    recorder.aborted += 1;
  }),
);

describe('ModelRecorder', () => {
  test('two merged count what one alone would have counted', () => {
    const history = fc.array(fc.record({ event, isLeft: fc.boolean(), waitMs: fc.nat(3000) }));
    fc.assert(
      fc.property(history, fc.nat(30_000), (steps, later) => {
        const left = new ModelRecorder();
        const right = new ModelRecorder();
        const one = new ModelRecorder();
        let now = 1_000_000;
        for (const step of steps) {
          now += step.waitMs;
          step.event(step.isLeft ? left : right, now);
          step.event(one, now);
        }
        const total = new ModelRecorder();
        total.merge(left);
        total.merge(right);
        const at = now + later;
        expect(total.metrics(at, noLoad)).toEqual(one.metrics(at, noLoad));
        expect(formatStatistics('m', '1', total)).toEqual(formatStatistics('m', '1', one));
      }),
    );
  });

  test('counts a failure as a request without a latency', () => {
    const recorder = new ModelRecorder();
    recorder.recordAnswer({ source: 'local', version: '1', latencyMs: 5, queueMs: 1 }, 1_000_000);
    recorder.recordFailure({ code: 'deadline', refusal: 'expired' }, 1_000_000);
    expect(recorder.metrics(1_000_500, noLoad)).toMatchObject({
      requests: 2,
      errors: { deadline: 1 },
      refusals: { expired: 1 },
      sources: { local: 1 },
      latencyMs: { samples: 1 },
    });
  });

  test('percentiles and rates look back ten seconds, counters to the start', () => {
    const recorder = new ModelRecorder();
    recorder.recordAnswer({ source: 'local', version: '1', latencyMs: 5, queueMs: 1 }, 1_000_000);
    expect(recorder.metrics(1_011_000, noLoad)).toMatchObject({
      requests: 1,
      requestsPerSecond: 0,
      latencyMs: { p50: null, p90: null, p99: null, samples: 0 },
    });
  });
});

describe('formatStatistics', () => {
  test('has the fields of the statistics extension, in nanoseconds', () => {
    const recorder = new ModelRecorder();
    for (const rows of [8, 2, 8]) {
      recorder.recordExecution(
        { rows, paddingRows: 0, inputMs: 1, computeMs: 2, outputMs: 0.5, reason: 'full' },
        1_000_000,
      );
    }
    recorder.recordAnswer({ source: 'local', version: '3', latencyMs: 4, queueMs: 0.5 }, 1_000_001);
    recorder.recordFailure({ code: 'closed' }, 1_000_002);
    const none = { count: 0, ns: 0 };
    expect(formatStatistics('toy', '3', recorder)).toEqual({
      name: 'toy',
      version: '3',
      last_inference: 1_000_000,
      inference_count: 18,
      execution_count: 3,
      inference_stats: {
        success: { count: 1, ns: 4e6 },
        fail: { count: 1, ns: 0 },
        queue: { count: 1, ns: 5e5 },
        compute_input: { count: 3, ns: 3e6 },
        compute_infer: { count: 3, ns: 6e6 },
        compute_output: { count: 3, ns: 1.5e6 },
        cache_hit: none,
        cache_miss: none,
      },
      batch_stats: [2, 8].map((size) => {
        const count = size === 2 ? 1 : 2;
        return {
          batch_size: size,
          compute_input: { count, ns: count * 1e6 },
          compute_infer: { count, ns: count * 2e6 },
          compute_output: { count, ns: count * 5e5 },
        };
      }),
      memory_usage: [],
    });
  });
});

describe('WindowedCounter', () => {
  test('agrees with a plain list', () => {
    const additions = fc.array(fc.record({ amount: fc.nat(9), waitMs: fc.nat(4000) }));
    fc.assert(
      fc.property(additions, fc.nat(15_000), (steps, later) => {
        const counter = new WindowedCounter();
        const seen: { readonly second: number; readonly amount: number }[] = [];
        let now = 5_000_000;
        for (const { amount, waitMs } of steps) {
          now += waitMs;
          counter.add(amount, now);
          seen.push({ second: Math.floor(now / 1000), amount });
        }
        const at = Math.floor((now + later) / 1000);
        const sum = (from: number): number =>
          seen.reduce((total, { second, amount }) => total + (second > from ? amount : 0), 0);
        expect(counter.total).toBe(sum(Number.NEGATIVE_INFINITY));
        expect(counter.window(now + later)).toBe(sum(at - 10));
      }),
    );
  });
});
