import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ClientMessage, EngineMessage } from '../engine/clientMessages.ts';
import { EngineLetters } from '../engine/engineLetters.ts';
import { FakeEngine, trace } from './testing/fakeEngine.ts';
import { RequestChannel } from './requestChannel.ts';
import { SendDesk } from './sendDesk.ts';
import { toPredictCall } from './toCall.ts';

let engine: FakeEngine;
beforeEach(() => {
  vi.stubGlobal('crossOriginIsolated', true);
  engine = new FakeEngine();
});
afterEach(() => {
  engine.end();
  vi.unstubAllGlobals();
});

const predict = (value: string, signal?: AbortSignal): Promise<unknown> =>
  engine.page.send(toPredictCall('m', value), signal);

const lead: EngineMessage = {
  kind: 'lead',
  lead: { key: 'k', labels: [], trace: { ...trace, source: 'memory' } },
};

/** Leads have come, and what follows by letter is listed apart. */
async function share(): Promise<{ letters: EngineLetters; received: ClientMessage[] }> {
  const [opening] = await engine.messages(1);
  if (opening?.kind !== 'letters') throw new Error('No memory was shared first.');
  const received: ClientMessage[] = [];
  const letters = new EngineLetters((message) => received.push(message));
  letters.open(opening.buffer);
  letters.carry(lead);
  engine.say(lead);
  await engine.settle();
  return { letters, received };
}

test('sends a lone call by letter, and several by message', async () => {
  const { letters, received } = await share();
  void predict('a');
  await Promise.resolve();
  letters.drain();
  expect(received).toMatchObject([{ parcels: [{ firstId: 1, texts: ['a'] }] }]);
  void predict('b');
  void predict('c');
  expect(await engine.parcels(2)).toMatchObject([{ firstId: 2, texts: ['b', 'c'] }]);
  letters.drain();
  expect(received).toHaveLength(1);
  letters.close();
});

test('sends the call that is left of a burst whose others were aborted by message', async () => {
  const { letters, received } = await share();
  const abort = new AbortController();
  const aborted = predict('a', abort.signal);
  void predict('b');
  abort.abort();
  await expect(aborted).rejects.toThrow();
  expect(await engine.parcels(2)).toMatchObject([{ firstId: 1, texts: ['a', 'b'] }]);
  letters.drain();
  expect(received).toEqual([]);
  letters.close();
});

test('asks the next engine what went by letter to one that was lost', async () => {
  const { letters, received } = await share();
  const call = predict('a');
  await Promise.resolve();
  letters.drain();
  expect(received).toHaveLength(1);
  letters.close();
  const next = new MessageChannel();
  const asked = Promise.withResolvers<ClientMessage>();
  const nextLetters = new EngineLetters(asked.resolve);
  next.port2.onmessage = ({ data }: MessageEvent<ClientMessage>) => {
    if (data.kind === 'letters') nextLetters.open(data.buffer);
  };
  engine.page.attach(next.port1, { isNear: true });
  expect(await asked.promise).toMatchObject({ parcels: [{ firstId: 1, texts: ['a'] }] });
  const outputs = { y: { datatype: 'FP32', shape: [1], data: Float32Array.of(4) } } as const;
  const answer = { kind: 'answered', id: 1, answer: 'predict', outputs, queueMs: 0, extraInputMs: 0, trace };
  next.port2.postMessage(answer);
  expect(await call).toMatchObject({ value: Float32Array.of(4) });
  nextLetters.close();
  next.port1.close();
});

test('sends a call by message while something else was said to the engine by another way', async () => {
  const { letters, received } = await share();
  engine.mayOvertake = false;
  void predict('a');
  expect(await engine.parcels(2)).toMatchObject([{ firstId: 1, texts: ['a'] }]);
  letters.drain();
  expect(received).toEqual([]);
  letters.close();
});

test('says that its requests are to be shown before it shares memory', async () => {
  const { port1, port2 } = new MessageChannel();
  const kinds: string[] = [];
  const { promise, resolve } = Promise.withResolvers<undefined>();
  port2.onmessage = ({ data }: MessageEvent<ClientMessage>) => {
    kinds.push(data.kind);
    if (kinds.length === 2) resolve(undefined);
  };
  const page = new RequestChannel({
    onModels: () => undefined,
    onProgress: () => undefined,
    onWaiting: () => undefined,
    mayOvertake: () => true,
    sendDesk: new SendDesk(() => null),
  });
  page.attach(port1, { isNear: true });
  await promise;
  expect(kinds).toEqual(['screening', 'letters']);
  port1.close();
});
