import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { settleRequest } from './settleRequest.ts';

async function openRecords(name: string): Promise<IDBDatabase> {
  const opening = indexedDB.open(name);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore('records');
  };
  return await settleRequest(opening);
}

test('each of many requests at once gives its own', async () => {
  const database = await openRecords('many');
  const writing = database.transaction('records', 'readwrite').objectStore('records');
  const keys = Array.from({ length: 20 }, (_, index) => index);
  expect(await Promise.all(keys.map((key) => settleRequest(writing.add(key * key, key))))).toEqual(keys);
  const read = (key: number): Promise<unknown> =>
    settleRequest(database.transaction('records').objectStore('records').get(key));
  expect(await Promise.all(keys.map(read))).toEqual(keys.map((key) => key * key));
  expect(await read(20)).toBeUndefined();
});

test('a request that fails rejects with its error, and the others give theirs', async () => {
  const database = await openRecords('twice');
  const add = (key: number): Promise<unknown> =>
    settleRequest(database.transaction('records', 'readwrite').objectStore('records').add('one', key));
  const outcomes = await Promise.allSettled([add(1), add(1), add(2)]);
  expect(outcomes).toMatchObject([
    { status: 'fulfilled', value: 1 },
    { status: 'rejected', reason: { name: 'ConstraintError' } },
    { status: 'fulfilled', value: 2 },
  ]);
});
