import type { ByteStore, StoredFile } from './byteStore.ts';

export interface FileImage {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly validator?: string;
}

/** What a buffered file starts from and where it is put when closed. */
export interface FileBacking {
  readonly image: FileImage | undefined;
  readonly save: (image: FileImage) => Promise<void>;
}

/** A file gathered in memory and handed to its backing on close. */
export function openBufferedFile({ image, save }: FileBacking): StoredFile {
  let chunks = image === undefined ? [] : [image.bytes];
  let sizeBytes = image?.bytes.byteLength ?? 0;
  let validator = image?.validator;
  let isChanged = false;

  function joined(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(sizeBytes);
    let offset = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, offset);
      offset += chunk.byteLength;
    }
    return bytes;
  }

  return {
    sizeBytes: () => sizeBytes,
    read: () => Promise.resolve(joined()),
    append: (chunk) => {
      chunks.push(chunk.slice());
      sizeBytes += chunk.byteLength;
      isChanged = true;
      return Promise.resolve();
    },
    reset: () => {
      chunks = [];
      sizeBytes = 0;
      validator = undefined;
      isChanged = true;
      return Promise.resolve();
    },
    validator: () => validator,
    setValidator: (value) => {
      validator = value;
      isChanged = true;
      return Promise.resolve();
    },
    close: async () => {
      if (isChanged) await save({ bytes: joined(), ...(validator === undefined ? {} : { validator }) });
    },
  };
}

/** Keeps files as long as the realm lives: for private windows and full disks. */
export function createMemoryByteStore(): ByteStore {
  const files = new Map<string, FileImage>();
  return {
    isVolatile: true,
    open: (key) =>
      Promise.resolve(
        openBufferedFile({
          image: files.get(key),
          save: (image) => {
            files.set(key, image);
            return Promise.resolve();
          },
        }),
      ),
    delete: (key) => {
      files.delete(key);
      return Promise.resolve();
    },
  };
}
