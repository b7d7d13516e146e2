import { expect, test, vi } from 'vitest';
import { acceptHost, type AllowedOrigins, type WindowEvent } from './acceptHost.ts';
import { readAllowedOrigins } from './readAllowedOrigins.ts';

const open = { nearside: 1, kind: 'open' };
const host = 'https://host.example';

function start(allowed: AllowedOrigins = '*') {
  const listeners = new Set<(event: WindowEvent) => void>();
  const parent = { postMessage: vi.fn() };
  const serve = vi.fn();
  acceptHost(
    {
      parent,
      origin: 'https://app.example',
      addEventListener: (_, listener) => listeners.add(listener),
      removeEventListener: (_, listener) => listeners.delete(listener),
    },
    allowed,
    serve,
  );
  const port = {} as MessagePort;
  const say = (event: Partial<WindowEvent>): void => {
    for (const listener of listeners)
      listener({ data: open, origin: host, source: parent, ports: [port], ...event });
  };
  return { say, serve, parent, port };
}

test('greets its host at once, without a word that matters', () => {
  expect(start().parent.postMessage.mock.calls).toEqual([[{ nearside: 1, kind: 'hello' }, '*']]);
});

test('takes one port, and no other after it', () => {
  const { say, serve, port } = start();
  say({});
  say({ ports: [{} as MessagePort] });
  expect(serve.mock.calls).toEqual([[port, host]]);
});

test.each<[string, Partial<WindowEvent>]>([
  ['of another window', { source: {} }],
  ['without a port', { ports: [] }],
  ['with two ports', { ports: [{}, {}] as MessagePort[] }],
  ['that is garbage', { data: 'open' }],
  ['of another kind', { data: { nearside: 1, kind: 'hello' } }],
])('ignores a message %s and waits on', (_, event) => {
  const { say, serve, parent } = start();
  say(event);
  expect(serve).not.toHaveBeenCalled();
  expect(parent.postMessage).toHaveBeenCalledTimes(1);
  say({});
  expect(serve).toHaveBeenCalledTimes(1);
});

test.each([
  [['https://other.example'], host, false],
  [['https://other.example', host], host, true],
  [[], 'https://app.example', true],
  [[host], 'null', false],
  ['*', 'null', true],
] as const)('a list of %j and a host at %s: %s', (allowed, origin, isServed) => {
  const { say, serve, parent } = start(allowed);
  say({ origin });
  expect(serve).toHaveBeenCalledTimes(isServed ? 1 : 0);
  const told = parent.postMessage.mock.calls.slice(1);
  expect(told).toEqual(isServed || origin === 'null' ? [] : [[{ nearside: 1, kind: 'refused' }, origin]]);
});

test.each([
  ['*', '*'],
  ['https://a.example  https://b.example', ['https://a.example', 'https://b.example']],
  ['', []],
  [undefined, []],
])('the list %j of a page means %j', (content, allowed) => {
  expect(readAllowedOrigins(content)).toEqual(allowed);
});
