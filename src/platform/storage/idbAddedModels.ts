import { openDB } from 'idb';
import type { AddedModel, AddedModelStore } from '../../core/repository/addedModel.ts';

const databaseName = 'nearside-added';
const storeName = 'models';

/** Added models in IndexedDB. A connection lives for one call, so none is ever found dead. */
export const idbAddedModels: AddedModelStore = {
  readAll: () => withDatabase(async (database) => (await database.getAll(storeName)) as AddedModel[]),
  write: async (model) => {
    await withDatabase((database) => database.put(storeName, model, model.name));
  },
  delete: async (name) => {
    await withDatabase((database) => database.delete(storeName, name));
  },
};

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
