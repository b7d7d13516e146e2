import { describe, expect, test } from 'vitest';
import type { TensorSpec } from '../../core/protocol/tensor.ts';
import { calibrateTokens } from './calibrateTokens.ts';
import { proveTokenBatching } from './proveTokenBatching.ts';
import type { Session, SessionInput } from './session.ts';

const layout = { padId: 0, maxTokens: 64, vocabularySize: 50 };
const marks = { computeStartAt: 0, computeInputEndAt: 0, computeOutputStartAt: 0, computeEndAt: 0 };

type Rows = readonly (readonly (readonly [id: number, mask: number])[])[];

interface Options {
  readonly rows?: number;
  readonly width?: number;
  readonly outputShape?: readonly number[];
  /** One number a token, or one a row. */
  readonly run: (rows: Rows) => readonly (readonly number[])[];
}

/** A session of ids and their mask; remembers the shape of every run. */
function sessionOf({ rows = -1, width = -1, outputShape = [-1, -1], run }: Options): {
  readonly session: Session;
  readonly shapes: (readonly number[])[];
} {
  const shapes: (readonly number[])[] = [];
  const inputs: readonly TensorSpec[] = ['input_ids', 'attention_mask'].map((name) => ({
    name,
    datatype: 'INT64',
    shape: [rows, width],
  }));
  const session: Session = {
    inputs,
    outputs: [{ name: 'y', datatype: 'FP32', shape: outputShape }],
    run: async (values) => {
      const [ids, mask] = values as [SessionInput, SessionInput];
      const [count = 0, wide = 0] = ids.shape;
      shapes.push(ids.shape);
      const cell = (input: SessionInput, at: number): number => Number((input.data as BigInt64Array)[at]);
      const read: Rows = Array.from({ length: count }, (_, row) =>
        Array.from({ length: wide }, (__, token) => {
          const at = row * wide + token;
          return [cell(ids, at), cell(mask, at)] as const;
        }),
      );
      const given = await Promise.resolve(run(read));
      const shape = [count, given[0]?.length ?? 0];
      return { outputs: [{ datatype: 'FP32', shape, data: Float32Array.from(given.flat()) }], marks };
    },
  };
  return { session, shapes };
}

const meanOf = (row: Rows[number], isMasked: boolean): number => {
  const own = isMasked ? row.filter(([, mask]) => mask === 1) : row;
  return own.reduce((sum, [id]) => sum + id, 0) / own.length;
};
const byToken =
  (isMasked: boolean) =>
  (rows: Rows): readonly (readonly number[])[] =>
    rows.map((row) => row.map(([id]) => id + meanOf(row, isMasked)));
const byRow =
  (isMasked: boolean) =>
  (rows: Rows): readonly (readonly number[])[] =>
    rows.map((row) => [meanOf(row, isMasked)]);
const coupled = (rows: Rows): readonly (readonly number[])[] => {
  const largest = Math.max(...rows.flat().map(([id]) => id));
  return rows.map((row) => row.map(([id]) => Math.round((id / largest) * 255) / 255));
};

describe('proveTokenBatching', () => {
  test.each([
    ['independent', 'tokens heed the mask', { run: byToken(true) }],
    ['independent', 'rows heed the mask', { run: byRow(true), outputShape: [-1, 1] }],
    ['coupled', 'tokens do not heed the mask', { run: byToken(false) }],
    ['coupled', 'rows do not heed the mask', { run: byRow(false), outputShape: [-1, 1] }],
    ['coupled', 'one scale is taken for the batch', { run: coupled }],
    [
      'independent',
      'the width is given and the mask heeded',
      { run: byToken(true), width: 16, outputShape: [-1, 16] },
    ],
    ['fixed', 'the number of rows is given', { run: byToken(true), rows: 1, outputShape: [1, -1] }],
    [
      'fixed',
      'it does not run',
      {
        run: () => {
          throw new Error('no');
        },
      },
    ],
  ] as const)('%s where %s', async (verdict, _, options) => {
    expect(await proveTokenBatching(sessionOf(options).session, layout)).toBe(verdict);
  });

  test('rows alone are not padded, together to the longest of them', async () => {
    const { session, shapes } = sessionOf({ run: byToken(true) });
    await proveTokenBatching(session, { ...layout, maxTokens: 10 });
    expect(shapes).toEqual([
      [1, 5],
      [1, 10],
      [1, 9],
      [3, 10],
    ]);
  });
});

describe('calibrateTokens', () => {
  const trial = { batching: 'independent', maxBatch: 8, isTimed: true } as const;

  test('a few widths within the limit are timed, with two sizes at least', async () => {
    const { session } = sessionOf({ run: byToken(true) });
    const steps: string[] = [];
    const costs = await calibrateTokens(session, layout, trial, (done, total) =>
      steps.push(`${done}/${total}`),
    );
    expect(costs.map(({ width, rowShapes }) => [width, rowShapes])).toEqual([
      [8, [[8], [8]]],
      [32, [[32], [32]]],
    ]);
    for (const { points } of costs) {
      expect(points.length).toBeGreaterThanOrEqual(2);
      expect(points[0]?.rows).toBe(1);
    }
    expect(steps).toEqual(['1/2', '2/2']);
  });

  test('where nothing is to be timed, each width is run once', async () => {
    let runs = 0;
    const { session } = sessionOf({ run: byToken(true) });
    const counted: Session = { ...session, run: (...input) => ((runs += 1), session.run(...input)) };
    const costs = await calibrateTokens(counted, layout, { ...trial, isTimed: false }, () => undefined);
    expect(costs.map(({ width }) => width)).toEqual([8, 32]);
    expect(runs).toBe(2);
  });

  test('a model that runs alone is timed alone, one of a given width at that', async () => {
    const alone = await calibrateTokens(
      sessionOf({ run: byToken(true) }).session,
      { ...layout, maxTokens: 5 },
      { batching: 'coupled', maxBatch: 1, isTimed: true },
      () => undefined,
    );
    expect(alone.map(({ width, points }) => [width, points.map(({ rows }) => rows)])).toEqual([[5, [1]]]);
    const { session } = sessionOf({ run: byToken(true), width: 16 });
    expect(
      (await calibrateTokens(session, layout, trial, () => undefined)).map(({ width }) => width),
    ).toEqual([16]);
  });
});
