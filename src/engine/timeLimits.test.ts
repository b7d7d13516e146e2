import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FakeClock } from './testing/fakeClock.ts';
import { settleMicrotasks } from './testing/settleMicrotasks.ts';
import { TimeLimits } from './timeLimits.ts';

const never = new Promise<number>(() => undefined);

/** A clock that counts the timers that were set. */
class CountingClock extends FakeClock {
  timers = 0;

  override after(delayMs: number, run: () => void): () => void {
    this.timers += 1;
    return super.after(delayMs, run);
  }
}

test('gives what comes in time, and undefined for what fails', async () => {
  const limits = new TimeLimits(new FakeClock());
  expect(await limits.settleWithin(10, Promise.resolve(3))).toBe(3);
  const failing = limits.settleWithin(10, Promise.reject<number>(new Error('no')));
  expect(await failing).toBeUndefined();
});

test('each limit holds to the millisecond, whatever else is waited for', async () => {
  const wait = fc.record({ startMs: fc.nat(50), limitMs: fc.nat(50), takesMs: fc.nat(120) });
  await fc.assert(
    fc.asyncProperty(fc.array(wait, { maxLength: 12 }), async (waits) => {
      const clock = new FakeClock();
      const limits = new TimeLimits(clock);
      const startAt = clock.now();
      const ended: (readonly [atMs: number, value: number | undefined])[] = [];
      for (const [index, { startMs, limitMs, takesMs }] of waits.entries()) {
        clock.after(startMs, () => {
          const value = new Promise<number>((resolve) => {
            clock.after(takesMs, () => {
              resolve(takesMs);
            });
          });
          void limits.settleWithin(limitMs, value).then((settled) => {
            ended[index] = [clock.now() - startAt, settled];
          });
        });
      }
      await clock.advance(1000);
      for (const [index, { startMs, limitMs, takesMs }] of waits.entries()) {
        const [atMs, value] = ended[index]!;
        expect(atMs).toBe(startMs + Math.min(limitMs, takesMs));
        if (takesMs !== limitMs) expect(value).toBe(takesMs < limitMs ? takesMs : undefined);
      }
    }),
  );
});

test('one timer serves many short waits, and none is left behind', async () => {
  const clock = new CountingClock();
  const limits = new TimeLimits(clock);
  for (let index = 0; index < 100; index += 1) {
    expect(await limits.settleWithin(200, Promise.resolve(index))).toBe(index);
    await clock.advance(1);
  }
  expect(clock.timers).toBe(1);
  await clock.advance(1000);
  expect(clock.timers).toBe(1);
  let isGivenUp = false;
  void limits.settleWithin(200, never).then(() => {
    isGivenUp = true;
  });
  await clock.advance(199);
  expect(isGivenUp).toBe(false);
  await clock.advance(1);
  await settleMicrotasks();
  expect(isGivenUp).toBe(true);
});
