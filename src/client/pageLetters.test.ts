import { afterEach, expect, test, vi } from 'vitest';
import type { ClientMessage, EngineMessage } from '../engine/clientMessages.ts';
import { EngineLetters } from '../engine/engineLetters.ts';
import type { CarriedCall } from './call.ts';
import { PageLetters } from './pageLetters.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** A page and an engine with memory between them, and what came to each by letter. */
function connect() {
  const requests: ClientMessage[] = [];
  const answers: EngineMessage[] = [];
  const wakers: (() => void)[] = [];
  const come = <Message>(into: Message[]) => {
    return (message: Message): void => {
      into.push(message);
      for (const wake of wakers.splice(0)) wake();
    };
  };
  const engine = new EngineLetters(come(requests));
  vi.stubGlobal('crossOriginIsolated', true);
  const postMessage = (message: ClientMessage & { kind: 'letters' }): void => {
    engine.open(message.buffer);
  };
  const page = PageLetters.open({ postMessage }, come(answers));
  if (page === undefined) throw new Error('No memory was shared.');
  ends.push(() => {
    engine.close();
    page.close();
  });
  const next = async <Message>(list: readonly Message[]): Promise<Message> => {
    while (list.length === 0) await new Promise<void>((resolve) => wakers.push(resolve));
    return list.at(-1) as Message;
  };
  const sendLead = (): void => {
    engine.carry(lead);
    page.noteMessage();
  };
  return { engine, page, requests, answers, next, sendLead };
}

const lead: EngineMessage = {
  kind: 'lead',
  lead: {
    key: 'k',
    labels: [],
    trace: { source: 'local', model: 'm', version: '1', variant: 'fp32', backend: 'wasm' },
  },
};

function textCall(text: string, options: CarriedCall['options'] = {}): CarriedCall {
  return { kind: 'text', model: 'm', text, options };
}

/** As `packAnswers` lays it out: rows, classes and stages, ids, times, scores. */
function classified(...ids: readonly number[]): EngineMessage & { kind: 'classified' } {
  const packed = new Float32Array(6 + 4 * ids.length);
  packed.set([ids.length, 1, 1, 0, 0, 0]);
  new Int32Array(packed.buffer, 24, ids.length).set(ids);
  return { kind: 'classified', key: 'k', packed: packed.buffer };
}

test('a text comes with whose answer is asked, how, and since when', async () => {
  const { page, requests, next, sendLead } = connect();
  sendLead();
  const options = { partition: 'a"\ud800', cache: 'refresh', deadlineMs: 12.5 } as const;
  expect(page.send(textCall('héllo \ud800', options), { id: 7, requestStartAt: 1.25 })).toBe(true);
  expect(await next(requests)).toEqual({
    kind: 'requests',
    requestStartAt: 1.25,
    parcels: [{ kind: 'text', firstId: 7, model: 'm', options, texts: ['héllo \ud800'] }],
  });
});

test('a row comes bit by bit, and is the engine’s own', async () => {
  const { page, requests, next, sendLead } = connect();
  sendLead();
  const bits = Int32Array.of(1, 0x7f_c0_00_01, -1, 0x3f_80_00_00);
  const values = new Float32Array(bits.buffer, 4, 3);
  page.send({ kind: 'row', model: 'm', options: {}, values }, { id: 1, requestStartAt: 0 });
  const message = (await next(requests)) as ClientMessage & { kind: 'requests' };
  const [parcel] = message.parcels;
  expect(parcel).toMatchObject({ kind: 'row', firstId: 1, model: 'm', rowLength: 3 });
  const received = (parcel as { values: Float32Array<ArrayBuffer> }).values;
  expect(received.buffer.byteLength).toBe(12);
  expect(new Int32Array(received.buffer)).toEqual(bits.slice(1));
});

test('what JSON cannot say and what is too large is a message', () => {
  const { page } = connect();
  const endless = textCall('a', { deadlineMs: Number.POSITIVE_INFINITY });
  expect(page.send(endless, { id: 1, requestStartAt: 0 })).toBe(false);
  expect(page.send(textCall('x'.repeat(9000)), { id: 1, requestStartAt: 0 })).toBe(false);
  expect(page.send(textCall('a'), { id: 1, requestStartAt: 0 })).toBe(true);
});

test('the answer to a letter is a letter, once', async () => {
  const { engine, page, requests, answers, next, sendLead } = connect();
  sendLead();
  page.send(textCall('a'), { id: 3, requestStartAt: 0 });
  await next(requests);
  const answer = classified(3);
  expect(engine.carry(answer)).toBe(true);
  expect(await next(answers)).toEqual(answer);
  expect(engine.carry(classified(3))).toBe(false);
});

test('an announced answer wakes the page, which waits on until it comes', async () => {
  const { engine, page, requests, answers, next, sendLead } = connect();
  sendLead();
  page.send(textCall('a'), { id: 3, requestStartAt: 0 });
  await next(requests);
  const notify = vi.spyOn(Atomics, 'notify');
  engine.announce(2);
  expect(notify).not.toHaveBeenCalled();
  engine.announce(3);
  expect(notify).toHaveReturnedWith(1);
  await new Promise((resolve) => setImmediate(resolve));
  expect(answers).toEqual([]);
  engine.carry(classified(3));
  expect(await next(answers)).toEqual(classified(3));
});

test.each([
  ['nobody’s', []],
  ['another’s', [2]],
  ['one of several', [3, 4]],
])('an answer that is %s is a message', async (_, ids) => {
  const { engine, page, requests, next } = connect();
  expect(engine.carry(classified(3))).toBe(false);
  page.noteMessage();
  page.send(textCall('a'), { id: 3, requestStartAt: 0 });
  await next(requests);
  if (ids.length > 0) expect(engine.carry(classified(...ids))).toBe(false);
  else expect(engine.carry(classified(3))).toBe(true);
});

test.each([lead, { kind: 'models', models: [] } as const])(
  'an answer does not overtake a message: $kind',
  async (message) => {
    const { engine, page, requests, next, sendLead } = connect();
    sendLead();
    page.send(textCall('a'), { id: 3, requestStartAt: 0 });
    await next(requests);
    expect(engine.carry(message)).toBe(false);
    expect(engine.carry(classified(3))).toBe(false);
  },
);

test('a letter is there before a message that was posted after it', () => {
  const { engine, page, requests, sendLead } = connect();
  sendLead();
  page.send(textCall('a'), { id: 3, requestStartAt: 0 });
  engine.drain();
  expect(requests).toHaveLength(1);
});

test('after the end nothing is taken', async () => {
  const { engine, page, requests, sendLead } = connect();
  sendLead();
  engine.close();
  page.send(textCall('a'), { id: 3, requestStartAt: 0 });
  engine.drain();
  await new Promise((resolve) => setImmediate(resolve));
  expect(requests).toEqual([]);
});
