import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { openKeyedStore } from './openKeyedStore.ts';

test('keeps values by key, apart from those of another database', async () => {
  await openKeyedStore<number>('one').write('a', 1);
  await openKeyedStore<number>('one').write('a', 2);
  expect(await openKeyedStore<number>('one').read('a')).toBe(2);
  expect(await openKeyedStore<number>('one').read('b')).toBeUndefined();
  expect(await openKeyedStore<number>('two').read('a')).toBeUndefined();
});
