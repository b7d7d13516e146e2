import { expect, test } from 'vitest';
import { splitPoints } from './splitPoints.ts';
import { testRouting } from './testRouting.ts';

test('answers of all models are added up and counted by the second', () => {
  const early = testRouting({ one: { split: { local: 10, remote: 0, cache: 5 } } }, 4000);
  const late = testRouting(
    {
      one: { split: { local: 20, remote: 4, cache: 0 } },
      two: { split: { local: 1, remote: 6, cache: 0 } },
    },
    9000,
  );
  expect(splitPoints([early, late])).toEqual([
    { offsetSeconds: -5, values: { local: 1, remote: 0, cache: 0.5 } },
    { offsetSeconds: 0, values: { local: 2.1, remote: 1, cache: 0 } },
  ]);
  expect(splitPoints([])).toEqual([]);
});
