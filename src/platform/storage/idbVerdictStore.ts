import { openDB, type DBSchema } from 'idb';
import type { VerdictStore } from '../../core/ports.ts';

interface VerdictsSchema extends DBSchema {
  verdicts: { key: string; value: 'wasm' | 'webgpu' };
}

const databaseName = 'nearside-verdicts';

/** Which backend was measured to be the faster one, by model digest and surroundings. */
export const idbVerdictStore: VerdictStore = {
  read: (key) => withDatabase((database) => database.get('verdicts', key)),
  write: async (key, backend) => {
    await withDatabase((database) => database.put('verdicts', backend, key));
  },
};

async function withDatabase<Result>(
  use: (database: Awaited<ReturnType<typeof openDB<VerdictsSchema>>>) => Promise<Result>,
): Promise<Result> {
  const database = await openDB<VerdictsSchema>(databaseName, 1, {
    upgrade: (db) => {
      db.createObjectStore('verdicts');
    },
  });
  try {
    return await use(database);
  } finally {
    database.close();
  }
}
