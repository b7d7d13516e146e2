import type { ByteStore } from './byteStore.ts';
import { openIdbByteStore } from './idbByteStore.ts';
import { createMemoryByteStore } from './memoryByteStore.ts';
import { openOpfsByteStore } from './opfsByteStore.ts';

/** The best place that works here: the origin-private file system, else IndexedDB, else memory. */
export async function openByteStore(): Promise<ByteStore> {
  for (const open of [openOpfsByteStore, openIdbByteStore]) {
    try {
      return await open();
    } catch {
      // The next place is tried; memory always works.
    }
  }
  return createMemoryByteStore();
}
