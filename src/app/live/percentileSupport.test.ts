import { expect, test } from 'vitest';
import { missingSamples, supportNote } from './percentileSupport.ts';

test.each([
  ['p50', 10, 1],
  ['p50', 11, 0],
  ['p90', 0, 64],
  ['p90', 64, 0],
  ['p99', 661, 1],
  ['p99', 5000, 0],
] as const)('%s with %i samples lacks %i', (name, samples, missing) => {
  expect(missingSamples(name, samples)).toBe(missing);
});

test('the note counts what is missing, and is gone when nothing is', () => {
  expect(supportNote('p90', 4)).toBe('needs 60 more');
  expect(supportNote('p50', 10)).toBe('needs 1 more');
  expect(supportNote('p50', 11)).toBeUndefined();
});
