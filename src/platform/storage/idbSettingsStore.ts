import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { SettingsStore } from '../../core/ports.ts';
import type { SettingsValue } from '../../core/settings/settingsValue.ts';

interface SettingsSchema extends DBSchema {
  settings: { key: string; value: SettingsValue };
}

const databaseName = 'nearside-settings';
const settingsKey = 'current';

/** Settings of the origin in IndexedDB. A connection lives for one call, so none is ever found dead. */
export const idbSettingsStore: SettingsStore = {
  read: () => withDatabase((database) => database.get('settings', settingsKey)),
  write: async (value) => {
    await withDatabase((database) => database.put('settings', value, settingsKey));
  },
};

async function withDatabase<Result>(
  use: (database: IDBPDatabase<SettingsSchema>) => Promise<Result>,
): Promise<Result> {
  const database = await openDB<SettingsSchema>(databaseName, 1, {
    upgrade: (db) => {
      db.createObjectStore('settings');
    },
  });
  try {
    return await use(database);
  } finally {
    database.close();
  }
}
