import { afterEach, expect, test, vi } from 'vitest';
import type { Prediction } from '../core/protocol/inference.ts';
import type { LaneRequest } from '../platform/workers/instanceMessages.ts';
import { maxLaneRow, maxLaneText, type LaneInput } from '../platform/workers/laneInput.ts';
import { control, SharedChannel } from '../platform/workers/sharedChannel.ts';
import { Lane } from './lane.ts';

const lead = {
  key: 'm@1',
  labels: ['left', 'right'],
  trace: { source: 'local', reason: 'mode', model: 'm', version: '1', variant: 'fp32', backend: 'wasm' },
} as const;
const marks = { computeStartAt: 1, computeInputEndAt: 3, computeOutputStartAt: 7, computeEndAt: 15 };

afterEach(() => {
  vi.useRealTimers();
});

function openShared(onHung = (): void => undefined): { readonly lane: Lane; readonly worker: SharedChannel } {
  const worker = SharedChannel.allocate(1);
  return { lane: new Lane({ kind: 'shared', buffer: worker.buffer }, lead, onHung), worker };
}

function answer(worker: SharedChannel, scores: readonly number[] | undefined): void {
  worker.writeLaneAnswer(scores === undefined ? undefined : Float32Array.from(scores), marks);
  Atomics.add(worker.control, control.laneDone, 1);
  Atomics.notify(worker.control, control.laneDone);
}

const textOf = (text: string): LaneInput => ({ kind: 'text', text });

async function predict(lane: Lane, id: number, text: string): Promise<Prediction | undefined> {
  const answers = await lane.run(textOf(text));
  return answers === undefined ? undefined : lane.present(answers, id, 1);
}

test('shared memory carries one text after the other and brings ranked labels with a trace', async () => {
  const { lane, worker } = openShared();
  for (const [text, scores] of [
    ['eins', [0.25, 0.75]],
    ['zwei 😀', [1, 0]],
  ] as const) {
    const predicted = predict(lane, 3, text);
    expect(worker.readLaneRequest().input).toEqual(textOf(text));
    expect(lane.canTake(textOf('x'))).toBe(false);
    answer(worker, scores);
    const best = scores[0] > scores[1] ? 'left' : 'right';
    expect((await predicted)?.labels?.[0]).toEqual({ label: best, score: Math.max(...scores) });
    expect((await predicted)?.trace).toMatchObject({
      id: '3',
      batchSize: 1,
      inputMs: 2,
      computeMs: 4,
      outputMs: 8,
    });
    expect(lane.canTake(textOf('x'))).toBe(true);
  }
  lane.close();
});

test('a text that the worker could not answer has to go through the engine', async () => {
  const { lane, worker } = openShared();
  const predicted = predict(lane, 1, '!');
  answer(worker, undefined);
  expect(await predicted).toBeUndefined();
  lane.close();
});

test('a text in a lane that closes has to go through the engine', async () => {
  const { lane } = openShared();
  const predicted = predict(lane, 1, 'text');
  lane.close();
  expect(await predicted).toBeUndefined();
});

test('takes texts and rows up to its length', () => {
  const { lane } = openShared();
  const rowOf = (length: number): LaneInput => ({ kind: 'row', values: new Float32Array(length) });
  expect(lane.canTake(textOf('x'.repeat(maxLaneText)))).toBe(true);
  expect(lane.canTake(textOf('x'.repeat(maxLaneText + 1)))).toBe(false);
  expect(lane.canTake(rowOf(maxLaneRow))).toBe(true);
  expect(lane.canTake(rowOf(maxLaneRow + 1))).toBe(false);
});

test('a worker that does not answer for 30 s is reported, one that answers is not', async () => {
  vi.useFakeTimers();
  const onHung = vi.fn();
  const { lane, worker } = openShared(onHung);
  const first = predict(lane, 1, 'text');
  answer(worker, [1, 0]);
  await first;
  vi.advanceTimersByTime(29_000);
  const hung = expect(predict(lane, 2, 'text')).rejects.toMatchObject({ code: 'worker-lost' });
  vi.advanceTimersByTime(29_900);
  expect(onHung).not.toHaveBeenCalled();
  vi.advanceTimersByTime(200);
  expect(onHung).toHaveBeenCalledTimes(1);
  await hung;
  lane.close();
});

test('a lane opened anew takes nothing while the text of the one before it is still under way', async () => {
  const { lane: closed, worker } = openShared();
  const given = predict(closed, 1, 'old');
  closed.close();
  expect(await given).toBeUndefined();
  const opened = new Lane({ kind: 'shared', buffer: worker.buffer }, lead, () => undefined);
  expect(opened.canTake(textOf('new'))).toBe(false);
  answer(worker, [1, 0]);
  expect(opened.canTake(textOf('new'))).toBe(true);
  opened.close();
});

test('a port carries the same', async () => {
  const { port1, port2 } = new MessageChannel();
  const lane = new Lane({ kind: 'port', port: port1 }, lead, () => undefined);
  port2.onmessage = ({ data }: MessageEvent<LaneRequest>) => {
    const isEmpty = data.input.kind === 'text' && data.input.text === '';
    port2.postMessage(isEmpty ? { marks } : { outputs: Float32Array.of(0, 1), marks });
  };
  expect((await predict(lane, 1, 'text'))?.labels?.[0]?.label).toBe('right');
  expect(await predict(lane, 2, '')).toBeUndefined();
  lane.close();
  port2.close();
});
