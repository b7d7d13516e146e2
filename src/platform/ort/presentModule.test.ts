import { afterEach, expect, test } from 'vitest';
import { presentModule } from './presentModule.ts';

const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
/** Exports a memory by the name of one letter. */
const withMemory = (name: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([...header, 5, 3, 1, 0, 1, 7, 5, 1, 1, name.charCodeAt(0), 2, 0]);
const native = WebAssembly.instantiate;

afterEach(() => {
  Object.defineProperty(WebAssembly, 'instantiate', { value: native, configurable: true, writable: true });
});

test('its bytes become instances of the module, as a view, a copy or a buffer', async () => {
  const module = new WebAssembly.Module(withMemory('m'));
  const bytes = presentModule(module);
  for (const source of [bytes, new Uint8Array(bytes), bytes.buffer]) {
    const started = await WebAssembly.instantiate(source, {});
    expect(started.module).toBe(module);
    expect(Object.keys(started.instance.exports)).toEqual(['m']);
  }
});

test('other bytes and modules are instantiated as they are', async () => {
  presentModule(new WebAssembly.Module(withMemory('m')));
  const other = withMemory('n');
  expect(Object.keys((await WebAssembly.instantiate(other)).instance.exports)).toEqual(['n']);
  const instance = await WebAssembly.instantiate(new WebAssembly.Module(other));
  expect(Object.keys(instance.exports)).toEqual(['n']);
  await expect(WebAssembly.instantiate(Uint8Array.from([1, 2, 3]))).rejects.toThrow(WebAssembly.CompileError);
});
