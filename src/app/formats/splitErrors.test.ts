import { expect, test } from 'vitest';
import { splitErrors } from './splitErrors.ts';

test('splits by reason what has one, the most frequent first', () => {
  const errors = { 'queue-full': 7, deadline: 4, closed: 1 };
  expect(splitErrors(errors, { full: 2, 'predicted-late': 5, expired: 3 })).toEqual([
    { name: 'predicted-late', code: 'queue-full', count: 5 },
    { name: 'expired', code: 'deadline', count: 3 },
    { name: 'full', code: 'queue-full', count: 2 },
    { name: 'deadline', code: 'deadline', count: 1 },
    { name: 'closed', code: 'closed', count: 1 },
  ]);
});

test('shows codes where no reason is known', () => {
  expect(splitErrors({ remote: 2 }, {})).toEqual([{ name: 'remote', code: 'remote', count: 2 }]);
  expect(splitErrors({}, {})).toEqual([]);
});
