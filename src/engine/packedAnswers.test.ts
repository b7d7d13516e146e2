import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JobOutput } from '../core/ports.ts';
import type { Tensor, TensorSpec } from '../core/protocol/tensor.ts';
import { createRequest, type EngineRequest, type QueueItem } from './engineRequest.ts';
import { packAnswers, unpackAnswers } from './packedAnswers.ts';
import { joinRows, sliceRows } from './splitOutputs.ts';
import { buildJob } from './buildJob.ts';

const owner = { answer: () => undefined, refuse: () => undefined };
const stages = { batchSize: 7, inputMs: 0.5, computeMs: 2, outputMs: 0.25 };

function requestOf(id: number, change: Partial<EngineRequest> = {}): EngineRequest {
  const origin = {
    id,
    owner,
    answer: 'predict',
    model: 'm',
    options: {},
    requestStartAt: 0,
    deadlineAt: 1,
  } as const;
  return { ...createRequest(origin), outputs: [0], ...change };
}

function itemOf(request: EngineRequest, start: number, rows: number): QueueItem {
  return { request, part: 0, start, rows, priority: 2, enqueuedAt: 0, deadlineAt: 1, state: 'taken' };
}

describe('packed answers', () => {
  test('come out as they went in, whichever rows of the batch they are', () => {
    const classes = fc.integer({ min: 1, max: 5 });
    const picks = fc.uniqueArray(fc.nat(11), { minLength: 1 });
    fc.assert(
      fc.property(classes, picks, fc.constantFrom('FP32', 'INT32'), (width, rows, datatype) => {
        const scores = Array.from({ length: 12 * width }, (_, at) => at);
        const data = datatype === 'FP32' ? Float32Array.from(scores) : Int32Array.from(scores);
        const shared: JobOutput = { datatype, shape: [12, width], data };
        const answers = rows.map((start) => ({
          request: requestOf(2 ** 24 + start, { queueMs: start / 4, preparationMs: start / 8 }),
          outputs: [shared],
          start,
          isAlone: false,
        }));
        expect(unpackAnswers(packAnswers(answers, stages))).toEqual({
          ...stages,
          classes: width,
          ids: Int32Array.from(rows, (start) => 2 ** 24 + start),
          queueMs: Float32Array.from(rows, (start) => start / 4),
          extraInputMs: Float32Array.from(rows, (start) => start / 8),
          scores: Float32Array.from(
            rows.flatMap((start) => scores.slice(start * width, (start + 1) * width)),
          ),
        });
      }),
    );
  });

  test('a whole batch is copied, so that the outputs stay whole for others', () => {
    const shared: JobOutput = { datatype: 'FP32', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) };
    const answers = [0, 1].map((start) => ({
      request: requestOf(start),
      outputs: [shared],
      start,
      isAlone: false,
    }));
    const packed = packAnswers(answers, stages);
    structuredClone(packed, { transfer: [packed] });
    expect(shared.data).toEqual(Float32Array.of(1, 2, 3, 4));
  });
});

test('slices of rows join to what they were cut from', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 4 }),
      fc.nat(9),
      (rows, width, cut) => {
        const data = BigInt64Array.from({ length: rows * width }, (_, at) => BigInt(at));
        const words = Array.from(data, String);
        const at = Math.min(cut, rows);
        for (const output of [
          { datatype: 'INT64', shape: [rows, width], data },
          { datatype: 'BYTES', shape: [rows, width], data: words },
        ] as const) {
          const parts = [sliceRows(output, 0, at), sliceRows(output, at, rows - at)];
          expect(parts.map(({ shape }) => shape)).toEqual([
            [at, width],
            [rows - at, width],
          ]);
          expect(joinRows(parts)).toEqual(output);
        }
      },
    ),
  );
});

describe('a job', () => {
  const specs: readonly TensorSpec[] = [
    { name: 'x', datatype: 'INT64', shape: [-1, 2] },
    { name: 'words', datatype: 'BYTES', shape: [-1] },
  ];

  function tensorRequest(id: number, rows: number): EngineRequest {
    const marks = Array.from({ length: rows }, (_, row) => 10 * id + row);
    const buffer = new BigInt64Array(2 * rows + 1);
    buffer.set(
      marks.flatMap((mark) => [BigInt(mark), -1n]),
      1,
    );
    const tensors: readonly Tensor[] = [
      { datatype: 'INT64', shape: [rows, 2], data: buffer.subarray(1) },
      { datatype: 'BYTES', shape: [rows], data: marks.map(String) },
    ];
    return requestOf(id, { input: { kind: 'tensors', tensors }, rows, outputs: id % 2 === 0 ? [1] : [2, 0] });
  }

  test('holds the rows of its items one behind the other and every output that one of them wants', () => {
    const items = [itemOf(tensorRequest(1, 4), 2, 2), itemOf(tensorRequest(2, 1), 0, 1)];
    const job = buildJob(
      items,
      specs,
      items.reduce((sum, { rows }) => sum + rows, 0),
    );
    expect(job.outputs).toEqual([0, 1, 2]);
    const [x, words] = job.inputs;
    expect(words).toEqual({ kind: 'strings', shape: [3], data: ['12', '13', '20'] });
    if (x?.kind !== 'numeric') throw new Error('Expected numbers.');
    expect(x.shape).toEqual([3, 2]);
    const target = new BigInt64Array(6);
    x.fill(target);
    expect(target).toEqual(BigInt64Array.of(12n, -1n, 13n, -1n, 20n, -1n));
  });

  test('takes the whole tensors of a model with fixed rows', () => {
    const [x] = buildJob([itemOf(tensorRequest(1, 2), 0, 1)], specs, undefined).inputs;
    expect(x?.shape).toEqual([2, 2]);
  });

  test('pads texts with zeros to a common width', () => {
    const store = Int32Array.of(9, 9, 1, 2, 3, 4, 9);
    const text = (id: number, start: number, length: number): QueueItem =>
      itemOf(requestOf(id, { input: { kind: 'features', store, start, length } }), 0, 1);
    const [alone] = buildJob([text(1, 2, 3)], specs, 1).inputs;
    expect(alone?.shape).toEqual([1, 3]);
    const [ids] = buildJob([text(1, 2, 3), text(2, 5, 1)], specs, 2).inputs;
    if (ids?.kind !== 'numeric') throw new Error('Expected numbers.');
    expect(ids.shape).toEqual([2, 8]);
    const target = new Int32Array(16);
    ids.fill(target);
    expect([...target]).toEqual([1, 2, 3, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0]);
  });
});
