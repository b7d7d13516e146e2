import { expect, test } from 'vitest';
import { DrainGate } from './drainGate.ts';
import { settleMicrotasks } from './testing/settleMicrotasks.ts';

function startGate(): { gate: DrainGate; work: { count: number }; isDrained: () => boolean } {
  const work = { count: 0 };
  const gate = new DrainGate(() => work.count);
  let isDrained = false;
  return {
    gate,
    work,
    isDrained: () => {
      void gate.drained().then(() => {
        isDrained = true;
      });
      return isDrained;
    },
  };
}

test('without work it is drained at once', async () => {
  await new DrainGate(() => 0).drained();
  expect(new DrainGate(() => 0).isIdle).toBe(true);
});

test('work and what is on its way both hold it open', async () => {
  const { gate, work, isDrained } = startGate();
  work.count = 1;
  const release = gate.retain();
  isDrained();
  work.count = 0;
  gate.check();
  await settleMicrotasks();
  expect([isDrained(), gate.isIdle]).toEqual([false, false]);
  release();
  await settleMicrotasks();
  expect([isDrained(), gate.isIdle]).toEqual([true, true]);
});

test('what is released twice counts once', () => {
  const gate = new DrainGate(() => 0);
  const first = gate.retain();
  gate.retain();
  first();
  first();
  expect(gate.isIdle).toBe(false);
});
