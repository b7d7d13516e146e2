import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EngineRegister } from './engineRegister.ts';
import type { WidgetEngine } from './widgetEngine.ts';

const url = 'https://app.example/';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function start() {
  const engines: { close: ReturnType<typeof vi.fn>; lose: () => void }[] = [];
  const open = vi.fn((_: string, onLost: () => void) => {
    const close = vi.fn();
    engines.push({ close, lose: onLost });
    return Promise.resolve({ close } as unknown as WidgetEngine);
  });
  return { register: new EngineRegister(open), open, engines };
}

test('one engine serves all users of an address, and another one another address', async () => {
  const { register, open } = start();
  const holds = Array.from({ length: 20 }, () => register.join(url, vi.fn()));
  expect(open).toHaveBeenCalledTimes(1);
  expect(new Set(await Promise.all(holds.map(({ engine }) => engine))).size).toBe(1);
  register.join('https://other.example/', vi.fn());
  expect(open).toHaveBeenCalledTimes(2);
});

test('closes a while after the last user left, unless another comes', async () => {
  const { register, open, engines } = start();
  const first = register.join(url, vi.fn());
  first.leave();
  first.leave();
  await vi.advanceTimersByTimeAsync(9000);
  const second = register.join(url, vi.fn());
  await vi.advanceTimersByTimeAsync(60_000);
  expect(engines[0]?.close).not.toHaveBeenCalled();
  second.leave();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(engines[0]?.close).toHaveBeenCalledTimes(1);
  register.join(url, vi.fn());
  expect(open).toHaveBeenCalledTimes(2);
});

test('those who hold a lost engine are told, and the next user gets another', () => {
  const { register, open, engines } = start();
  const [holder, leaver] = [vi.fn(), vi.fn()];
  register.join(url, holder);
  register.join(url, leaver).leave();
  engines[0]?.lose();
  expect(holder).toHaveBeenCalledTimes(1);
  expect(leaver).not.toHaveBeenCalled();
  register.join(url, vi.fn());
  expect(open).toHaveBeenCalledTimes(2);
});

test('an engine that did not open is not kept', async () => {
  const open = vi.fn(() => Promise.reject(new Error('blocked')));
  const register = new EngineRegister(open);
  await expect(register.join(url, vi.fn()).engine).rejects.toThrow('blocked');
  await expect(register.join(url, vi.fn()).engine).rejects.toThrow('blocked');
  expect(open).toHaveBeenCalledTimes(2);
});
