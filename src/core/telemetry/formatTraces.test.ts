import { expect, test } from 'vitest';
import { formatTraces } from './formatTraces.ts';
import { TraceLog, type TracedRequest } from './traceLog.ts';

function tracedAt(startAt: number): TracedRequest {
  return {
    version: '1',
    variant: 'fp32',
    backend: 'wasm',
    batchSize: 3,
    requestStartAt: startAt,
    queueStartAt: startAt + 1,
    computeStartAt: startAt + 3,
    computeInputEndAt: startAt + 4,
    computeOutputStartAt: startAt + 8,
    computeEndAt: startAt + 9,
    requestEndAt: startAt + 10,
  };
}

test('a request is a slice with its stages in it, in microseconds, on the thread of its model', () => {
  const { displayTimeUnit, traceEvents } = formatTraces([
    { model: 'idle', requests: [] },
    { model: 'digits', requests: [tracedAt(100)] },
  ]);
  expect(displayTimeUnit).toBe('ms');
  const [process, thread, ...events] = traceEvents;
  expect([process, thread]).toMatchObject([
    { ph: 'M', name: 'process_name' },
    { ph: 'M', name: 'thread_name', tid: 2, args: { name: 'digits' } },
  ]);
  expect(events.map(({ name, ph, ts }) => `${ph} ${name} ${ts}`)).toEqual([
    'b REQUEST 100000',
    'b QUEUE 101000',
    'e QUEUE 103000',
    'b COMPUTE_INPUT 103000',
    'e COMPUTE_INPUT 104000',
    'b COMPUTE_INFER 104000',
    'e COMPUTE_INFER 108000',
    'b COMPUTE_OUTPUT 108000',
    'e COMPUTE_OUTPUT 109000',
    'e REQUEST 110000',
  ]);
  expect(new Set(events.map(({ id, cat, pid, tid }) => [id, cat, pid, tid].join()))).toEqual(
    new Set(['1,request,1,2']),
  );
  expect(events[0]?.args).toEqual({
    model: 'digits',
    version: '1',
    variant: 'fp32',
    backend: 'wasm',
    batchSize: 3,
  });
});

test('the latest are kept, the oldest first, and no more than one in a while', () => {
  const log = new TraceLog();
  for (let at = 0; at < 1000; at += 1) {
    const request = tracedAt(at * 5);
    if (log.isDue(request.requestEndAt)) log.add(request);
  }
  const starts = log.list().map(({ requestStartAt }) => requestStartAt);
  expect(starts).toHaveLength(500);
  for (let at = 1000; at < 1100; at += 1) log.add(tracedAt(at * 5));
  const later = log.list().map(({ requestStartAt }) => requestStartAt);
  expect(later).toHaveLength(512);
  expect(later).toEqual(later.toSorted((left, right) => left - right));
  expect(later.at(-1)).toBe(1099 * 5);
});
