import { messageOf, NearsideError } from '../../core/errors.ts';
import type { ByteSource } from '../../core/repository/modelTrial.ts';

export interface Received {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The URL that answered, for bytes that came from one. */
  readonly url?: string;
}

export interface ReceiveOptions {
  readonly maxBytes: number;
  readonly onProgress?: (loadedBytes: number, totalBytes: number) => void;
}

const stallMs = 30_000;

/**
 * All bytes of a source. Rejects with `not-found` where none of its URLs has anything, with `model-load` where they cannot be had, stop
 * coming, or are more than `maxBytes`.
 */
export async function receiveSource(source: ByteSource, options: ReceiveOptions): Promise<Received> {
  if (source.kind === 'blob') return { bytes: await readBlob(source.blob as Blob, options) };
  let missing: unknown;
  for (const url of source.urls) {
    try {
      return { bytes: await download(url, options), url };
    } catch (error) {
      if (!(error instanceof NearsideError) || error.code !== 'not-found') throw error;
      missing ??= error;
    }
  }
  throw missing;
}

async function readBlob(
  blob: Blob,
  { maxBytes, onProgress }: ReceiveOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  if (blob.size > maxBytes) throw tooLarge('The file', maxBytes);
  try {
    const bytes = new Uint8Array(await blob.arrayBuffer());
    onProgress?.(bytes.length, bytes.length);
    return bytes;
  } catch (error) {
    throw new NearsideError('model-load', `Could not read the file: ${messageOf(error)}.`, { cause: error });
  }
}

async function download(
  url: string,
  { maxBytes, onProgress }: ReceiveOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const abort = new AbortController();
  const watch = watchStall(() => {
    abort.abort(new Error(`nothing came for ${stallMs / 1000} s`));
  });
  try {
    const response = await fetch(url, { signal: abort.signal });
    if (response.status === 404) throw new NearsideError('not-found', `There is no file at ${url}.`);
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    const announced = Number(response.headers.get('content-length') ?? 0);
    if (announced > maxBytes) throw tooLarge(url, maxBytes);
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let loaded = 0;
    const reader = response.body?.getReader();
    for (;;) {
      watch.restart();
      const chunk = await reader?.read();
      if (chunk === undefined || chunk.done) break;
      chunks.push(chunk.value);
      loaded += chunk.value.length;
      if (loaded > maxBytes) throw tooLarge(url, maxBytes);
      onProgress?.(loaded, Math.max(announced, loaded));
    }
    return join(chunks, loaded);
  } catch (error) {
    abort.abort();
    if (error instanceof NearsideError) throw error;
    const reason: unknown = abort.signal.reason;
    const cause = error instanceof DOMException && error.name === 'AbortError' ? reason : error;
    throw new NearsideError('model-load', `Could not download ${url}: ${messageOf(cause)}.`, {
      cause,
      retryable: true,
    });
  } finally {
    watch.stop();
  }
}

function watchStall(onStall: () => void): { restart(): void; stop(): void } {
  let timer = setTimeout(onStall, stallMs);
  return {
    restart: () => {
      clearTimeout(timer);
      timer = setTimeout(onStall, stallMs);
    },
    stop: () => {
      clearTimeout(timer);
    },
  };
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

function tooLarge(what: string, maxBytes: number): NearsideError {
  return new NearsideError(
    'model-load',
    `${what} is larger than ${maxBytes / 2 ** 20} MiB, the most that is loaded.`,
  );
}
