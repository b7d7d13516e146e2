import { expect, test } from 'vitest';
import type { LaneCachePolicy } from '../engine/clientMessages.ts';
import type { UnpackedAnswers } from '../engine/packedAnswers.ts';
import type { LaneInput } from '../platform/workers/laneInput.ts';
import { LaneMemory } from './laneMemory.ts';

function answer(score: number): UnpackedAnswers {
  return {
    ids: new Int32Array(0),
    scores: Float32Array.of(score),
    classes: 1,
    queueMs: new Float32Array(1),
    extraInputMs: new Float32Array(1),
    batchSize: 1,
    inputMs: 1,
    computeMs: 2,
    outputMs: 1,
  };
}

const textOf = (text: string): LaneInput => ({ kind: 'text', text });
const rowOf = (...values: number[]): LaneInput => ({ kind: 'row', values: Float32Array.from(values) });
const a = textOf('a');
const b = textOf('b');

const answering = { model: 'm', version: '1' };
const roomy: LaneCachePolicy = { kind: 'page', maxBytes: 10_000, ttlMs: null };

async function remember(memory: LaneMemory, text: string, score: number, options = {}): Promise<void> {
  const answers = Promise.resolve(answer(score));
  memory.watch(textOf(text), options, answers);
  await answers;
}

function scoreOf(memory: LaneMemory, text: string, options = {}): number | undefined {
  return memory.find(textOf(text), options)?.scores[0];
}

test('an answer is remembered for its text and partition, without the stages of its run', async () => {
  const memory = new LaneMemory(answering, roomy, () => 0);
  await remember(memory, 'a', 1);
  await remember(memory, 'a', 2, { partition: 'ann' });
  expect([scoreOf(memory, 'a'), scoreOf(memory, 'a', { partition: 'ann' })]).toEqual([1, 2]);
  expect(scoreOf(memory, 'a', { partition: 'bob' })).toBeUndefined();
  expect(scoreOf(memory, 'b')).toBeUndefined();
  expect(memory.find(a, {})).toMatchObject({ inputMs: 0, computeMs: 0, outputMs: 0, batchSize: 1 });
  await remember(memory, 'b', 3, { partition: '' });
  await remember(memory, '1:b', 4);
  expect(scoreOf(memory, 'b', { partition: '' })).toBe(3);
});

test('a row is known by its bits, and never taken for a text of the same units or a shorter row', async () => {
  const memory = new LaneMemory(answering, roomy, () => 0);
  memory.watch(rowOf(1, 0), {}, Promise.resolve(answer(1)));
  await Promise.resolve();
  const units = String.fromCharCode(...new Uint16Array(Float32Array.of(1, 0).buffer));
  expect(memory.find(rowOf(1, 0), {})?.scores[0]).toBe(1);
  for (const other of [rowOf(1, -0), rowOf(1), rowOf(1, 0, 0), textOf(units), textOf(`r${units}`)])
    expect(memory.find(other, {})).toBeUndefined();
  expect(memory.find(rowOf(1, 0), { partition: 'ann' })).toBeUndefined();
});

test('bypass neither reads nor fills, refresh forgets, also what is under way', async () => {
  const memory = new LaneMemory(answering, roomy, () => 0);
  await remember(memory, 'a', 1, { cache: 'bypass' });
  expect(scoreOf(memory, 'a')).toBeUndefined();
  await remember(memory, 'a', 1);
  expect(scoreOf(memory, 'a', { cache: 'bypass' })).toBeUndefined();
  expect(scoreOf(memory, 'a', { cache: 'refresh' })).toBeUndefined();
  memory.forget(a, {});
  expect(scoreOf(memory, 'a')).toBeUndefined();
  const { promise, resolve } = Promise.withResolvers<UnpackedAnswers>();
  memory.watch(b, {}, promise);
  memory.forget(b, {});
  resolve(answer(1));
  await promise;
  expect(scoreOf(memory, 'b')).toBeUndefined();
});

