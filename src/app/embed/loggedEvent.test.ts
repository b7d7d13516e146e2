import { expect, test } from 'vitest';
import { logEvent, type LoggedEvent } from './loggedEvent.ts';

const trace = {
  id: '1',
  source: 'local',
  variant: 'int8',
  backend: 'wasm',
  batchSize: 1,
  queueMs: 0,
  inputMs: 0,
  computeMs: 1,
  outputMs: 0,
  totalMs: 2.5,
};

test.each([
  ['nearside-ready', { model: 'digits' }, 'digits', false],
  ['nearside-result', { labels: [{ label: '7', score: 0.5 }], trace }, '7 50', false],
  ['nearside-result', { value: new Float32Array(3), trace }, 'a value, local', false],
  [
    'nearside-error',
    { code: 'not-found', message: 'Expected a model.' },
    'not-found: Expected a model.',
    true,
  ],
])('%s is told in words', (type, detail, text, isError) => {
  const [event] = logEvent([], { type, detail });
  expect(event).toMatchObject({ type, isError });
  expect(event?.text).toContain(text);
});

test('the newest come first and the oldest leave', () => {
  let events: readonly LoggedEvent[] = [];
  for (let count = 0; count < 20; count += 1) {
    events = logEvent(events, { type: 'nearside-ready', detail: { model: String(count) } });
  }
  expect(events.map(({ text }) => text)).toEqual(['19', '18', '17', '16', '15', '14', '13', '12']);
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
});
