import { createSHA256 } from 'hash-wasm';
import { messageOf, NearsideError } from '../../core/errors.ts';
import type { ModelFile } from '../../core/ports.ts';
import { addedScheme } from '../../core/repository/addedModel.ts';
import type { LoadStage } from '../../core/repository/modelStatus.ts';
import type { ByteStore, StoredFile } from './byteStore.ts';

export interface FetchVerifiedOptions {
  readonly onProgress?: (stage: LoadStage, loadedBytes: number, totalBytes: number) => void;
  readonly signal?: AbortSignal;
  readonly fetch?: typeof globalThis.fetch;
}

const maxCuts = 3;

/**
 * The bytes of a file whose size and SHA-256 are known: from the store if they are there and right, else downloaded into it.
 * A download that was cut goes on where it stopped (Range and If-Range). Rejects with `not-found` for a 404, `integrity`
 * when the bytes are others than promised (nothing wrong is kept), `model-load` when they cannot be fetched, `storage`
 * when the store takes no more.
 */
export async function fetchVerified(
  file: ModelFile,
  store: ByteStore,
  options: FetchVerifiedOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  return await withLock(file.sha256, async () => {
    const stored = await openStored(store, file.sha256);
    try {
      return (await readStored(file, stored, options)) ?? (await download(file, stored, options));
    } finally {
      await stored.close();
    }
  });
}

async function openStored(store: ByteStore, key: string): Promise<StoredFile> {
  try {
    return await store.open(key);
  } catch (error) {
    throw new NearsideError('storage', `Could not open the store of model bytes: ${messageOf(error)}.`, {
      cause: error,
    });
  }
}

/** One download of a file at a time, in all realms and tabs of the origin. */
async function withLock<Result>(name: string, run: () => Promise<Result>): Promise<Result> {
  // Absent where the context is not secure, whatever the types say.
  const locks = navigator.locks as LockManager | undefined;
  let result: Promise<Result> | undefined;
  try {
    await locks?.request(`nearside-file-${name}`, () => (result = run()));
  } catch (error) {
    if (result !== undefined) throw error;
    // Refused to frames of other sites that may store nothing: no other realm shares a file then.
  }
  return await (result ?? run());
}

async function readStored(
  file: ModelFile,
  stored: StoredFile,
  { onProgress }: FetchVerifiedOptions,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const size = stored.sizeBytes();
  if (size < file.sizeBytes) return undefined;
  if (size === file.sizeBytes) {
    onProgress?.('verify', 0, file.sizeBytes);
    const bytes = await stored.read();
    if ((await digest(bytes)) === file.sha256) return bytes;
  }
  await stored.reset();
  return undefined;
}

async function digest(bytes: Uint8Array): Promise<string> {
  const hasher = await createSHA256();
  return hasher.init().update(bytes).digest('hex');
}

async function download(
  file: ModelFile,
  stored: StoredFile,
  options: FetchVerifiedOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  for (let cuts = 0; ;) {
    const before = stored.sizeBytes();
    try {
      await receive(file, stored, options);
      break;
    } catch (error) {
      options.signal?.throwIfAborted();
      if (error instanceof NearsideError) throw error;
      cuts = stored.sizeBytes() > before ? 0 : cuts + 1;
      if (cuts >= maxCuts) {
        throw new NearsideError('model-load', `Could not download ${file.url}: ${messageOf(error)}.`, {
          cause: error,
          retryable: true,
        });
      }
    }
  }
  options.onProgress?.('verify', file.sizeBytes, file.sizeBytes);
  const bytes = await stored.read();
  const came = await digest(bytes);
  if (bytes.byteLength === file.sizeBytes && came === file.sha256) return bytes;
  await stored.reset();
  throw new NearsideError(
    'integrity',
    `${file.url}: expected ${file.sizeBytes} bytes with SHA-256 ${file.sha256}, got ${bytes.byteLength} bytes with ${came}.`,
  );
}

async function receive(file: ModelFile, stored: StoredFile, options: FetchVerifiedOptions): Promise<void> {
  const { onProgress, signal, fetch = fetchOf(file) } = options;
  const offset = stored.sizeBytes();
  const validator = stored.validator();
  const isResuming = offset > 0 && validator !== undefined;
  if (!isResuming && offset > 0) await stored.reset();
  const response = await fetch(file.url, {
    ...(isResuming ? { headers: { Range: `bytes=${offset}-`, 'If-Range': validator } } : {}),
    ...(signal === undefined ? {} : { signal }),
  });
  if (response.status === 404) throw new NearsideError('not-found', `There is no file at ${file.url}.`);
  const isContinued = response.status === 206 && rangeStart(response) === offset;
  if (!isContinued && response.status !== 200) {
    // Another range or none to give: what is kept fits no longer. A server that is only unwell says nothing about it.
    if (response.status < 500) await stored.reset();
    throw new Error(`the server answered ${response.status}`);
  }
  if (!isContinued) await stored.reset();
  await stored.setValidator(strongValidator(response));
  await append(response, file, stored, onProgress);
}

/** What was handed over is read as a download would be. */
function fetchOf({ blob, url }: ModelFile): typeof globalThis.fetch {
  if (blob !== undefined) return () => Promise.resolve(new Response(blob as Blob));
  if (!url.startsWith(addedScheme)) return globalThis.fetch.bind(globalThis);
  const message = `The bytes of ${url.slice(addedScheme.length)} are no longer kept on this device: add the model again.`;
  return () => Promise.reject(new NearsideError('model-load', message));
}

async function append(
  response: Response,
  file: ModelFile,
  stored: StoredFile,
  onProgress: FetchVerifiedOptions['onProgress'],
): Promise<void> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    await appendChunk(stored, value);
    onProgress?.('download', stored.sizeBytes(), file.sizeBytes);
    if (stored.sizeBytes() > file.sizeBytes) {
      await reader.cancel();
      return;
    }
  }
  if (stored.sizeBytes() < file.sizeBytes && response.headers.has('content-length')) {
    const announced = Number(response.headers.get('content-length'));
    const isCut = response.status === 206 || announced >= file.sizeBytes;
    if (isCut) throw new Error(`the connection ended at ${stored.sizeBytes()} of ${file.sizeBytes} bytes`);
  }
}

async function appendChunk(stored: StoredFile, chunk: Uint8Array<ArrayBuffer>): Promise<void> {
  try {
    await stored.append(chunk);
  } catch (error) {
    throw new NearsideError('storage', `Could not keep the model's bytes: ${messageOf(error)}.`, {
      cause: error,
    });
  }
}

function rangeStart(response: Response): number | undefined {
  const match = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '');
  return match === null ? undefined : Number(match[1]);
}

/** If-Range takes strong ETags and dates only. */
function strongValidator(response: Response): string | undefined {
  const etag = response.headers.get('etag');
  if (etag !== null && !etag.startsWith('W/')) return etag;
  return response.headers.get('last-modified') ?? undefined;
}
