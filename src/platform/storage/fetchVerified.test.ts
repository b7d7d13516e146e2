import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { ByteStore } from './byteStore.ts';
import { fetchVerified } from './fetchVerified.ts';
import { createMemoryByteStore } from './memoryByteStore.ts';

const bytes = Uint8Array.from({ length: 1000 }, (_, at) => (at * 7) % 251);
const sha256 = createHash('sha256').update(bytes).digest('hex');
const file = { url: 'https://example.test/model.onnx', sizeBytes: bytes.length, sha256 };

interface Reply {
  readonly status?: number;
  readonly body?: Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
  /** The connection breaks after the body. */
  readonly isCut?: boolean;
}

/** A server that replies in turn and remembers the headers of what it was asked. */
function serve(...replies: readonly (Reply | Error)[]): {
  readonly fetch: typeof globalThis.fetch;
  readonly asked: Record<string, string>[];
} {
  const asked: Record<string, string>[] = [];
  const fetch: typeof globalThis.fetch = (_, init) => {
    const reply = replies[asked.length];
    asked.push({ ...(init?.headers as Record<string, string> | undefined) });
    if (reply === undefined) return Promise.reject(new Error('asked once more than expected'));
    if (reply instanceof Error) return Promise.reject(reply);
    return Promise.resolve(respond(reply));
  };
  return { fetch, asked };
}

function respond({ status = 200, body = bytes, headers = {}, isCut = false }: Reply): Response {
  const chunks = [body.subarray(0, body.length >> 1), body.subarray(body.length >> 1)];
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const chunk = chunks.shift();
      if (chunk !== undefined) controller.enqueue(chunk.slice());
      else if (isCut) controller.error(new TypeError('network error'));
      else controller.close();
    },
  });
  return new Response(stream, { status, headers });
}

const etag = { etag: '"a"' };
const part = (from: number, headers: Readonly<Record<string, string>> = etag): Reply => ({
  status: 206,
  body: bytes.slice(from),
  headers: { 'content-range': `bytes ${from}-999/1000`, ...headers },
});
const cutAt = (at: number, headers: Readonly<Record<string, string>> = etag): Reply => ({
  body: bytes.slice(0, at),
  headers,
  isCut: true,
});

async function keptBytes(store: ByteStore): Promise<number> {
  const stored = await store.open(sha256);
  const size = stored.sizeBytes();
  await stored.close();
  return size;
}

