import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RequestQueue, type QueuedItem } from './requestQueue.ts';

interface Item extends QueuedItem {
  readonly id: number;
}

function item(id: number, { rows = 1, priority = 2, enqueuedAt = id }: Partial<Item> = {}): Item {
  return { id, rows, priority, enqueuedAt, deadlineAt: Number.POSITIVE_INFINITY, state: 'new' };
}

function filled(...items: readonly Item[]): RequestQueue<Item> {
  const queue = new RequestQueue<Item>();
  for (const each of items) queue.push(each);
  return queue;
}

const idsOf = (items: readonly Item[]): number[] => items.map(({ id }) => id);

describe('RequestQueue', () => {
  test('gives out by priority, and in order of arrival within one', () => {
    const queue = filled(item(1), item(2, { priority: 3 }), item(3), item(4, { priority: 1 }));
    expect(idsOf(queue.take(10, 0).items)).toEqual([4, 1, 3, 2]);
  });

  test('stops before the first item that does not fit, so that nobody is overtaken', () => {
    const queue = filled(item(1, { rows: 3 }), item(2, { rows: 4 }), item(3, { rows: 1 }));
    expect(idsOf(queue.take(5, 0).items)).toEqual([1]);
    expect(queue.rows).toBe(5);
  });

  test('gives an item larger than asked for alone', () => {
    expect(idsOf(filled(item(1, { rows: 9 }), item(2)).take(4, 0).items)).toEqual([1]);
  });

  test('looks no further than it is told for the place of an item', () => {
    const items = Array.from({ length: 5 }, (_, index) => item(index));
    const queue = filled(...items);
    expect(queue.rowsBefore(items[3]!, 4)).toBe(3);
    expect(queue.rowsBefore(items[4]!, 4)).toBeUndefined();
  });

  test('what was put back comes before all others of its priority', () => {
    const queue = filled(item(1), item(2), item(3));
    const [first] = queue.take(1, 0).items;
    queue.pushFront(first!);
    expect(idsOf(queue.take(3, 0).items)).toEqual([1, 2, 3]);
  });

  test('a lower priority that has aged is given a ninth of the rows', () => {
    const queue = new RequestQueue<Item>();
    for (let id = 0; id < 400; id += 1) queue.push(item(id, { priority: id < 200 ? 1 : 3, enqueuedAt: 0 }));
    expect(idsOf(queue.take(90, 400).items).every((id) => id < 200)).toBe(true);
    const aged = idsOf(queue.take(90, 600).items).filter((id) => id >= 200);
    expect(aged).toHaveLength(10);
    expect(aged[0]).toBe(200);
  });

  test('takes late items out beside the others, and fills their place', () => {
    const queue = filled(item(1), item(2), item(3), item(4));
    const taken = queue.take(2, 0, ({ id }) => id % 2 === 1);
    expect([idsOf(taken.items), idsOf(taken.late)]).toEqual([
      [2, 4],
      [1, 3],
    ]);
    expect([queue.rows, queue.count]).toEqual([0, 0]);
  });

  test('knows what a newcomer may displace and what goes before it', () => {
    const queue = filled(
      item(1, { priority: 3 }),
      item(2, { priority: 3 }),
      item(3),
      item(4, { priority: 1 }),
    );
    expect(queue.peekNewestBelow(1)?.id).toBe(2);
    queue.withdraw(queue.peekNewestBelow(2)!);
    expect(queue.peekNewestBelow(2)?.id).toBe(1);
    expect(queue.peekNewestBelow(3)).toBeUndefined();
    expect([1, 2, 3].map((priority) => queue.rowsAtOrAbove(priority))).toEqual([1, 2, 3]);
  });

  test('withdrawing an item that was taken changes nothing', () => {
    const queue = filled(item(1), item(2));
    const [taken] = queue.take(1, 0).items;
    queue.withdraw(taken!);
    expect([queue.rows, queue.count]).toEqual([1, 1]);
  });

  test('knows the oldest arrival over all priorities', () => {
    expect(filled(item(5, { priority: 1 }), item(3, { priority: 3 })).oldestEnqueuedAt()).toBe(3);
    expect(filled().oldestEnqueuedAt()).toBe(Number.POSITIVE_INFINITY);
  });

  test('agrees with a plain list under any history of pushes, takes, returns and withdrawals', () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('push' as const),
        rows: fc.integer({ min: 1, max: 5 }),
        priority: fc.integer({ min: 1, max: 3 }),
      }),
      fc.record({ kind: fc.constant('take' as const), rows: fc.integer({ min: 1, max: 12 }) }),
      fc.record({ kind: fc.constant('withdraw' as const), at: fc.nat(30) }),
      fc.record({ kind: fc.constant('return' as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const queue = new RequestQueue<Item>();
        let model: Item[] = [];
        let taken: Item[] = [];
        let nextId = 0;
        for (const action of steps) {
          if (action.kind === 'push') {
            const pushed = item(nextId, action);
            nextId += 1;
            queue.push(pushed);
            model.push(pushed);
          } else if (action.kind === 'take') {
            const expected: Item[] = [];
            let rows = 0;
            for (const candidate of model.toSorted((a, b) => a.priority - b.priority)) {
              if (expected.length > 0 && rows + candidate.rows > action.rows) break;
              expected.push(candidate);
              rows += candidate.rows;
              if (rows >= action.rows) break;
            }
            taken = queue.take(action.rows, 0).items;
            expect(idsOf(taken)).toEqual(idsOf(expected));
            model = model.filter((each) => !taken.includes(each));
          } else if (action.kind === 'withdraw') {
            const chosen = model[action.at % Math.max(1, model.length)];
            if (chosen !== undefined) queue.withdraw(chosen);
            model = model.filter((each) => each !== chosen);
          } else {
            for (const each of taken.toReversed()) queue.pushFront(each);
            model = [...taken, ...model];
            taken = [];
          }
          const sorted = model.toSorted((a, b) => a.priority - b.priority);
          let before = 0;
          for (const each of sorted) {
            expect(queue.rowsBefore(each)).toBe(before);
            before += each.rows;
          }
          expect(queue.count).toBe(model.length);
          expect(queue.rows).toBe(model.reduce((sum, each) => sum + each.rows, 0));
        }
      }),
    );
  });
});
