import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SlicedWork } from './slicedWork.ts';
import { FakeClock } from './testing/fakeClock.ts';

test('work of one key is done in order and once, whatever the length of its parts', async () => {
  const works = fc.array(
    fc.record({ key: fc.constantFrom('a', 'b'), parts: fc.integer({ min: 1, max: 5 }) }),
    { maxLength: 30 },
  );
  await fc.assert(
    fc.asyncProperty(works, async (asked) => {
      const clock = new FakeClock();
      const sliced = new SlicedWork(clock);
      const done: string[] = [];
      for (const [index, { key, parts }] of asked.entries()) {
        let left = parts;
        sliced.run(key, () => {
          left -= 1;
          if (left > 0) return false;
          done.push(`${key}${index}`);
          return true;
        });
      }
      await clock.advance(1);
      for (const key of ['a', 'b']) {
        const expected = asked.flatMap((work, index) => (work.key === key ? [`${key}${index}`] : []));
        expect(done.filter((name) => name.startsWith(key))).toEqual(expected);
      }
    }),
  );
});

test('work of another key does not wait', () => {
  const sliced = new SlicedWork(new FakeClock());
  const done: string[] = [];
  sliced.run('long', () => false);
  sliced.run('long', () => done.push('behind') > 0);
  sliced.run('other', () => done.push('other') > 0);
  expect(done).toEqual(['other']);
});

test('work that throws is over, and what comes after it goes on', async () => {
  const clock = new FakeClock();
  const sliced = new SlicedWork(clock);
  let turns = 0;
  sliced.run('k', () => {
    turns += 1;
    if (turns > 1) throw new Error('broken');
    return false;
  });
  await expect(clock.advance(1)).rejects.toThrow('broken');
  let hasRun = false;
  sliced.run('k', () => (hasRun = true));
  await clock.advance(1);
  expect(hasRun).toBe(true);
});
