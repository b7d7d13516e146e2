import { expect, test } from 'vitest';
import { DeadlineKeeper } from './deadlineKeeper.ts';
import { createRequest, type EngineRequest, type RequestOwner } from './engineRequest.ts';
import { FakeClock } from './testing/fakeClock.ts';

function keep(deadlines: readonly number[]): {
  readonly clock: FakeClock;
  readonly keeper: DeadlineKeeper;
  readonly refused: readonly number[];
} {
  const clock = new FakeClock();
  const keeper = new DeadlineKeeper(clock);
  const refused: number[] = [];
  const owner: RequestOwner = {
    answer: () => undefined,
    refuse: (request: EngineRequest) => {
      request.isSettled = true;
      refused.push(request.id);
    },
  };
  for (const [id, deadlineMs] of deadlines.entries()) {
    const requestStartAt = clock.now();
    const origin = { id, owner, answer: 'infer', model: 'wide', options: {}, requestStartAt } as const;
    keeper.add(createRequest({ ...origin, deadlineAt: requestStartAt + deadlineMs }));
  }
  keeper.arm();
  return { clock, keeper, refused };
}

test('requests are refused when their deadlines pass, the nearest first', async () => {
  const { clock, refused } = keep([30, 10, 20]);
  await clock.advance(15);
  expect(refused).toEqual([1]);
  await clock.advance(15);
  expect(refused).toEqual([1, 2, 0]);
});

test('what is late is refused on demand, before a timer that comes late', async () => {
  const { clock, keeper, refused } = keep([30, 10]);
  clock.stall(20);
  keeper.expire();
  expect(refused).toEqual([1]);
  await clock.advance(10);
  expect(refused).toEqual([1, 0]);
});
