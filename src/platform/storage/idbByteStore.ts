import { openDB, type DBSchema } from 'idb';
import type { ByteStore } from './byteStore.ts';
import { openBufferedFile, type FileImage } from './memoryByteStore.ts';

interface ModelFilesSchema extends DBSchema {
  files: { key: string; value: FileImage };
}

/** Files as IndexedDB records, where the origin-private file system cannot be used. */
export async function openIdbByteStore(databaseName = 'nearside-models'): Promise<ByteStore> {
  const database = await openDB<ModelFilesSchema>(databaseName, 1, {
    upgrade: (db) => {
      db.createObjectStore('files');
    },
    blocking: () => {
      database.close();
    },
  });
  return {
    open: async (key) =>
      openBufferedFile({
        image: await database.get('files', key),
        save: async (image) => {
          await database.put('files', image, key);
        },
      }),
    delete: async (key) => {
      await database.delete('files', key);
    },
  };
}