describe('a download', () => {
  test('is verified, kept, and not fetched again', async () => {
    const store = createMemoryByteStore();
    const { fetch, asked } = serve({ headers: etag });
    const stages = new Set<string>();
    let last = 0;
    const onProgress = (stage: string, loaded: number, total: number): void => {
      stages.add(stage);
      expect(total).toBe(1000);
      if (stage === 'download') {
        expect(loaded).toBeGreaterThan(last);
        last = loaded;
      }
    };
    expect(await fetchVerified(file, store, { fetch, onProgress })).toEqual(bytes);
    expect([...stages]).toEqual(['download', 'verify']);
    expect(last).toBe(1000);
    expect(await fetchVerified(file, store, { fetch })).toEqual(bytes);
    expect(asked).toEqual([{}]);
  });

  test('that was cut goes on where it stopped', async () => {
    const { fetch, asked } = serve(
      cutAt(400),
      { ...part(400), body: new Uint8Array(0), isCut: true },
      part(400),
    );
    expect(await fetchVerified(file, createMemoryByteStore(), { fetch })).toEqual(bytes);
    const resumed = { Range: 'bytes=400-', 'If-Range': '"a"' };
    expect(asked).toEqual([{}, resumed, resumed]);
  });

  test('goes on at a later visit', async () => {
    const store = createMemoryByteStore();
    const first = serve(cutAt(600), new Error('offline'), new Error('offline'), new Error('offline'));
    const failed = fetchVerified(file, store, { fetch: first.fetch });
    await expect(failed).rejects.toMatchObject({ code: 'model-load', retryable: true });
    expect(await keptBytes(store)).toBe(600);
    const second = serve(part(600));
    expect(await fetchVerified(file, store, { fetch: second.fetch })).toEqual(bytes);
    expect(second.asked).toEqual([{ Range: 'bytes=600-', 'If-Range': '"a"' }]);
  });

  test('survives any number of cuts as long as each brings bytes', async () => {
    const cuts = Array.from({ length: 9 }, (_, cut) => {
      const from = (cut + 1) * 100;
      return { ...part(from), body: bytes.slice(from, from + 100), isCut: cut < 8 };
    });
    const { fetch, asked } = serve(cutAt(100), ...cuts);
    expect(await fetchVerified(file, createMemoryByteStore(), { fetch })).toEqual(bytes);
    expect(asked).toHaveLength(10);
  });

  test('begins anew when the file has changed meanwhile', async () => {
    const { fetch } = serve(cutAt(400), { headers: { etag: '"b"' } });
    expect(await fetchVerified(file, createMemoryByteStore(), { fetch })).toEqual(bytes);
  });

  test('begins anew when the server sends another range', async () => {
    const { fetch } = serve(cutAt(400), part(200), { headers: etag });
    expect(await fetchVerified(file, createMemoryByteStore(), { fetch })).toEqual(bytes);
  });

  test.each([
    ['without a validator', {}],
    ['with a weak one', { etag: 'W/"a"' }],
  ])('that was cut begins anew %s', async (_, headers) => {
    const { fetch, asked } = serve(cutAt(400, headers), { headers });
    expect(await fetchVerified(file, createMemoryByteStore(), { fetch })).toEqual(bytes);
    expect(asked).toEqual([{}, {}]);
  });

  test('goes on by date where there is no strong tag', async () => {
    const date = { etag: 'W/"a"', 'last-modified': 'Sun, 22 Nov 2026 03:00:00 GMT' };
    const { fetch, asked } = serve(cutAt(400, date), part(400, date));
    expect(await fetchVerified(file, createMemoryByteStore(), { fetch })).toEqual(bytes);
    expect(asked[1]).toEqual({ Range: 'bytes=400-', 'If-Range': date['last-modified'] });
  });

  test('is tried again after an overloaded server, with the bytes it has', async () => {
    const { fetch, asked } = serve(cutAt(400), { status: 503, body: new Uint8Array(3) }, part(400));
    expect(await fetchVerified(file, createMemoryByteStore(), { fetch })).toEqual(bytes);
    expect(asked[2]).toEqual({ Range: 'bytes=400-', 'If-Range': '"a"' });
  });

  test('gives up on a server that is never well', async () => {
    const { fetch, asked } = serve(
      ...Array.from({ length: 3 }, () => ({ status: 500, body: new Uint8Array(3) })),
    );
    const failed = fetchVerified(file, createMemoryByteStore(), { fetch });
    await expect(failed).rejects.toMatchObject({ code: 'model-load', retryable: true });
    expect(asked).toHaveLength(3);
  });
});

describe('wrong bytes', () => {
  test.each([
    ['of the right number', { body: bytes.map((byte) => byte ^ 1) }],
    ['too many', { body: Uint8Array.from({ length: 5000 }, () => 1) }],
    ['too few, as announced', { body: bytes.slice(0, 300), headers: { 'content-length': '300' } }],
    ['too few, without a word', { body: bytes.slice(0, 300) }],
  ])('%s are not kept', async (_, reply) => {
    const store = createMemoryByteStore();
    const failed = fetchVerified(file, store, { fetch: serve(reply).fetch });
    await expect(failed).rejects.toMatchObject({ code: 'integrity' });
    expect(await keptBytes(store)).toBe(0);
  });

  test('in the store are fetched again', async () => {
    const store = createMemoryByteStore();
    const stored = await store.open(sha256);
    await stored.append(bytes.map((byte) => byte ^ 1));
    await stored.close();
    expect(await fetchVerified(file, store, { fetch: serve({}).fetch })).toEqual(bytes);
  });
});

test('a file that is not there is not found', async () => {
  const failed = fetchVerified(file, createMemoryByteStore(), { fetch: serve({ status: 404 }).fetch });
  await expect(failed).rejects.toMatchObject({ code: 'not-found' });
});

test('a store that takes no more is told as such', async () => {
  const memory = createMemoryByteStore();
  const full: ByteStore = {
    ...memory,
    open: async (key) => {
      const stored = await memory.open(key);
      return { ...stored, append: () => Promise.reject(new DOMException('full', 'QuotaExceededError')) };
    },
  };
  await expect(fetchVerified(file, full, { fetch: serve({}).fetch })).rejects.toMatchObject({
    code: 'storage',
  });
});

test('an abort ends it with its reason', async () => {
  const abort = new AbortController();
  const reason = new Error('enough');
  const fetch: typeof globalThis.fetch = () => {
    abort.abort(reason);
    return Promise.reject(reason);
  };
  const failed = fetchVerified(file, createMemoryByteStore(), { fetch, signal: abort.signal });
  await expect(failed).rejects.toBe(reason);
});
