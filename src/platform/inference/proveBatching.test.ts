import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TensorSpec } from '../../core/protocol/tensor.ts';
import { Inbox } from './inbox.ts';
import { prepareModel } from './prepareModel.ts';
import { proveBatching } from './proveBatching.ts';
import { makeSampleInputs, pickRows, repeatRows, toTypedArray } from './sampleInputs.ts';
import type { Session, SessionInput } from './session.ts';

const marks = { computeStartAt: 0, computeInputEndAt: 0, computeOutputStartAt: 0, computeEndAt: 0 };
const rowsOf = (data: Float32Array): readonly Float32Array[] =>
  Array.from({ length: data.length / 2 }, (_, row) => data.subarray(2 * row, 2 * row + 2));

interface Options {
  readonly inputRows?: number;
  readonly outputRows?: number;
  readonly run: (rows: readonly Float32Array[]) => readonly number[];
}

/** A session of two numbers a row, one number out; remembers how many rows each run had. */
function sessionOf({ inputRows = -1, outputRows = -1, run }: Options): {
  readonly session: Session;
  readonly runs: number[];
} {
  const inputs: readonly TensorSpec[] = [{ name: 'x', datatype: 'FP32', shape: [inputRows, 2] }];
  const outputs: readonly TensorSpec[] = [{ name: 'y', datatype: 'FP32', shape: [outputRows, 1] }];
  const runs: number[] = [];
  const session: Session = {
    inputs,
    outputs,
    run: async ([input]) => {
      const rows = rowsOf(input!.data as Float32Array);
      runs.push(rows.length);
      const y = Float32Array.from(await Promise.resolve(run(rows)));
      return { outputs: [{ datatype: 'FP32', shape: [y.length, 1], data: y }], marks };
    },
  };
  return { session, runs };
}

const sample: readonly SessionInput[] = [{ datatype: 'FP32', shape: [1, 2], data: Float32Array.of(0.5, -1) }];
const rowByRow = (rows: readonly Float32Array[]): readonly number[] =>
  rows.map((row) => row[0]! * 3 - row[1]!);

/** Rounds to 255 steps of the largest number in the batch, as dynamic quantization does. */
function quantized(rows: readonly Float32Array[]): readonly number[] {
  const largest = Math.max(...rows.flatMap((row) => [...row].map(Math.abs)));
  return rows.map(
    (row) => rowByRow([row.map((value) => Math.round((value / largest) * 127) * (largest / 127))])[0]!,
  );
}

describe('proveBatching', () => {
  test.each([
    ['independent', 'each row comes out alone as among others', { run: rowByRow }],
    [
      'independent',
      'rows differ in their last bits',
      { run: (rows: readonly Float32Array[]) => rowByRow(rows).map((y) => y * (1 + 1e-6 * rows.length)) },
    ],
    ['coupled', 'the whole batch has one scale', { run: quantized }],
    [
      'coupled',
      'rows are compared with their mean',
      {
        run: (rows: readonly Float32Array[]) =>
          rowByRow(rows).map((y, _, all) => y - all.reduce((sum, each) => sum + each, 0) / all.length),
      },
    ],
    ['fixed', 'the number of rows is fixed', { inputRows: 1, outputRows: 1, run: rowByRow }],
    ['fixed', 'the output has no free rows', { outputRows: 1, run: rowByRow }],
    [
      'fixed',
      'more rows make the run fail',
      {
        run: (rows: readonly Float32Array[]) => {
          if (rows.length > 1) throw new Error('shape');
          return rowByRow(rows);
        },
      },
    ],
    [
      'fixed',
      'rows are summed up',
      { run: (rows: readonly Float32Array[]) => [rowByRow(rows).reduce((sum, y) => sum + y, 0)] },
    ],
  ] as const)('%s when %s', async (verdict, _, options) => {
    expect(await proveBatching(sessionOf(options).session, sample)).toBe(verdict);
  });

  test('fixed without a sample', async () => {
    expect(await proveBatching(sessionOf({ run: rowByRow }).session, undefined)).toBe('fixed');
  });

  test('a row that is not a number alone is none among others', async () => {
    const run = (rows: readonly Float32Array[]): readonly number[] => rows.map(() => Number.NaN);
    expect(await proveBatching(sessionOf({ run }).session, sample)).toBe('independent');
    const mixed = (rows: readonly Float32Array[]): readonly number[] =>
      rows.map(() => (rows.length > 1 ? Number.NaN : 1));
    expect(await proveBatching(sessionOf({ run: mixed }).session, sample)).toBe('coupled');
  });
});

