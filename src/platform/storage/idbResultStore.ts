import { deleteDB, unwrap, type DBSchema, type IDBPDatabase, type IDBPObjectStore } from 'idb';
import type { ResultStore, StoredRead } from '../../core/caching/resultStore.ts';
import type { StoredEntry } from '../../core/caching/storeIndex.ts';
import { NearsideError } from '../../core/errors.ts';
import { createRecordKey, openRecord, sealRecord } from '../crypto/recordCipher.ts';
import { releaseBytes } from '../workers/releaseBytes.ts';
import { DatabaseConnection } from './databaseConnection.ts';
import { decodeResult, encodeResult } from './encodeResult.ts';
import { settleRequest } from './settleRequest.ts';

interface ResultsSchema extends DBSchema {
  /** What is known about each result without opening it: no input, no output, no name of a person. */
  index: { key: string; value: StoredEntry; indexes: { usedAt: number } };
  /** Sealed results by the key of their request. */
  records: { key: string; value: Uint8Array<ArrayBuffer> };
  keys: { key: string; value: CryptoKey };
}

type Database = IDBPDatabase<ResultsSchema>;
type TouchedIndex = Pick<IDBPObjectStore<ResultsSchema, ['index'], 'index', 'readwrite'>, 'getKey' | 'put'>;

const keyName = 'records';
const deleteWithinMs = 3000;

/** Results in IndexedDB, sealed with a key that never leaves it: deleting that key makes all of them unreadable at once. */
export function createIdbResultStore(databaseName = 'nearside-results'): ResultStore {
  const listeners = new Set<() => void>();
  let recordKey: CryptoKey | undefined;
  let isDestroyed = false;
  const connection = new DatabaseConnection<ResultsSchema>({
    name: databaseName,
    version: 1,
    upgrade: (database) => {
      database.createObjectStore('index', { keyPath: 'key' }).createIndex('usedAt', 'usedAt');
      database.createObjectStore('records');
      database.createObjectStore('keys');
    },
    prepare: async (database) => {
      recordKey = await readOrCreateKey(database);
    },
    onLost: () => {
      for (const listener of listeners) listener();
    },
  });

  function run<Value>(use: (database: Database, key: CryptoKey) => Promise<Value>): Promise<Value> {
    if (!isDestroyed) return connection.run((database) => use(database, recordKey as CryptoKey));
    return Promise.reject(new NearsideError('storage', 'the stored results were erased'));
  }

  return {
    list: () => run((database) => database.getAllFromIndex('index', 'usedAt')),
    read: (key, onFound) => run((database, recordKey) => readResult(database, recordKey, key, onFound)),
    write: ({ put, touched, deleted }) =>
      run(async (database, recordKey) => {
        const sealed = await Promise.all(
          put.map(({ entry, result }) => sealRecord(recordKey, entry.key, encodeResult(result))),
        );
        if (put.length + deleted.length === 0) {
          // Reads of records do not wait for this one.
          const noting = database.transaction('index', 'readwrite');
          await Promise.all([...touched.map((entry) => touch(noting.store, entry)), noting.done]);
          return 'done';
        }
        const transaction = database.transaction(['index', 'records'], 'readwrite');
        const done = transaction.done.then(
          () => 'done' as const,
          (error: unknown) => {
            if (isQuota(error)) return 'full' as const;
            throw error;
          },
        );
        const index = transaction.objectStore('index');
        const records = transaction.objectStore('records');
        const changes: Promise<unknown>[] = [];
        try {
          for (const key of deleted) changes.push(index.delete(key), records.delete(key));
          for (const [at, { entry }] of put.entries())
            changes.push(index.put(entry), records.put(sealed[at] as Uint8Array<ArrayBuffer>, entry.key));
          for (const entry of touched) changes.push(touch(index, entry));
        } catch {
          // The transaction ended before all was asked of it, and says why itself.
        }
        void Promise.allSettled(changes);
        return await done;
      }),
    destroy: async () => {
      isDestroyed = true;
      await connection.run((database) => database.clear('keys')).catch(() => undefined);
      recordKey = undefined;
      await connection.close();
      await deleteQuickly(databaseName);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** What earlier reads are done with. It is given back while the next one waits for the database: before an answer it would delay it. */
const spent: Uint8Array[] = [];

async function readResult(
  database: Database,
  recordKey: CryptoKey,
  key: string,
  onFound: (() => void) | undefined,
): Promise<StoredRead> {
  const reading = readRecord(database, key);
  for (const bytes of spent.splice(0)) releaseBytes(bytes);
  const record = await reading;
  if (record === undefined) return { kind: 'absent' };
  const opening = openRecord(recordKey, key, record);
  // While another thread deciphers.
  onFound?.();
  const bytes = await opening;
  spent.push(record);
  if (bytes === undefined) return { kind: 'damaged' };
  const result = decodeResult(bytes);
  spent.push(bytes);
  return result === undefined ? { kind: 'damaged' } : { kind: 'found', result };
}

/**
 * By the bare interface: this is what a request waits for, and the wrappers of every object on the way cost a third of it. The transaction is
 * ended at once, which spares a way there and back.
 */
function readRecord(database: Database, key: string): Promise<ResultsSchema['records']['value'] | undefined> {
  const transaction = unwrap(database).transaction('records');
  const reading = transaction.objectStore('records').get(key);
  transaction.commit();
  return settleRequest(reading as IDBRequest<ResultsSchema['records']['value'] | undefined>);
}

/** Notes a use of what is still there. */
async function touch(index: TouchedIndex, entry: StoredEntry): Promise<void> {
  if ((await index.getKey(entry.key)) !== undefined) await index.put(entry);
}

/** The key that is kept here; of tabs that come at the same time one makes it. */
async function readOrCreateKey(database: Database): Promise<CryptoKey> {
  const kept = await database.get('keys', keyName);
  if (kept !== undefined) return kept;
  const made = await createRecordKey();
  const transaction = database.transaction('keys', 'readwrite');
  const other = await transaction.store.get(keyName);
  if (other === undefined) await transaction.store.put(made, keyName);
  await transaction.done;
  return other ?? made;
}

/** Another tab that does not make way delays the deletion; it happens when that tab ends. */
async function deleteQuickly(databaseName: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => {
    const message = `Another tab keeps "${databaseName}" open: it is deleted once that tab is closed. Its key is gone.`;
    reject(new NearsideError('storage', message));
  }, deleteWithinMs);
  deleteDB(databaseName).then(() => {
    resolve(undefined);
  }, reject);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
  }
}

function isQuota(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}
