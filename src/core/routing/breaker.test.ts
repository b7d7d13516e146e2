import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Breaker, type CallOutcome } from './breaker.ts';

const half = (): number => 0.5;

function call(breaker: Breaker, outcome: CallOutcome, now: number): boolean {
  const permit = breaker.acquire(now);
  if (permit !== undefined) breaker.release(permit, outcome, now);
  return permit !== undefined;
}

function opened(now = 0): Breaker {
  const breaker = new Breaker(half);
  for (let count = 0; count < 5; count += 1) call(breaker, 'failure', now);
  expect(breaker.state(now)).toBe('open');
  return breaker;
}

describe('it opens', () => {
  test.each<[string, readonly CallOutcome[], boolean]>([
    ['not by four failures', ['failure', 'failure', 'failure', 'failure'], false],
    ['by five', ['failure', 'failure', 'failure', 'failure', 'failure'], true],
    ['by half of six', ['success', 'success', 'success', 'failure', 'failure', 'failure'], true],
    ['not by two of five', ['success', 'success', 'success', 'failure', 'failure'], false],
    ['by four slow of five', ['slow', 'slow', 'slow', 'slow', 'success'], true],
    ['not by three slow of five', ['slow', 'slow', 'slow', 'success', 'success'], false],
    ['not by what says nothing', Array.from({ length: 20 }, (): CallOutcome => 'ignored'), false],
  ])('%s', (_, outcomes, isOpen) => {
    const breaker = new Breaker(half);
    for (const outcome of outcomes) call(breaker, outcome, 0);
    expect(breaker.state(0)).toBe(isOpen ? 'open' : 'closed');
  });

  test('not by failures of which a pause lies between', () => {
    const breaker = new Breaker(half);
    for (let count = 0; count < 4; count += 1) call(breaker, 'failure', 0);
    call(breaker, 'failure', 300_000);
    expect(breaker.state(300_000)).toBe('closed');
  });

  test('also where calls are seldom', () => {
    const breaker = new Breaker(half);
    for (let second = 0; second < 5; second += 1) call(breaker, 'failure', second * 1900);
    expect(breaker.state(8000)).toBe('open');
  });
});

test('open, it lets nothing through; after 5 s one probe, whose success closes it', () => {
  const breaker = opened();
  expect(breaker.acquire(4999)).toBeUndefined();
  const probe = breaker.acquire(5000)!;
  expect(probe.isProbe).toBe(true);
  expect([breaker.acquire(5001), breaker.isPassable(5001)]).toEqual([undefined, false]);
  breaker.release(probe, 'success', 5010);
  expect(breaker.state(5010)).toBe('closed');
  expect(breaker.status(5010)).toMatchObject({ calls: 0, failures: 0 });
  expect(breaker.status(5010).history.map(({ state }) => state)).toEqual(['open', 'half-open', 'closed']);
});

test('each failed probe doubles the wait, up to a minute', () => {
  const breaker = opened();
  let now = 0;
  for (const waitMs of [5000, 10_000, 20_000, 40_000, 60_000, 60_000]) {
    expect(breaker.acquire(now + waitMs - 1)).toBeUndefined();
    now += waitMs;
    expect(call(breaker, 'failure', now)).toBe(true);
  }
});

test('a probe that says nothing leaves the next one its turn', () => {
  const breaker = opened();
  expect(call(breaker, 'ignored', 5000)).toBe(true);
  expect(call(breaker, 'success', 5001)).toBe(true);
  expect(breaker.state(5001)).toBe('closed');
});

test('what was begun before a change says nothing of what comes after', () => {
  const breaker = new Breaker(half);
  const early = breaker.acquire(0)!;
  for (let count = 0; count < 5; count += 1) call(breaker, 'failure', 0);
  call(breaker, 'success', 5000);
  breaker.release(early, 'failure', 5000);
  expect(breaker.status(5000).calls).toBe(0);
});

test('law: never more than one call while it is not closed, and it is never open for more than a minute', () => {
  const step = fc.record({
    waitMs: fc.integer({ min: 0, max: 20_000 }),
    outcome: fc.constantFrom<CallOutcome>('success', 'failure', 'failure', 'slow', 'ignored'),
    isHeld: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 200 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (steps, chance) => {
        const breaker = new Breaker(() => chance);
        let now = 0;
        let probe: ReturnType<Breaker['acquire']>;
        for (const { waitMs, outcome, isHeld } of steps) {
          now += waitMs;
          const state = breaker.state(now);
          const permit = breaker.acquire(now);
          expect(permit === undefined).toBe(
            state === 'open' || (state === 'half-open' && probe !== undefined),
          );
          const { opensUntil } = breaker.status(now);
          if (opensUntil !== null) expect(opensUntil - now).toBeLessThanOrEqual(60_000);
          if (permit === undefined) continue;
          if (permit.isProbe && isHeld) probe = permit;
          else breaker.release(permit, outcome, now);
          if (probe !== undefined && !isHeld) {
            breaker.release(probe, outcome, now);
            probe = undefined;
          }
        }
      },
    ),
  );
});
