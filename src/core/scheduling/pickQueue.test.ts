import { expect, test } from 'vitest';
import { pickQueue } from './pickQueue.ts';

const claim = (rows: number, oldestEnqueuedAt: number): Parameters<typeof pickQueue>[0][number] => ({
  rows,
  oldestEnqueuedAt,
  targetRows: 32,
});

test.each([
  ['nothing when all are empty', [claim(0, 0), claim(0, 0)], -1],
  ['the only one with rows', [claim(0, 0), claim(1, 9)], 1],
  ['the older head among equally full ones', [claim(4, 8), claim(4, 3)], 1],
  ['a full one before a slightly older one', [claim(32, 8), claim(1, 5)], 0],
  ['a much older one before a full one', [claim(32, 90), claim(1, 5)], 1],
])('picks %s', (_, claims, index) => {
  expect(pickQueue(claims, 100, 10)).toBe(index);
});
