import { expect, test } from 'vitest';
import { RoundTrips } from './roundTrips.ts';

test('knows nothing before the first answer', () => {
  const trips = new RoundTrips();
  expect([trips.predictMs(100), trips.timeoutMs(100, 9000), trips.slowMs(100), trips.points()]).toEqual([
    undefined,
    9000,
    Number.POSITIVE_INFINITY,
    [],
  ]);
});

test('finds what each byte takes', () => {
  const trips = new RoundTrips();
  for (let round = 0; round < 40; round += 1) {
    const bytes = 1000 * (1 + (round % 8));
    trips.observe(bytes, 20 + bytes / 1000);
  }
  expect(trips.predictMs(2000)).toBeCloseTo(22, 6);
  expect(trips.predictMs(50_000)).toBeCloseTo(70, 6);
  expect(trips.points().map(({ sizeBytes }) => sizeBytes)[0]).toBe(1000);
});

test('follows an endpoint that turns slow within a few answers', () => {
  const trips = new RoundTrips();
  for (let round = 0; round < 50; round += 1) trips.observe(500, 20);
  for (let round = 0; round < 4; round += 1) trips.observe(500, 200);
  expect(trips.predictMs(500)).toBeGreaterThan(120);
});

test('gives attempts as much as calls stray, doubled after each that ended without an answer', () => {
  const trips = new RoundTrips();
  for (let round = 0; round < 50; round += 1) trips.observe(500, round % 2 === 0 ? 300 : 500);
  const usual = trips.timeoutMs(500, 60_000);
  expect(usual).toBeGreaterThan(800);
  expect(usual).toBeLessThan(3000);
  trips.noteTimeout();
  expect(trips.timeoutMs(500, 60_000)).toBeCloseTo(2 * usual, 6);
  expect(trips.timeoutMs(500, 1000)).toBe(1000);
});

test('never predicts less than nothing', () => {
  const trips = new RoundTrips();
  for (let round = 0; round < 20; round += 1) trips.observe(1000 + round, 100 - 5 * round);
  expect(trips.predictMs(1_000_000)).toBeGreaterThanOrEqual(0);
});
