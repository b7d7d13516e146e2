import { expect, test } from 'vitest';
import { breakerEvents } from './breakerEvents.ts';
import { testRouting } from './testRouting.ts';

test('changes of all breakers stand in one list, newest first', () => {
  const breaker = { state: 'open', opensUntil: 60, calls: 20, failures: 20, slow: 0 } as const;
  const opened = { at: 10, state: 'open', why: 'failures' } as const;
  const probed = { at: 30, state: 'half-open', why: 'time' } as const;
  const other = { at: 20, state: 'open', why: 'slow' } as const;
  const status = testRouting({
    one: { breaker: { ...breaker, history: [opened, probed] } },
    two: { breaker: { ...breaker, history: [other] } },
  });
  expect(breakerEvents(status)).toEqual([
    { ...probed, model: 'one' },
    { ...other, model: 'two' },
    { ...opened, model: 'one' },
  ]);
});
