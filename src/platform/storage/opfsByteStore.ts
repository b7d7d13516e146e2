import type { ByteStore, StoredFile } from './byteStore.ts';

const validatorSuffix = '.validator';

/** Files in the origin-private file system; needs a worker, for synchronous handles. */
export async function openOpfsByteStore(folderName = 'models'): Promise<ByteStore> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(folderName, { create: true });
  if (!('createSyncAccessHandle' in FileSystemFileHandle.prototype)) {
    throw new DOMException('Synchronous file handles are missing.', 'NotSupportedError');
  }
  return {
    open: async (key) => openFile(folder, key),
    delete: async (key) => {
      await removeQuietly(folder, key);
      await removeQuietly(folder, key + validatorSuffix);
    },
  };
}

async function openFile(folder: FileSystemDirectoryHandle, key: string): Promise<StoredFile> {
  const handle = await (await folder.getFileHandle(key, { create: true })).createSyncAccessHandle();
  let validator = await readText(folder, key + validatorSuffix);

  async function setValidator(value: string | undefined): Promise<void> {
    validator = value;
    if (value === undefined) await removeQuietly(folder, key + validatorSuffix);
    else await writeText(folder, key + validatorSuffix, value);
  }

  return {
    sizeBytes: () => handle.getSize(),
    read: () => {
      const bytes = new Uint8Array(handle.getSize());
      handle.read(bytes, { at: 0 });
      return Promise.resolve(bytes);
    },
    append: (chunk) => {
      const written = handle.write(chunk, { at: handle.getSize() });
      if (written !== chunk.byteLength)
        throw new DOMException('The file took only a part.', 'QuotaExceededError');
      return Promise.resolve();
    },
    reset: async () => {
      handle.truncate(0);
      await setValidator(undefined);
    },
    validator: () => validator,
    setValidator,
    close: () => {
      handle.flush();
      handle.close();
      return Promise.resolve();
    },
  };
}

async function readText(folder: FileSystemDirectoryHandle, name: string): Promise<string | undefined> {
  try {
    return await (await (await folder.getFileHandle(name)).getFile()).text();
  } catch {
    return undefined;
  }
}

async function writeText(folder: FileSystemDirectoryHandle, name: string, text: string): Promise<void> {
  const handle = await (await folder.getFileHandle(name, { create: true })).createSyncAccessHandle();
  try {
    handle.truncate(0);
    handle.write(new TextEncoder().encode(text), { at: 0 });
    handle.flush();
  } finally {
    handle.close();
  }
}

async function removeQuietly(folder: FileSystemDirectoryHandle, name: string): Promise<void> {
  try {
    await folder.removeEntry(name);
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
  }
}