describe('prepareModel', () => {
  const spec = {
    model: 'toy',
    variant: 'fp32',
    file: { url: '', sizeBytes: 1, sha256: '' },
    backend: 'wasm',
    threads: 1,
    maxBatch: 6,
  } as const;
  const golden = {
    inputs: { x: { datatype: 'FP32', shape: [1, 2], data: [1, 1] } },
    outputs: { y: { datatype: 'FP32', shape: [1, 1], data: [2] } },
    tolerance: 1e-3,
  } as const;

  test('runs and times every batch size up to the cap, and tells how far it is', async () => {
    const { session, runs } = sessionOf({ run: rowByRow });
    const steps: string[] = [];
    const report = await prepareModel(session, { ...spec, golden }, (done, total) =>
      steps.push(`${done}/${total}`),
    );
    expect(report).toMatchObject({
      batching: 'independent',
      inputs: session.inputs,
      outputs: session.outputs,
    });
    expect(report.costs).toMatchObject([
      { rowShapes: [[2]], points: [1, 2, 4, 6].map((rows) => ({ rows })) },
    ]);
    expect(report.costs[0]!.points.every(({ ms }) => ms > 0)).toBe(true);
    expect(new Set(runs)).toEqual(new Set([1, 2, 3, 4, 6]));
    expect(steps).toEqual(['1/4', '2/4', '3/4', '4/4']);
  });

  test('what was found out before is not proved or timed again, only checked and warmed', async () => {
    const { session, runs } = sessionOf({ run: quantized });
    const report = await prepareModel(session, { ...spec, golden, proved: 'independent' }, () => undefined);
    expect(report).toMatchObject({ batching: 'independent', costs: [] });
    expect(runs).toEqual([1, 1, 1, 2, 4, 6]);
  });

  test('runs a coupled model one row at a time', async () => {
    const report = await prepareModel(sessionOf({ run: quantized }).session, { ...spec }, () => undefined);
    expect(report).toMatchObject({ batching: 'coupled', costs: [{ points: [{ rows: 1 }] }] });
  });

  test('refuses a model that answers its golden input wrongly, also only the second time', async () => {
    const wrong = sessionOf({ run: (rows) => rows.map(() => 2.1) }).session;
    let calls = 0;
    const later = sessionOf({ run: () => [(calls += 1) > 1 ? Number.NaN : 2] }).session;
    for (const session of [wrong, later]) {
      const failed = prepareModel(session, { ...spec, golden }, () => undefined);
      await expect(failed).rejects.toMatchObject({ code: 'model-load' });
      await expect(failed).rejects.toThrow('y differs by');
    }
  });
});

describe('sample inputs', () => {
  const specs: readonly TensorSpec[] = [
    { name: 'ids', datatype: 'INT64', shape: [-1, -1] },
    { name: 'mask', datatype: 'BOOL', shape: [-1, 3] },
    { name: 'half', datatype: 'FP16', shape: [-1] },
    { name: 'words', datatype: 'BYTES', shape: [-1, 2] },
  ];

  test('fill free dimensions; ids are positive and small', () => {
    const inputs = makeSampleInputs(specs, { rows: 2, freeSize: 5, largestId: 8 });
    expect(inputs.map(({ shape }) => shape)).toEqual([[2, 5], [2, 3], [2], [2, 2]]);
    for (const id of inputs[0]!.data as BigInt64Array) {
      expect(id).toBeGreaterThan(0n);
      expect(id).toBeLessThan(8n);
    }
    expect(inputs[1]!.data).toEqual(new Uint8Array(6).fill(1));
    expect(inputs[3]!.data).toEqual(['sample', 'sample', 'sample', 'sample']);
  });

  test('rows are picked and repeated as they are', () => {
    const x: SessionInput = { datatype: 'INT32', shape: [3, 2], data: Int32Array.of(1, 2, 3, 4, 5, 6) };
    const words: SessionInput = { datatype: 'BYTES', shape: [2, 1], data: ['a', 'b'] };
    expect(pickRows(x, [2, 0])).toEqual({
      datatype: 'INT32',
      shape: [2, 2],
      data: Int32Array.of(5, 6, 1, 2),
    });
    expect(repeatRows([x, words], 2).map(({ data }) => data)).toEqual([
      Int32Array.of(1, 2, 1, 2),
      ['a', 'a'],
    ]);
  });

  test.each([
    [0, 0x0000],
    [1, 0x3c00],
    [-2, 0xc000],
    [0.5, 0x3800],
    [65_504, 0x7bff],
    [0.333_251_953_125, 0x3555],
    [2 ** -24, 0x0001],
  ])('%f is the half %d', (value, bits) => {
    expect(toTypedArray('FP16', [value])).toEqual(Uint16Array.of(bits));
  });
});

test('an inbox hands out every message once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean()), async (steps) => {
      const inbox = new Inbox<number>();
      const taken: Promise<number>[] = [];
      let pushed = 0;
      for (const isPush of steps) {
        if (isPush) {
          inbox.push(pushed);
          pushed += 1;
        } else if (taken.length <= pushed) {
          taken.push(inbox.next());
          await Promise.race([taken.at(-1), Promise.resolve()]);
        }
        if (taken.length > pushed) {
          inbox.push(pushed);
          pushed += 1;
        }
      }
      expect(await Promise.all(taken)).toEqual(taken.map((_, at) => at));
    }),
  );
});
