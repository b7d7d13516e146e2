import { openDB } from 'idb';

/** Values of one kind by key, in an IndexedDB database of their own. */
export interface KeyedStore<Value> {
  read(key: string): Promise<Value | undefined>;
  readAll(): Promise<readonly Value[]>;
  write(key: string, value: Value): Promise<void>;
  delete(key: string): Promise<void>;
}

const storeName = 'values';

/** A connection lives for one call, so none is ever found dead. */
export function openKeyedStore<Value>(databaseName: string): KeyedStore<Value> {
  async function withDatabase<Result>(
    use: (database: Awaited<ReturnType<typeof openDB>>) => Promise<Result>,
  ): Promise<Result> {
    const database = await openDB(databaseName, 1, {
      upgrade: (db) => {
        db.createObjectStore(storeName);
      },
    });
    try {
      return await use(database);
    } finally {
      database.close();
    }
  }

  return {
    read: (key) =>
      withDatabase(async (database) => (await database.get(storeName, key)) as Value | undefined),
    readAll: () => withDatabase(async (database) => (await database.getAll(storeName)) as Value[]),
    write: async (key, value) => {
      await withDatabase((database) => database.put(storeName, value, key));
    },
    delete: async (key) => {
      await withDatabase((database) => database.delete(storeName, key));
    },
  };
}
