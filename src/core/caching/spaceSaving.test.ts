import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SpaceSaving } from './spaceSaving.ts';

const key = fc.integer({ min: 0, max: 12 }).map((value) => `k${value}`);
const use = fc.record({ kind: fc.constant('use'), key, weight: fc.integer({ min: 1, max: 5 }) });
const forget = fc.record({ kind: fc.constant('forget'), key });
const rename = fc.record({ kind: fc.constant('rename'), key, to: key });
const capacities = fc.integer({ min: 1, max: 6 });

type Step = { kind: 'use'; key: string; weight: number } | { kind: 'forget'; key: string };

/** What each key had since it was last forgotten, by plain counting. */
function count(steps: readonly Step[]): ReadonlyMap<string, number> {
  const exact = new Map<string, number>();
  for (const step of steps) {
    if (step.kind === 'forget') exact.delete(step.key);
    else exact.set(step.key, (exact.get(step.key) ?? 0) + step.weight);
  }
  return exact;
}

function feed(capacity: number, steps: readonly Step[]): SpaceSaving<string> {
  const sketch = new SpaceSaving<string>(capacity);
  for (const step of steps) {
    if (step.kind === 'forget') sketch.delete(step.key);
    else sketch.observe(step.key, step.weight);
  }
  return sketch;
}

test('a count is never too low, and too high by at most its error', () => {
  fc.assert(
    fc.property(capacities, fc.array(fc.oneof(use, use, use, forget)), (capacity, steps) => {
      const sketch = feed(capacity, steps);
      // What was forgotten while it was not watched may still be part of the error.
      const exact = count(steps);
      expect(sketch.size).toBeLessThanOrEqual(capacity);
      for (const counter of sketch.counters()) {
        const had = exact.get(counter.key) ?? 0;
        expect(counter.count).toBeGreaterThanOrEqual(had);
        expect(counter.count - counter.error).toBeLessThanOrEqual(had);
      }
    }),
  );
});

test('every key with more than the sum of all weights ÷ capacity is watched', () => {
  fc.assert(
    fc.property(capacities, fc.array(fc.oneof(use, use, use, forget)), (capacity, steps) => {
      const watched = new Set([...feed(capacity, steps).counters()].map((counter) => counter.key));
      const total = steps.reduce((sum, step) => sum + ('weight' in step ? step.weight : 0), 0);
      for (const [each, had] of count(steps)) if (had > total / capacity) expect(watched).toContain(each);
    }),
  );
});

test('with room for all, every count is exact, also under another name and in another measure', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(use, use, forget, rename)), (steps) => {
      const sketch = new SpaceSaving<string>(13);
      const exact = new Map<string, number>();
      for (const step of steps) {
        if (step.kind === 'use') {
          sketch.observe(step.key, step.weight);
          exact.set(step.key, (exact.get(step.key) ?? 0) + step.weight);
        } else if (step.kind === 'forget') {
          sketch.delete(step.key);
          exact.delete(step.key);
        } else if (step.key !== step.to && exact.has(step.key)) {
          exact.set(step.to, (exact.get(step.to) ?? 0) + (exact.get(step.key) ?? 0));
          exact.delete(step.key);
        }
        if (step.kind === 'rename') sketch.rename(step.key, step.to);
      }
      sketch.scale(0.5);
      const counted = [...sketch.counters()].map(({ key: each, count: had, error }) => [each, had, error]);
      const wanted = [...exact].map(([each, had]) => [each, had / 2, 0]);
      expect(counted.toSorted()).toEqual(wanted.toSorted());
    }),
  );
});

test('what is kept with a key leaves with it, once, and goes along under another name', () => {
  const left: string[] = [];
  const sketch = new SpaceSaving<string>(2, (item) => left.push(item));
  sketch.observe('a', 3);
  sketch.keep('a', 'of a');
  sketch.observe('b', 2);
  sketch.keep('b', 'of b');
  sketch.observe('c');
  expect(left).toEqual(['of b']);
  sketch.keep('c', 'of c');
  sketch.rename('a', 'c');
  expect(left).toEqual(['of b', 'of c']);
  expect(
    [...sketch.counters()].map(({ key: each, count: had, error, item }) => [each, had, error, item]),
  ).toEqual([['c', 6, 2, 'of a']]);
  sketch.keep('c', undefined);
  sketch.delete('c');
  expect(left).toEqual(['of b', 'of c', 'of a']);
});