test('a text under way is joined, and nothing is remembered of what was cleared or failed meanwhile', async () => {
  const memory = new LaneMemory(answering, roomy, () => 0);
  const first = Promise.withResolvers<UnpackedAnswers>();
  memory.watch(a, {}, first.promise);
  expect(memory.findUnderway(a, {})).toBe(first.promise);
  expect(memory.findUnderway(a, { partition: 'ann' })).toBeUndefined();
  expect(memory.findUnderway(a, { cache: 'bypass' })).toBeUndefined();
  memory.clear({});
  expect(memory.findUnderway(a, {})).toBeUndefined();
  first.resolve(answer(1));
  await first.promise;
  expect(scoreOf(memory, 'a')).toBeUndefined();
  const failing: Promise<UnpackedAnswers> = Promise.reject(new Error('lost'));
  memory.watch(a, {}, failing);
  await expect(failing).rejects.toThrow('lost');
  expect(memory.findUnderway(a, {})).toBeUndefined();
  memory.watch(a, {}, Promise.resolve(undefined));
  await Promise.resolve();
  expect(scoreOf(memory, 'a')).toBeUndefined();
});

test('it is bounded in bytes and in time', async () => {
  let now = 0;
  const memory = new LaneMemory(answering, { kind: 'page', maxBytes: 1000, ttlMs: 100 }, () => now);
  for (const text of ['a', 'b', 'c']) await remember(memory, text, 1);
  expect(['a', 'b', 'c'].map((text) => scoreOf(memory, text))).toEqual([undefined, 1, 1]);
  expect(memory.takeReport()).toMatchObject({ entries: 2, evictions: 1, misses: 3 });
  now = 101;
  expect(scoreOf(memory, 'b')).toBeUndefined();
});

test('only lanes of models on auto remember; those on leave such requests to the engine', async () => {
  const admitted = (['none', 'engine', 'page'] as const).map((kind) => {
    const memory = new LaneMemory(answering, { ...roomy, kind }, () => 0);
    return [
      memory.admits(a, {}),
      memory.admits(a, { cache: 'bypass' }),
      memory.admits(a, { cache: 'refresh' }),
    ];
  });
  expect(admitted).toEqual([
    [true, true, false],
    [false, true, false],
    [true, true, false],
  ]);
  const off = new LaneMemory(answering, { kind: 'none' }, () => 0);
  await remember(off, 'a', 1);
  expect(scoreOf(off, 'a')).toBeUndefined();
  expect(off.takeReport()).toBeUndefined();
});

test('a report tells what happened since the last one, and that nothing is left', async () => {
  const memory = new LaneMemory(answering, roomy, () => 0);
  await remember(memory, 'a', 1);
  memory.find(a, {});
  memory.countHit(0.5);
  memory.countJoined(2);
  expect(memory.takeReport()).toMatchObject({
    model: 'm',
    hitMs: [0.5],
    joinedMs: [2],
    misses: 1,
    savedMs: 4,
    entries: 1,
  });
  expect(memory.takeReport()).toBeUndefined();
  memory.clear({ model: 'other' });
  expect(memory.takeReport()).toBeUndefined();
  memory.clear({ model: 'm' });
  expect(memory.takeReport()).toMatchObject({ entries: 0, sizeBytes: 0, hitMs: [] });
});

test('what the engine made anew is asked of the engine, until results are cleared or many more were', () => {
  const memory = new LaneMemory(answering, roomy, () => 0);
  memory.forget(a, { partition: 'ann' });
  expect(memory.admits(a, {})).toBe(true);
  expect(memory.admits(a, { partition: 'ann' })).toBe(false);
  expect(memory.admits(a, { partition: 'ann', cache: 'bypass' })).toBe(true);
  for (let index = 0; index < 100; index += 1) memory.forget(textOf(`text ${index}`), {});
  expect(memory.admits(a, { partition: 'ann' })).toBe(true);
  expect(memory.admits(textOf('text 99'), {})).toBe(false);
  memory.clear({});
  expect(memory.admits(textOf('text 99'), {})).toBe(true);
});
