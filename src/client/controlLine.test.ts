import { afterEach, beforeEach, expect, test } from 'vitest';
import { NearsideError } from '../core/errors.ts';
import { ControlLine } from './controlLine.ts';

let line: ControlLine;
let port: MessagePort;
beforeEach(() => {
  const { port1, port2 } = new MessageChannel();
  port = port2;
  line = new ControlLine(() => undefined);
  line.attach(port1);
});
afterEach(() => {
  line.end(new NearsideError('closed', 'over'));
  port.close();
});

const over = { code: 'closed' };

test('a call waits until it is answered, and what only asks changes nothing', async () => {
  expect(line.isWaiting).toBe(false);
  const asked = Promise.allSettled([
    line.calls.loadModel('m'),
    line.calls.snapshot(),
    line.calls.readSettings(),
  ]);
  expect(line.isWaiting).toBe(true);
  expect(line.isChanging).toBe(false);
  line.end(new NearsideError('closed', 'over'));
  for (const { reason } of (await asked) as PromiseRejectedResult[]) expect(reason).toMatchObject(over);
  expect(line.isWaiting).toBe(false);
});

test.each([
  ['settings', () => line.calls.updateSettings({})],
  ['a clear', () => line.calls.clearCache()],
  ['an erasure', () => line.calls.destroyCache()],
  ['a removal', () => line.calls.removeModel('m')],
  ['another version', () => line.calls.rollBackModel('m')],
])('%s changes what answers requests until it is done', async (_, call) => {
  const done = call();
  expect(line.isChanging).toBe(true);
  line.end(new NearsideError('closed', 'over'));
  await expect(done).rejects.toMatchObject(over);
  expect(line.isChanging).toBe(false);
});
