import { messageOf } from '../core/errors.ts';
import type { PageNotice } from '../platform/tabs/brokerMessages.ts';
import { ortFiles } from '../platform/ort/ortFiles.ts';

/** What this origin keeps on the device. */
export interface StorageUsage {
  /** As the browser counts it, all kinds together; undefined where it does not say. */
  readonly usedBytes: number | undefined;
  /** A bound that the browser gives no guarantee for. */
  readonly quotaBytes: number | undefined;
  /** Whether the browser promised not to delete it when space gets short. */
  readonly isPersisted: boolean;
  /** Kept files of models and of the runtime, by the SHA-256 of their bytes. */
  readonly modelFiles: readonly KeptFile[];
}

interface KeptFile {
  readonly sha256: string;
  readonly sizeBytes: number;
  /** A file of ONNX Runtime, not a model's. */
  readonly isRuntime: boolean;
}

/** What an erasure could not delete, a sentence each; empty when everything is gone. */
export type Remains = readonly string[];

const modelFolder = 'models';
const runtimeDigests: ReadonlySet<string> = new Set(Object.values(ortFiles).map(({ sha256 }) => sha256));
const settleWithinMs = 5000;

export async function measureStorage(): Promise<StorageUsage> {
  const { storage } = navigator;
  const estimate: StorageEstimate = await storage.estimate().catch(() => ({}));
  return {
    usedBytes: estimate.usage,
    quotaBytes: estimate.quota,
    isPersisted: await storage.persisted().catch(() => false),
    modelFiles: await listModelFiles().catch(() => []),
  };
}

async function listModelFiles(): Promise<StorageUsage['modelFiles']> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(modelFolder);
  const files: KeptFile[] = [];
  for await (const [sha256, handle] of folder.entries()) {
    if (!(handle instanceof FileSystemFileHandle) || sha256.includes('.')) continue;
    const { size } = await handle.getFile();
    files.push({ sha256, sizeBytes: size, isRuntime: runtimeDigests.has(sha256) });
  }
  return files;
}

/**
 * Deletes everything this origin keeps: what `destroyResults` stands for first, since the key of the stored results goes with
 * it; then databases, files, caches, service workers and the few words in local storage. Never rejects.
 */
export async function eraseStorage(destroyResults: () => Promise<void>): Promise<Remains> {
  const remains: string[] = [];
  const attempt = async (what: string, erase: () => Promise<void>): Promise<void> => {
    try {
      await within(settleWithinMs, erase());
    } catch (error) {
      remains.push(`${what}: ${messageOf(error)}`);
    }
  };
  await attempt('Stored results', destroyResults);
  await attempt('Service workers', async () => {
    for (const registration of await navigator.serviceWorker.getRegistrations()) {
      // It serves this page until that is gone, and is to keep nothing meanwhile.
      const notice: PageNotice = { kind: 'erased' };
      registration.active?.postMessage(notice);
      await registration.unregister();
    }
  });
  await attempt('Caches', async () => {
    for (const name of await caches.keys()) await caches.delete(name);
  });
  await attempt('Files', async () => {
    const root = await navigator.storage.getDirectory();
    for await (const name of root.keys()) await root.removeEntry(name, { recursive: true });
  });
  for (const { name } of await indexedDB.databases().catch(() => []))
    if (name !== undefined) await attempt(`Database "${name}"`, () => deleteDatabase(name));
  await attempt('Local storage', () => {
    localStorage.clear();
    sessionStorage.clear();
    return Promise.resolve();
  });
  return remains;
}

function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => {
      resolve();
    };
    request.onerror = () => {
      reject(request.error ?? new Error('the browser refused'));
    };
  });
}

/** A deletion that others block is not over; it happens once they end. */
async function within<Value>(ms: number, promise: Promise<Value>): Promise<Value> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Error('another tab still uses it; it goes when that tab is closed.'));
  }, ms);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
