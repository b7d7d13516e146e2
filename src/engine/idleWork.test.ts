import { expect, test } from 'vitest';
import { IdleWork } from './idleWork.ts';
import { FakeClock } from './testing/fakeClock.ts';

function makeIdle() {
  const clock = new FakeClock();
  const state = { isBusy: false, arrivals: 0 };
  const idle = new IdleWork({
    clock,
    isBusy: () => state.isBusy,
    countArrivals: () => state.arrivals,
  });
  const done: string[] = [];
  const addTask = (name: string, pieces: number, onPiece: () => void = () => undefined): void => {
    let left = pieces;
    idle.start(name, {
      step: () => {
        left -= 1;
        done.push(name);
        onPiece();
        return Promise.resolve(left > 0);
      },
    });
  };
  return { clock, state, idle, done, addTask };
}

test('pieces are done one after the other once it was quiet', async () => {
  const { clock, done, addTask } = makeIdle();
  addTask('a', 2);
  addTask('b', 1);
  await clock.advance(499);
  expect(done).toEqual([]);
  await clock.advance(1);
  expect(done).toEqual(['a', 'a', 'b']);
  addTask('c', 1);
  await clock.advance(500);
  expect(done).toEqual(['a', 'a', 'b', 'c']);
});

test('while there is work for callers nothing is done', async () => {
  const { clock, state, done, addTask } = makeIdle();
  state.isBusy = true;
  addTask('a', 1);
  await clock.advance(10_000);
  expect(done).toEqual([]);
  state.isBusy = false;
  await clock.advance(1000);
  expect(done).toEqual(['a']);
});

test('after a request came it waits for quiet again', async () => {
  const { clock, state, done, addTask } = makeIdle();
  addTask('a', 3, () => {
    state.arrivals += 1;
  });
  await clock.advance(500);
  expect(done).toHaveLength(1);
  await clock.advance(499);
  expect(done).toHaveLength(1);
  await clock.advance(1);
  expect(done).toHaveLength(2);
});

test('a task of the same name takes the place of the one before; after the end nothing is done', async () => {
  const { clock, idle, done, addTask } = makeIdle();
  addTask('a', 5);
  addTask('a', 1);
  await clock.advance(1000);
  expect(done).toEqual(['a']);
  addTask('b', 3, () => {
    idle.end();
  });
  await clock.advance(5000);
  addTask('c', 1);
  await clock.advance(5000);
  expect(done).toEqual(['a', 'b']);
});
