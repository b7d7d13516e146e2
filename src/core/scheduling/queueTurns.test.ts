import { expect, test } from 'vitest';
import { QueueTurns } from './queueTurns.ts';
import { RequestQueue, type QueuedItem } from './requestQueue.ts';

interface TurnQueue {
  readonly name: string;
  readonly items: RequestQueue<QueuedItem>;
}

function queueOf(
  name: string,
  items: readonly (readonly [priority: number, enqueuedAt: number])[],
): TurnQueue {
  const queue = new RequestQueue<QueuedItem>();
  for (const [priority, enqueuedAt] of items)
    queue.push({ rows: 1, priority, enqueuedAt, deadlineAt: Number.POSITIVE_INFINITY, state: 'new' });
  return { name, items: queue };
}

/** The names of the queues that may be next, turn after turn. */
function takeTurns(queues: readonly TurnQueue[], count: number, now: number): readonly string[] {
  const turns = new QueueTurns<QueuedItem>();
  return Array.from({ length: count }, () =>
    turns
      .next([...queues], now)
      .map(({ name }) => name)
      .join(),
  );
}

test('the highest priority is next, and what has aged below it every ninth time', () => {
  const queues = [queueOf('high', [[1, 1000]]), queueOf('low', [[2, 0]])];
  expect(takeTurns(queues, 9, 1000)).toEqual([...Array<string>(8).fill('high'), 'low']);
  expect(takeTurns(queues, 9, 400)).toEqual(Array(9).fill('high'));
});

test('an aged row does not make others of its queue wait for what is below them', () => {
  const mixed = queueOf('mixed', [
    [3, 0],
    [1, 1000],
    [1, 1000],
  ]);
  const queues = [mixed, queueOf('middle', [[2, 0]])];
  expect(takeTurns(queues, 9, 1000)).toEqual([...Array<string>(8).fill('mixed'), 'middle']);
});
