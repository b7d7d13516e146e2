import { expect, test } from 'vitest';
import type { OutgoingRequest, SendVerdict } from '../core/routing/outgoingRequest.ts';
import type { ClientMessage } from '../engine/clientMessages.ts';
import { openSendDesk, SendDesk } from './sendDesk.ts';

function makeRequest(): OutgoingRequest {
  const x = { datatype: 'FP32', shape: [1, 2], data: Float32Array.of(1, 2) } as const;
  return { url: 'https://there.test', host: 'there.test', model: 'm', inputs: { x } };
}

/** A port as it clones: what cannot be sent throws. */
class Port {
  readonly messages: ClientMessage[] = [];
  postMessage(message: ClientMessage): void {
    this.messages.push(structuredClone(message));
  }
}

async function judge(beforeSend: unknown): Promise<SendVerdict> {
  const port = new Port();
  const desk = new SendDesk(beforeSend as ConstructorParameters<typeof SendDesk>[0]);
  desk.attach(port);
  await desk.show({ kind: 'screen', id: 7, request: makeRequest() });
  const [first, second, ...more] = port.messages;
  expect([first, more]).toEqual([{ kind: 'screening' }, []]);
  expect(second).toMatchObject({ kind: 'screened', id: 7 });
  return (second as ClientMessage & { kind: 'screened' }).verdict;
}

const { inputs } = makeRequest();
const other = { x: { datatype: 'FP32', shape: [1, 1], data: Float32Array.of(0) } };

test.each<[string, unknown, unknown]>([
  ['nothing', () => undefined, inputs],
  ['nothing, later', () => Promise.resolve(), inputs],
  ['what it was given', (request: OutgoingRequest) => request, inputs],
  ['other inputs', () => ({ inputs: other }), other],
  ['other inputs, later', () => Promise.resolve({ inputs: other }), other],
  [
    'nothing, having written into what it was given',
    (request: OutgoingRequest) => {
      (request.inputs['x']!.data as Float32Array).fill(0);
    },
    { x: { ...inputs['x'], data: new Float32Array(2) } },
  ],
])('sends what is returned: %s', async (_, beforeSend, sent) => {
  expect(await judge(beforeSend)).toEqual({ kind: 'send', inputs: sent, parameters: undefined });
});

test.each<[string, unknown, string, RegExp]>([
  ['null', () => null, 'consent', /nothing was sent/],
  [
    'an error',
    () => {
      throw new Error('private');
    },
    'consent',
    /private/,
  ],
  ['a rejection', () => Promise.reject(new Error('private')), 'consent', /private/],
  ['true', () => true, 'bad-input', /got true/],
  ['another model', () => ({ ...makeRequest(), model: 'n' }), 'bad-input', /another model/],
  ['another address', () => ({ ...makeRequest(), url: 'https://n.test' }), 'bad-input', /another url/],
  ['what cannot be cloned', () => ({ inputs: { x: () => 0 } }), 'bad-input', /cannot be sent/],
])('refuses for %s', async (_, beforeSend, code, message) => {
  expect(await judge(beforeSend)).toMatchObject({
    kind: 'refused',
    error: { code, message: expect.stringMatching(message) as string },
  });
});

test('what was asked by an engine that is gone is not answered to the next', async () => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const desk = new SendDesk(() => promise);
  const [before, after] = [new Port(), new Port()];
  desk.attach(before);
  const shown = desk.show({ kind: 'screen', id: 1, request: makeRequest() });
  desk.detach();
  desk.attach(after);
  resolve(undefined);
  await shown;
  expect([before.messages, after.messages]).toEqual([[{ kind: 'screening' }], [{ kind: 'screening' }]]);
});

test('there is a desk only where there is a function to ask', () => {
  expect(openSendDesk(undefined)).toBeUndefined();
  expect(() => openSendDesk('yes' as never)).toThrow(/beforeSend: expected a function/);
});
