import { expect, test } from 'vitest';
import type { CachedResult } from '../../core/caching/cachedResult.ts';
import type { ResultStore } from '../../core/caching/resultStore.ts';
import type { StoredEntry } from '../../core/caching/storeIndex.ts';

const result: CachedResult = {
  signature: 's',
  tag: { model: 'm', partition: undefined, generation: 'g' },
  outputs: [{ datatype: 'FP32', shape: [1, 2], data: Float32Array.of(1, 2) }],
  batchSize: 1,
  costMs: 1,
  createdAt: 0,
};

function change(key: string, usedAt = 0): { readonly entry: StoredEntry; readonly result: CachedResult } {
  const entry = { key, model: 'm', partitionTag: '', generation: 'g', sizeBytes: 10, createdAt: 0, usedAt };
  return { entry, result: { ...result, signature: key } };
}

const nothing = { put: [], touched: [], deleted: [] };

/** What every store of results promises. */
export function describeResultStore(name: string, open: () => ResultStore): void {
  test(`${name}: what was written is found under its key alone`, async () => {
    const store = open();
    expect(await store.list()).toEqual([]);
    expect(await store.write({ ...nothing, put: [change('a'), change('b')] })).toBe('done');
    expect(await store.read('a')).toEqual({ kind: 'found', result: change('a').result });
    expect(await store.read('c')).toEqual({ kind: 'absent' });
    const found: string[] = [];
    for (const key of ['a', 'c']) await store.read(key, () => found.push(key));
    expect(found).toEqual(['a']);
  });

  test(`${name}: the list goes by falling age of the last use`, async () => {
    const store = open();
    await store.write({ ...nothing, put: [change('a', 1), change('b', 2)] });
    const never = change('never', 9).entry;
    await store.write({ ...nothing, touched: [change('a', 3).entry, never] });
    expect((await store.list()).map(({ key, usedAt }) => [key, usedAt])).toEqual([
      ['b', 2],
      ['a', 3],
    ]);
  });

  test(`${name}: deletions come before what is written`, async () => {
    const store = open();
    await store.write({ ...nothing, put: [change('a'), change('b')] });
    await store.write({ put: [change('b', 7)], touched: [], deleted: ['a', 'b', 'nothing'] });
    expect((await store.list()).map(({ key, usedAt }) => [key, usedAt])).toEqual([['b', 7]]);
    expect(await store.read('a')).toEqual({ kind: 'absent' });
    expect(await store.read('b')).toMatchObject({ kind: 'found' });
  });

  test(`${name}: after it was destroyed nothing is there and nothing is written`, async () => {
    const store = open();
    await store.write({ ...nothing, put: [change('a')] });
    await store.destroy();
    await expect(store.read('a')).rejects.toMatchObject({ code: 'storage' });
    await expect(store.write({ ...nothing, put: [change('b')] })).rejects.toMatchObject({ code: 'storage' });
  });
}
