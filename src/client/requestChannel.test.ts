import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { NearsideError } from '../core/errors.ts';
import type { Parcel } from '../engine/clientMessages.ts';
import { FakeEngine, trace } from './testing/fakeEngine.ts';
import { toInferCall, toPredictCall } from './toCall.ts';

let engine: FakeEngine;
beforeEach(() => {
  engine = new FakeEngine();
});
afterEach(() => {
  engine.end();
});

const predict = (
  value: string | Float32Array | Record<string, unknown>,
  signal?: AbortSignal,
): Promise<unknown> => engine.page.send(toPredictCall('m', value), signal);

describe('calls', () => {
  test('of one task leave in one message, neighbours of one kind in one parcel, ids in call order', async () => {
    const calls = [
      predict('a'),
      predict('b'),
      predict(Float32Array.of(1)),
      predict(Float32Array.of(2)),
      predict('c'),
    ];
    expect(await engine.parcels(1)).toMatchObject([
      { kind: 'text', firstId: 1, texts: ['a', 'b'] },
      { kind: 'row', firstId: 3, rowLength: 1, values: Float32Array.of(1, 2) },
      { kind: 'text', firstId: 5, texts: ['c'] },
    ]);
    for (const id of [5, 3, 1, 4, 2]) engine.answer(id, 10 * id);
    const answers = await Promise.all(calls);
    expect(answers.map((answer) => (answer as { value: Float32Array }).value[0])).toEqual([
      10, 20, 30, 40, 50,
    ]);
  });

  test('of several tasks leave in several messages, ids go on', async () => {
    void predict('a');
    await engine.messages(1);
    void predict('b');
    expect(await engine.parcels(2)).toMatchObject([{ firstId: 1 }, { firstId: 2 }]);
  });

  test('that wait keep their rows while others come and go, for the engine after this one', async () => {
    const row = (value: number): Float32Array => new Float32Array(784).fill(value);
    const answered = predict(row(1));
    const waiting = predict(row(2));
    const given = new AbortController();
    const gone = predict(row(3), given.signal);
    await engine.messages(1);
    given.abort();
    await expect(gone).rejects.toThrow();
    engine.answer(1, 1);
    await answered;
    const later = [predict(row(4)), predict(row(5))];
    await engine.messages(3);
    engine.answer(4, 4);
    await later[0];
    const { port1, port2 } = new MessageChannel();
    const replays: (readonly Parcel[])[] = [];
    await new Promise<void>((resolve) => {
      port2.onmessage = ({ data }: MessageEvent<{ readonly parcels: readonly Parcel[] }>) => {
        if (replays.push(data.parcels) === 2) resolve();
      };
      engine.page.attach(port1, { isNear: true });
    });
    expect(replays.flat()).toMatchObject([{ values: row(2) }, { values: row(5) }]);
    port1.close();
    void Promise.allSettled([waiting, ...later]);
  });

  test('that cannot be sent are refused alone', async () => {
    const good = predict('a');
    const bad = predict({ x: () => undefined });
    const other = predict('b');
    await expect(bad).rejects.toMatchObject({ code: 'bad-input' });
    const parcels = await engine.parcels(2);
    expect(parcels).toMatchObject([
      { firstId: 1, texts: ['a'] },
      { firstId: 3, texts: ['b'] },
    ]);
    engine.answer(3, 3);
    engine.answer(1, 1);
    expect(await Promise.all([good, other])).toMatchObject([
      { value: Float32Array.of(1) },
      { value: Float32Array.of(3) },
    ]);
  });

  test('are rejected with the typed error that came', async () => {
    const calls = [predict('a'), predict('b')];
    engine.say({
      kind: 'refused',
      ids: [1, 2],
      error: { code: 'deadline', message: 'late', retryable: true },
    });
    for (const call of calls)
      await expect(call).rejects.toMatchObject({ code: 'deadline', message: 'late', retryable: true });
  });

  test('carry the time of each stage, and a total that is no less', async () => {
    const call = predict('a');
    await engine.messages(1);
    engine.answer(1, 1);
    const answer = (await call) as { trace: { totalMs: number } };
    expect(answer.trace).toMatchObject({
      source: 'local',
      queueMs: 4,
      inputMs: 1,
      computeMs: 2,
      outputMs: 3,
    });
    expect(answer.trace.totalMs).toBeGreaterThanOrEqual(10);
  });

  test('an answer that nobody waits for is passed over', async () => {
    engine.answer(77, 1);
    engine.say({ kind: 'refused', ids: [78], error: { code: 'closed', message: '', retryable: false } });
    const call = predict('a');
    engine.answer(1, 5);
    expect(await call).toMatchObject({ value: Float32Array.of(5) });
  });
});

