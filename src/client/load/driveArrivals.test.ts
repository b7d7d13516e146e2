import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { driveArrivals } from './driveArrivals.ts';

const arrivals = Float64Array.from({ length: 120 }, (_, index) => (index < 60 ? index * 0.05 : index - 57));

beforeEach(() => {
  vi.stubGlobal('document', { hidden: false });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test.each([
  ['a page that is not isolated', { crossOriginIsolated: false, document: { hidden: false } }],
  ['an isolated page', { crossOriginIsolated: true, document: { hidden: false } }],
  ['a hidden page', { crossOriginIsolated: true, document: { hidden: true } }],
])('on %s every arrival is sent once, in order and none early', async (_, globals) => {
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
  const startAt = performance.now();
  const sent: number[] = [];
  await driveArrivals(arrivals, startAt, new AbortController().signal, (intendedMs, nowMs) => {
    expect(nowMs).toBeGreaterThanOrEqual(intendedMs);
    expect(performance.now() - startAt).toBeGreaterThanOrEqual(nowMs);
    sent.push(intendedMs);
  });
  expect(sent).toEqual([...arrivals]);
});

test('an abort ends it before the rest is sent', async () => {
  const controller = new AbortController();
  let sent = 0;
  await driveArrivals(arrivals, performance.now(), controller.signal, () => {
    sent += 1;
    if (sent === 3) controller.abort();
  });
  expect(sent).toBeGreaterThanOrEqual(3);
  expect(sent).toBeLessThan(arrivals.length);
});

test('no arrivals, no wait', async () => {
  const send = vi.fn();
  await driveArrivals(new Float64Array(0), performance.now(), new AbortController().signal, send);
  expect(send).not.toHaveBeenCalled();
});
