import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import { expect, test } from 'vitest';
import { describeResultStore } from './resultStore.contract.ts';
import type { CachedResult } from '../../core/caching/cachedResult.ts';
import type { ResultStore } from '../../core/caching/resultStore.ts';
import type { StoredEntry } from '../../core/caching/storeIndex.ts';
import { createRecordKey, openRecord, sealRecord } from '../crypto/recordCipher.ts';
import { decodeResult, encodeResult } from './encodeResult.ts';
import { createIdbResultStore } from './idbResultStore.ts';

const result: CachedResult = {
  signature: '["m","é"]',
  tag: { model: 'm', partition: 'ann', generation: 'g' },
  outputs: [
    { datatype: 'FP32', shape: [1, 3], data: Float32Array.of(1.5, -0, Number.NaN) },
    { datatype: 'INT64', shape: [2], data: BigInt64Array.of(-1n, 2n ** 60n) },
    { datatype: 'BYTES', shape: [2], data: ['é', ''] },
    { datatype: 'BOOL', shape: [1], data: Uint8Array.of(1) },
    { datatype: 'FP16', shape: [0], data: new Uint16Array(0) },
  ],
  batchSize: 4,
  costMs: 0.25,
  createdAt: 12.5,
};

function entry(key: string, usedAt = 0): StoredEntry {
  return { key, model: 'm', partitionTag: 't', generation: 'g', sizeBytes: 10, createdAt: 0, usedAt };
}

const nothing = { put: [], touched: [], deleted: [] };
let databases = 0;

function open(): { readonly store: ResultStore; readonly name: string } {
  const name = `results-${(databases += 1)}`;
  return { store: createIdbResultStore(name), name };
}

async function put(store: ResultStore, ...keys: readonly string[]): Promise<void> {
  const changes = keys.map((key, index) => ({ entry: entry(key, index), result }));
  expect(await store.write({ ...nothing, put: changes })).toBe('done');
}

/** Reads or changes a record behind the store's back. */
async function withDatabase<Value>(
  name: string,
  use: (database: Awaited<ReturnType<typeof openDB>>) => Promise<Value>,
): Promise<Value> {
  const database = await openDB(name);
  try {
    return await use(database);
  } finally {
    database.close();
  }
}

describeResultStore('in IndexedDB', () => open().store);

test('a result comes back as it was written, bit by bit', () => {
  const decoded = decodeResult(encodeResult(result));
  expect(decoded).toEqual(result);
  const floats = decoded!.outputs[0]!.data as Float32Array;
  expect(new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength)).toEqual(
    new Uint8Array((result.outputs[0]!.data as Float32Array).buffer),
  );
});

test('bytes that are no result give none', () => {
  expect(decodeResult(new Uint8Array(0))).toBeUndefined();
  expect(decodeResult(encodeResult(result).slice(0, 40))).toBeUndefined();
});

test('what is stored can be read by nobody else: sealed, and with a key that cannot be taken out', async () => {
  const { store, name } = open();
  await put(store, 'a');
  const [record, key] = await withDatabase(name, async (database) => [
    (await database.get('records', 'a')) as Uint8Array,
    (await database.get('keys', 'records')) as CryptoKey,
  ]);
  const plain = new TextDecoder('latin1').decode(record);
  expect(plain).not.toContain('signature');
  expect(key).toMatchObject({ extractable: false, algorithm: { name: 'AES-GCM', length: 256 } });
  await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
});

test('every record has an IV of its own, and one is not readable in another’s place or with another key', async () => {
  const key = await createRecordKey();
  const bytes = Uint8Array.of(1, 2, 3);
  const [first, second] = [await sealRecord(key, 'a', bytes), await sealRecord(key, 'a', bytes)];
  expect(first).not.toEqual(second);
  expect(await openRecord(key, 'a', first)).toEqual(bytes);
  expect(await openRecord(key, 'b', first)).toBeUndefined();
  expect(await openRecord(await createRecordKey(), 'a', first)).toBeUndefined();
  expect(await openRecord(key, 'a', first.subarray(0, 5))).toBeUndefined();
});

test.each([
  ['a flipped bit', (record: Uint8Array) => record.with(20, (record[20] as number) ^ 1)],
  ['a record cut short', (record: Uint8Array) => record.slice(0, 10)],
])('%s is noticed', async (_, spoil) => {
  const { store, name } = open();
  await put(store, 'a');
  await withDatabase(name, async (database) => {
    await database.put('records', spoil((await database.get('records', 'a')) as Uint8Array), 'a');
  });
  expect(await store.read('a')).toEqual({ kind: 'damaged' });
});

test('another key makes every record unreadable', async () => {
  const { store, name } = open();
  await put(store, 'a');
  await withDatabase(name, async (database) => {
    await database.put('keys', await createRecordKey(), 'records');
  });
  expect(await createIdbResultStore(name).read('a')).toEqual({ kind: 'damaged' });
});

test('stores of one origin share the key', async () => {
  const { store, name } = open();
  const other = createIdbResultStore(name);
  await Promise.all([put(store, 'a'), put(other, 'b')]);
  expect(await store.read('b')).toMatchObject({ kind: 'found' });
  expect(await other.read('a')).toMatchObject({ kind: 'found' });
});

test('a database that somebody deletes is given up at once, told of, and made anew', async () => {
  const { store, name } = open();
  let lost = 0;
  const undo = store.subscribe(() => {
    lost += 1;
  });
  await put(store, 'a');
  await deleteDB(name);
  expect(lost).toBe(1);
  expect(await store.read('a')).toEqual({ kind: 'absent' });
  await put(store, 'b');
  undo();
  await deleteDB(name);
  expect(lost).toBe(1);
});

test('a database of a later release rejects with storage', async () => {
  const { store, name } = open();
  await put(store, 'a');
  (await openDB(name, 7)).close();
  await expect(store.read('a')).rejects.toMatchObject({ code: 'storage' });
});

test('after it was destroyed its database is gone', async () => {
  const { store, name } = open();
  await put(store, 'a');
  await store.destroy();
  expect((await indexedDB.databases()).map((database) => database.name)).not.toContain(name);
});
