import { expect, test } from 'vitest';
import { JobTimeline } from './jobTimeline.ts';

test('knows how long what was given will still take', () => {
  const timeline = new JobTimeline();
  expect(timeline.remainingMs(0)).toBe(0);
  const first = timeline.post(10, 100);
  const second = timeline.post(4, 102);
  expect(timeline.remainingMs(103)).toBe(7 + 4);
  expect(timeline.remainingMs(150)).toBe(4);
  expect(timeline.finish(first, 112)).toEqual({ expectedMs: 10, servedMs: 12 });
  expect(timeline.remainingMs(113)).toBe(3);
  expect(timeline.finish(second, 118)).toEqual({ expectedMs: 4, servedMs: 6 });
  expect(timeline.count).toBe(0);
});

test('a job that came to an idle instance is served from when it was given', () => {
  const timeline = new JobTimeline();
  timeline.finish(timeline.post(5, 0), 6);
  expect(timeline.finish(timeline.post(5, 50), 57)).toEqual({ expectedMs: 5, servedMs: 7 });
});

test('a job that is answered before an earlier one leaves the earlier one where it is', () => {
  const timeline = new JobTimeline();
  timeline.post(10, 0);
  const second = timeline.post(4, 0);
  expect(timeline.finish(second, 3).expectedMs).toBe(4);
  expect(timeline.remainingMs(3)).toBe(10);
});
