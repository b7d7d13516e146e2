import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maxLaneRow, maxLaneText } from './laneInput.ts';
import { control, maxTensors, SharedChannel } from './sharedChannel.ts';

const marksOf = (at: number): Parameters<SharedChannel['writeMarks']>[1] => ({
  computeStartAt: at,
  computeInputEndAt: at + 0.25,
  computeOutputStartAt: at + 1.5,
  computeEndAt: at + 2,
});

/** The same memory seen from both sides. */
function bothSides(payloadBytes = 65_536): {
  readonly engine: SharedChannel;
  readonly worker: SharedChannel;
} {
  const engine = SharedChannel.allocate(payloadBytes);
  return { engine, worker: new SharedChannel(engine.buffer) };
}

const tensor = fc.record({
  index: fc.nat(30),
  datatype: fc.constantFrom('FP32', 'INT64', 'UINT8', 'FP16', 'BOOL', 'FP64'),
  shape: fc.array(fc.nat(70_000), { maxLength: 8 }),
  byteLength: fc.nat(3000),
});

describe('slots', () => {
  test('tensors come out as they were laid down, each in memory of its own', () => {
    const { engine, worker } = bothSides();
    fc.assert(
      fc.property(
        fc.array(tensor, { maxLength: maxTensors }),
        fc.nat(),
        fc.nat(2 ** 31 - 1),
        (tensors, sequence, wantedOutputs) => {
          const placed = engine.layOut(sequence, tensors);
          const bytes = tensors.reduce((sum, { byteLength }) => sum + Math.ceil(byteLength / 8) * 8, 0);
          expect(placed === undefined).toBe(bytes > engine.payloadBytes);
          if (placed === undefined) return;
          engine.writeEntries(sequence, placed, wantedOutputs);
          engine.setStatus(sequence, 1);
          engine.writeMarks(sequence, marksOf(sequence));
          for (const [at, { byteOffset, byteLength }] of placed.entries())
            new Uint8Array(engine.buffer, byteOffset, byteLength).fill(at + 1);

          expect(worker.readEntries(sequence)).toEqual({ tensors: placed, wantedOutputs });
          expect(worker.readMarks(sequence)).toEqual(marksOf(sequence));
          expect(worker.getStatus(sequence)).toBe(1);
          for (const [at, { byteOffset, byteLength }] of placed.entries()) {
            const own = new Uint8Array(worker.buffer, byteOffset, byteLength);
            expect(own.every((byte) => byte === at + 1)).toBe(true);
            expect(byteOffset % 8).toBe(0);
          }
        },
      ),
    );
  });

  test('two jobs in a row do not touch each other', () => {
    const { engine, worker } = bothSides();
    for (const sequence of [6, 7]) {
      const byteLength = engine.payloadBytes;
      const placed = engine.layOut(sequence, [
        { index: 0, datatype: 'UINT8', shape: [byteLength], byteLength },
      ])!;
      engine.writeEntries(sequence, placed, sequence);
      engine.writeMarks(sequence, marksOf(sequence));
      engine.setStatus(sequence, sequence - 6);
      new Uint8Array(engine.buffer, placed[0]!.byteOffset, byteLength).fill(sequence);
    }
    for (const sequence of [6, 7]) {
      const { tensors, wantedOutputs } = worker.readEntries(sequence);
      expect(wantedOutputs).toBe(sequence);
      expect(worker.readMarks(sequence)).toEqual(marksOf(sequence));
      expect(worker.getStatus(sequence)).toBe(sequence - 6);
      const { byteOffset, byteLength } = tensors[0]!;
      expect(new Uint8Array(worker.buffer, byteOffset, byteLength).every((byte) => byte === sequence)).toBe(
        true,
      );
    }
    expect(Atomics.load(worker.control, control.jobsPosted)).toBe(0);
  });

  test('take no strings, no more dimensions and no more tensors than they have room for', () => {
    const { engine } = bothSides();
    const one = { index: 0, datatype: 'UINT8', shape: [1], byteLength: 1 } as const;
    expect(engine.layOut(0, [{ ...one, datatype: 'BYTES' }])).toBeUndefined();
    expect(engine.layOut(0, [{ ...one, shape: [1, 1, 1, 1, 1, 1, 1, 1, 1] }])).toBeUndefined();
    expect(
      engine.layOut(
        0,
        Array.from({ length: maxTensors + 1 }, () => one),
      ),
    ).toBeUndefined();
  });
});

describe('lane', () => {
  test('carries any input and any scores, or none', () => {
    const { engine, worker } = bothSides(1);
    fc.assert(
      fc.property(
        fc.oneof(
          fc
            .string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)), maxLength: maxLaneText })
            .map((text) => ({ kind: 'text', text }) as const),
          fc
            .float32Array({ noNaN: true, maxLength: maxLaneRow })
            .map((values) => ({ kind: 'row', values: new Float32Array(values) }) as const),
        ),
        fc.option(fc.float32Array({ noNaN: true, maxLength: 4096 }), { nil: undefined }),
        fc.double({ noNaN: true }),
        (input, scores, at) => {
          engine.writeLaneRequest(input, at);
          expect(worker.readLaneRequest()).toEqual({ input, requestStartAt: at });
          worker.writeLaneAnswer(scores, marksOf(5));
          expect(engine.readLaneAnswer()).toEqual(
            scores === undefined ? undefined : { outputs: new Float32Array(scores), marks: marksOf(5) },
          );
        },
      ),
    );
  });

  test('holds the longest text, and gives up on more scores than it has room for', () => {
    const { engine, worker } = bothSides(1);
    const text = 'x'.repeat(maxLaneText);
    engine.writeLaneRequest({ kind: 'text', text }, 1);
    expect(worker.readLaneRequest().input).toEqual({ kind: 'text', text });
    worker.writeLaneAnswer(new Float32Array(4097), marksOf(1));
    expect(engine.readLaneAnswer()).toBeUndefined();
  });
});

describe('records', () => {
  test('are read in order; what is a ring behind is lost and nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 6 }), (bursts) => {
        const { engine, worker } = bothSides(1);
        let written = 0;
        let read = 0;
        for (const burst of bursts) {
          for (let count = 0; count < burst; count += 1) {
            worker.appendRecord({ requestStartAt: written, ...marksOf(written) });
            written += 1;
          }
          const records = engine.readRecords(read);
          const first = Math.max(read, written - 256);
          expect(records.map(({ requestStartAt }) => requestStartAt)).toEqual(
            Array.from({ length: written - first }, (_, index) => first + index),
          );
          for (const { requestStartAt, ...marks } of records) expect(marks).toEqual(marksOf(requestStartAt));
          read = written;
        }
      }),
      { numRuns: 30 },
    );
  });
});

test('a bell wakes whoever waits for it', async () => {
  const { engine, worker } = bothSides(1);
  const bell = Atomics.load(worker.control, control.doorbell);
  const wait = Atomics.waitAsync(worker.control, control.doorbell, bell);
  engine.ring();
  expect(await wait.value).toBe('ok');
});
