import { expect, test } from 'vitest';
import { formatBytes } from './formatBytes.ts';
import { formatCount } from './formatCount.ts';
import { formatCounted } from './formatCounted.ts';
import { formatMilliseconds } from './formatMilliseconds.ts';
import { formatShare } from './formatShare.ts';

test.each([
  [null, '–'],
  [0.123, '0.12 ms'],
  [12.34, '12.3 ms'],
  [345.6, '346 ms'],
  [1234, '1.2 s'],
  [61_000, '61 s'],
])('a duration of %s ms reads %s', (durationMs, text) => {
  expect(formatMilliseconds(durationMs)).toBe(text);
});

test.each([
  [0, '0.0 %'],
  [0.0001, '< 0.1 %'],
  [0.9825, '98.3 %'],
  [0.99999, '> 99.9 %'],
  [1, '100.0 %'],
])('a share of %s reads %s', (share, text) => {
  expect(formatShare(share)).toBe(text);
});

test('counts are grouped, and small rates keep one decimal', () => {
  expect([0, 2.345, 12.6, 100_000].map(formatCount)).toEqual(['0', '2.3', '13', '100,000']);
});

test('a noun follows its number', () => {
  expect([0, 1, 2000].map((count) => formatCounted(count, 'row'))).toEqual(['0 rows', '1 row', '2,000 rows']);
});

test('sizes are decimal', () => {
  expect([12, 4_400, 2_500_000, 10.7e9].map(formatBytes)).toEqual(['12 B', '4 kB', '2.5 MB', '10.7 GB']);
});
