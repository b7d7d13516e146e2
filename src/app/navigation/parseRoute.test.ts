import { expect, test } from 'vitest';
import { parseRoute } from './parseRoute.ts';

test.each([
  ['', 'Playground'],
  ['#', 'Playground'],
  ['#/', 'Playground'],
  ['#/try', 'Playground'],
  ['#/live', 'Live'],
  ['#/traffic', 'Traffic'],
  ['#/storage', 'Storage and privacy'],
  ['#/live?model=digits', 'Live'],
])('%j opens %s', (hash, title) => {
  expect(parseRoute(hash)).toMatchObject({ kind: 'page', title });
});

test('any other hash is unknown and keeps what was asked for', () => {
  expect(parseRoute('#/nowhere')).toEqual({ kind: 'unknown', path: '#/nowhere' });
});
