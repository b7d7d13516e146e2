import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { InstanceSpec } from '../../core/ports.ts';
import type { CostTable } from '../../core/scheduling/costModel.ts';
import type { Session } from './session.ts';
import { timeShape } from './timeShape.ts';

const spec: InstanceSpec = {
  model: 'toy',
  variant: 'fp32',
  file: { url: '', sizeBytes: 1, sha256: '' },
  backend: 'wasm',
  threads: 1,
  maxBatch: 16,
};
const marks = { computeStartAt: 0, computeInputEndAt: 0, computeOutputStartAt: 0, computeEndAt: 0 };
const sizes = [1, 2, 4, 8, 16];
const tableOf = (msOf: (rows: number) => number, rows = sizes): CostTable =>
  rows.map((size) => ({ rows: size, ms: msOf(size) }));

let now = 0;

beforeEach(() => {
  now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** Times a model whose runs of so many rows take `msOf(rows)`. */
async function time(
  msOf: (rows: number) => number,
  overrides: Partial<InstanceSpec>,
): Promise<{
  readonly points: CostTable;
  /** Sizes that were run. */
  readonly ran: readonly number[];
  readonly steps: readonly number[];
  /** Of work without a rest. */
  readonly longestMs: number;
}> {
  const ran = new Set<number>();
  const steps: number[] = [];
  let restedAt = 0;
  let longestMs = 0;
  const session: Session = {
    inputs: [],
    outputs: [],
    run: ([input]) => {
      const rows = input!.shape[0]!;
      ran.add(rows);
      now += msOf(rows);
      return Promise.resolve({ outputs: [], marks });
    },
  };
  const points = await timeShape(
    session,
    { ...spec, ...overrides },
    {
      rowShapes: [[2]],
      sizes,
      inputsOf: (rows) => [{ datatype: 'FP32', shape: [rows, 2], data: new Float32Array(2 * rows) }],
      onSize: (done) => steps.push(done),
      rest: () => {
        longestMs = Math.max(longestMs, now - restedAt);
        restedAt = now;
        return Promise.resolve();
      },
    },
  );
  return { points, ran: [...ran], steps, longestMs };
}

const linear = (rows: number): number => rows;
const priorOf = (points: CostTable, rowShapes = [[2]]): Pick<InstanceSpec, 'prior'> => ({
  prior: [{ rowShapes, points }],
});

test('without times of what went before every size is run and timed', async () => {
  const { points, ran, steps, longestMs } = await time(linear, {});
  expect(points).toEqual(tableOf(linear));
  expect(ran).toEqual(sizes);
  expect(steps).toEqual([1, 2, 3, 4, 5]);
  expect(longestMs).toBe(16);
});

test('what went before tells the long sizes, in proportion to the short ones', async () => {
  const { points, ran, steps, longestMs } = await time((rows) => 1.5 * rows, priorOf(tableOf(linear)));
  expect(points).toEqual(tableOf((rows) => 1.5 * rows));
  expect(ran).toEqual([1, 4]);
  expect(steps).toEqual([5]);
  expect(longestMs).toBe(6);
});

test.each([
  ['its times are of another curve', priorOf(tableOf((rows) => 4 + rows / 4))],
  ['it takes rows of another shape', priorOf(tableOf(linear), [[3]])],
  ['it was timed at other sizes', priorOf(tableOf(linear, [1, 3]))],
  ['it stated no times', priorOf([])],
  ['sizes have to be compiled', { ...priorOf(tableOf(linear)), backend: 'webgpu' } as const],
])('every size is timed where %s', async (_, overrides) => {
  const { points, ran } = await time(linear, overrides);
  expect(points).toEqual(tableOf(linear));
  expect(ran.toSorted((left, right) => left - right)).toEqual(sizes);
});

test('sizes that a slow model left out stay out', async () => {
  const { points, ran } = await time((rows) => 200 * rows, priorOf(tableOf((rows) => 200 * rows, [1, 2])));
  expect(points).toEqual(tableOf((rows) => 200 * rows, [1, 2]));
  expect(ran).toEqual([1, 2]);
});

test.each([
  ['wasm', [1, 2, 4, 8]],
  ['webgpu', sizes],
] as const)('what was proved before is only warmed, on %s %j', async (backend, warmed) => {
  const { ran } = await time(linear, { proved: 'independent', backend, ...priorOf(tableOf(linear)) });
  expect(ran).toEqual(warmed);
});
