import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '../createRandom.ts';
import { PopularInputs } from './popularInputs.ts';

const limits = { capacity: 8, maxBytes: 1000, halfLifeMs: 1000 };

function noteAll(popular: PopularInputs<string>, keys: readonly string[], now = 0): void {
  for (const key of keys) popular.note(key, now, () => ({ input: key, sizeBytes: 10 }));
}

test('the most frequent come first; what was asked once is not listed', () => {
  const popular = new PopularInputs<string>(limits);
  noteAll(popular, ['a', 'b', 'b', 'c', 'b', 'c', 'd']);
  expect(popular.list(0)).toEqual(['b', 'c']);
});

test('old uses count less than new ones', () => {
  const popular = new PopularInputs<string>(limits);
  noteAll(popular, ['old', 'old', 'old', 'old'], 0);
  noteAll(popular, ['new', 'new'], 5000);
  expect(popular.list(5000)).toEqual(['new']);
  noteAll(popular, ['new'], 1e6);
  expect(popular.list(1e6)).toEqual([]);
  noteAll(popular, ['new'], 1e6);
  expect(popular.list(1e6)).toEqual(['new']);
});

test('of many inputs the few that are asked for often are found', () => {
  const popular = new PopularInputs<string>(limits);
  const random = createRandom(3);
  for (let index = 0; index < 20_000; index += 1) {
    const key = random() < 0.5 ? `hot ${String(Math.floor(random() * 4))}` : `cold ${String(index)}`;
    noteAll(popular, [key]);
  }
  expect(popular.list(0).slice(0, 4).toSorted()).toEqual(['hot 0', 'hot 1', 'hot 2', 'hot 3']);
});

test('what is to be forgotten is, with its bytes', () => {
  const popular = new PopularInputs<string>(limits);
  noteAll(popular, ['a', 'a', 'b', 'b']);
  popular.clear((input) => input === 'a');
  expect(popular.list(0)).toEqual(['b']);
  expect(popular.sizeBytes).toBe(10);
});

test('neither count nor bytes ever exceed their bounds', () => {
  const uses = fc.array(
    fc.record({ key: fc.integer({ min: 0, max: 30 }), bytes: fc.integer({ min: 0, max: 400 }) }),
  );
  fc.assert(
    fc.property(uses, (list) => {
      const popular = new PopularInputs<number>(limits);
      for (const [now, { key, bytes }] of list.entries()) {
        popular.note(String(key), now, () => ({ input: key, sizeBytes: bytes }));
        expect(popular.sizeBytes).toBeLessThanOrEqual(limits.maxBytes);
        expect(popular.list(now).length).toBeLessThanOrEqual(limits.capacity);
      }
    }),
  );
});
