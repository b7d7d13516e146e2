import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ChurningMap } from './churningMap.ts';

const key = fc.integer({ min: 0, max: 40 });
const change = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), key, value: fc.integer() }),
  fc.record({ kind: fc.constant('delete' as const), key }),
  fc.record({ kind: fc.constant('take' as const), key }),
  fc.record({ kind: fc.constant('clear' as const) }),
);

describe('ChurningMap', () => {
  test('holds what a Map does, in its order, whatever comes and goes', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 600, size: 'max' }), (changes) => {
        const map = new ChurningMap<number, number>();
        const model = new Map<number, number>();
        for (const step of changes) {
          if (step.kind === 'set') {
            map.set(step.key, step.value);
            model.set(step.key, step.value);
          } else if (step.kind === 'clear') {
            map.clear();
            model.clear();
          } else if (step.kind === 'take') {
            expect(map.take(step.key)).toBe(model.get(step.key));
            model.delete(step.key);
          } else expect(map.delete(step.key)).toBe(model.delete(step.key));
          expect(map.size).toBe(model.size);
        }
        expect([...map]).toEqual([...model]);
        expect([...map.keys()]).toEqual([...model.keys()]);
        expect([...map.values()]).toEqual([...model.values()]);
        for (const known of model.keys()) expect(map.has(known)).toBe(true);
        expect(map.get(-1)).toBeUndefined();
      }),
    );
  });

  test('is emptied by deleting each key that it is iterated by', () => {
    const map = new ChurningMap<number, number>();
    for (let index = 0; index < 500; index += 1) map.set(index, index);
    const met: number[] = [];
    for (const index of map.keys()) {
      met.push(index);
      map.delete(index);
    }
    expect(map.size).toBe(0);
    expect(met).toEqual(Array.from({ length: 500 }, (_, index) => index));
  });
});
