import { expect, test, vi } from 'vitest';
import { SignalRegister } from './signalRegister.ts';

function createRegister() {
  const aborted: { readonly ids: readonly number[]; readonly reason: unknown }[] = [];
  const register = new SignalRegister((ids, reason) => {
    aborted.push({ ids: [...ids], reason });
  });
  return { aborted, register };
}

test('an abort names all requests of its signal that have not settled, once', () => {
  const { aborted, register } = createRegister();
  const [one, other] = [new AbortController(), new AbortController()];
  for (const id of [1, 2, 3]) register.watch(one.signal, id);
  register.watch(other.signal, 4);
  register.forget(one.signal, 2);
  one.abort('enough');
  one.abort('again');
  expect(aborted).toEqual([{ ids: [1, 3], reason: 'enough' }]);
});

test('a signal has one listener while requests hang on it, and none after', () => {
  const { register } = createRegister();
  const { signal } = new AbortController();
  const add = vi.spyOn(signal, 'addEventListener');
  const remove = vi.spyOn(signal, 'removeEventListener');
  for (const id of [1, 2, 3]) register.watch(signal, id);
  expect(add).toHaveBeenCalledTimes(1);
  for (const id of [1, 2]) register.forget(signal, id);
  expect(remove).not.toHaveBeenCalled();
  register.forget(signal, 3);
  expect(remove).toHaveBeenCalledTimes(1);
  register.forget(signal, 3);
  register.watch(signal, 4);
  expect(add).toHaveBeenCalledTimes(2);
});
