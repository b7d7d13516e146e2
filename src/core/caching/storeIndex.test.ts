import { expect, test } from 'vitest';
import { StoreIndex, touchGrainMs, type StoredEntry } from './storeIndex.ts';

function entry(key: string, rest: Partial<StoredEntry> = {}): StoredEntry {
  return {
    key,
    model: 'm',
    partitionTag: '',
    generation: 'g',
    sizeBytes: 10,
    createdAt: 0,
    usedAt: 0,
    ...rest,
  };
}

function fill(...entries: readonly StoredEntry[]): StoreIndex {
  const index = new StoreIndex();
  for (const one of entries) index.set(one);
  return index;
}

test('it counts bytes through replacements and deletions', () => {
  const index = fill(entry('a'), entry('b', { sizeBytes: 20 }), entry('a', { sizeBytes: 5 }));
  expect(index).toMatchObject({ size: 2, sizeBytes: 25 });
  index.delete('b');
  index.delete('nothing');
  expect(index).toMatchObject({ size: 1, sizeBytes: 5 });
  index.clear();
  expect(index).toMatchObject({ size: 0, sizeBytes: 0 });
});

test('what was used longest ago leaves first', () => {
  const index = fill(entry('a'), entry('b'), entry('c'));
  index.touch('a', 7);
  expect(index.takeSurplus({ maxBytes: 15, ttlMs: null }, 0)).toEqual(['b', 'c']);
  expect(index).toMatchObject({ size: 1, sizeBytes: 10 });
});

test('a use is written down once in a while, and orders at once', () => {
  const index = fill(entry('a', { usedAt: 100 }), entry('b'), entry('c'));
  expect(index.touch('a', 99 + touchGrainMs)).toBeUndefined();
  expect([...index.values()].map(({ key }) => key)).toEqual(['b', 'c', 'a']);
  expect(index.touch('a', 100 + touchGrainMs)).toMatchObject({ usedAt: 100 + touchGrainMs });
  expect(index.touch('a', 101 + touchGrainMs)).toBeUndefined();
  expect(index.touch('nothing', touchGrainMs)).toBeUndefined();
  expect(index).toMatchObject({ size: 3, sizeBytes: 30 });
});

test('what is too old is neither there nor kept', () => {
  const index = fill(entry('old'), entry('young', { createdAt: 90 }));
  expect(index.has('old', 101, 100)).toBe(false);
  expect(index.has('old', 101, null)).toBe(true);
  expect(index.takeSurplus({ maxBytes: 1000, ttlMs: 100 }, 101)).toEqual(['old']);
  expect(index.has('young', 101, 100)).toBe(true);
});

test.each([
  [{}, ['a', 'b', 'c']],
  [{ model: 'm' }, ['a', 'b']],
  [{ partition: 'p' }, ['b', 'c']],
  [{ model: 'm', partition: 'p' }, ['b']],
  [{ partition: '' }, ['a']],
])('the filter %j takes %j', (filter, keys) => {
  const index = fill(
    entry('a'),
    entry('b', { partitionTag: 'p' }),
    entry('c', { model: 'n', partitionTag: 'p' }),
  );
  expect(index.takeMatching(filter)).toEqual(keys);
});