describe('an abort', () => {
  const reason = new Error('enough');

  test('rejects with its reason at once and withdraws the request once', async () => {
    const abort = new AbortController();
    const calls = [predict('a', abort.signal), predict('b'), predict('c', abort.signal)];
    await engine.messages(1);
    abort.abort(reason);
    await expect(calls[0]).rejects.toBe(reason);
    await expect(calls[2]).rejects.toBe(reason);
    expect((await engine.messages(2))[1]).toEqual({ kind: 'cancel', ids: [1, 3] });
    for (const id of [1, 2, 3]) engine.answer(id, id);
    expect(await calls[1]).toMatchObject({ value: Float32Array.of(2) });
  });

  test('before the call leaves sends nothing', async () => {
    await expect(predict('a', AbortSignal.abort(reason))).rejects.toBe(reason);
    await engine.settle();
    expect(engine.received).toEqual([]);
  });

  test('after the answer does nothing', async () => {
    const abort = new AbortController();
    const call = predict('a', abort.signal);
    engine.answer(1, 1);
    await call;
    abort.abort(reason);
    await engine.settle();
    expect(engine.received.map(({ kind }) => kind)).toEqual(['requests']);
  });
});

describe('closing', () => {
  const closed = new NearsideError('closed', 'The connection was closed.');

  test('rejects what waits and all that comes, and tells the engine', async () => {
    const waiting = predict('a');
    await engine.messages(1);
    const unsent = predict('b');
    engine.page.close(closed);
    engine.page.close(new NearsideError('closed', 'again'));
    await expect(waiting).rejects.toBe(closed);
    await expect(unsent).rejects.toBe(closed);
    await expect(predict('c')).rejects.toBe(closed);
    expect((await engine.messages(2))[1]).toEqual({ kind: 'close' });
    await engine.settle();
    expect(engine.received).toHaveLength(2);
  });
});

describe('buffers', () => {
  const infer = (data: Float32Array<ArrayBuffer>, transfer: boolean): Promise<unknown> => {
    const x = { datatype: 'FP32', shape: [2], data } as const;
    return engine.page.send(toInferCall({ model: 'm', inputs: { x } }, { transfer }), undefined);
  };

  test('stay usable, and what is written afterwards is not sent', async () => {
    const data = Float32Array.of(1, 2);
    void infer(data, false);
    data[0] = 9;
    const [parcel] = await engine.parcels(1);
    expect(parcel).toMatchObject({ requests: [{ inputs: { x: { data: Float32Array.of(1, 2) } } }] });
    expect(data).toEqual(Float32Array.of(9, 2));
  });

  test('that are given away are gone, and refused the next time', async () => {
    const data = Float32Array.of(1, 2);
    void infer(data, true);
    expect(data.length).toBe(0);
    await engine.messages(1);
    expect(() => infer(data, false)).toThrow('whose buffer was given away');
  });
});

describe('a lane', () => {
  const lead = { key: 'k', labels: ['a', 'b'], trace };
  const answer = {
    outputs: Float32Array.of(1, 0),
    marks: { computeStartAt: 0, computeInputEndAt: 0, computeOutputStartAt: 0, computeEndAt: 0 },
  };

  async function openLane(isAnswering: boolean): Promise<void> {
    const lane = new MessageChannel();
    if (isAnswering)
      lane.port2.onmessage = () => {
        lane.port2.postMessage(answer);
      };
    engine.say({ kind: 'lead', lead });
    engine.openLane(lane.port1);
    await engine.settle();
  }

  const ask = (text: string): Promise<unknown> => engine.page.send(toPredictCall('m', text), undefined);

  test('has the lone text of a task; a burst is one parcel of consecutive numbers, remembered texts among it', async () => {
    await openLane(true);
    await ask('known');
    expect(engine.received).toEqual([]);
    const values = ['x', 'known', 'y', 'z'].map((text) => ask(text) as Promise<{ value: unknown }>);
    const [parcel] = await engine.parcels(1);
    if (parcel?.kind !== 'text') throw new Error('Expected texts.');
    expect(parcel.texts).toEqual(['x', 'known', 'y', 'z']);
    for (const index of parcel.texts.keys()) engine.answer(parcel.firstId + index, index);
    const came = await Promise.all(values);
    expect(came.map(({ value }) => (value as Float32Array)[0])).toEqual([0, 1, 2, 3]);
  });

  test('has a lone row too, whatever of other models is outstanding, and nothing while its own model has a call on the other way', async () => {
    await openLane(true);
    void engine.page.send(toPredictCall('other', Float32Array.of(1)), undefined);
    await engine.messages(1);
    await engine.page.send(toPredictCall('m', Float32Array.of(1)), undefined);
    expect(engine.received).toHaveLength(1);
    void ask('x');
    void ask('y');
    await engine.messages(2);
    void engine.page.send(toPredictCall('m', Float32Array.of(2)), undefined);
    expect((await engine.parcels(3)).map(({ kind }) => kind)).toEqual(['row', 'text', 'row']);
  });

  test('whose run hangs rejects its caller', async () => {
    await openLane(false);
    vi.useFakeTimers();
    const caught = expect(ask('hang')).rejects.toMatchObject({ code: 'worker-lost' });
    await vi.advanceTimersByTimeAsync(61_000);
    vi.useRealTimers();
    await caught;
  });
});
