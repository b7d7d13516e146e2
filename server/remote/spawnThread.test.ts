import { describe, expect, test } from 'vitest';
import { spawnThread } from './spawnThread.ts';

function scriptOf(source: string): URL {
  return new URL(
    `data:text/javascript,${encodeURIComponent(`import { parentPort } from 'node:worker_threads';${source}`)}`,
  );
}

function nextMessage(worker: Worker): Promise<unknown> {
  return new Promise((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<unknown>) => {
      resolve(data);
    };
  });
}

function nextError(worker: Worker): Promise<string> {
  return new Promise((resolve) => {
    worker.onerror = (event) => {
      event.preventDefault();
      resolve(event.message);
    };
  });
}

describe('a thread as a worker', () => {
  test('takes messages with what is transferred, and answers', async () => {
    const worker = spawnThread(
      scriptOf("parentPort.on('message', (bytes) => parentPort.postMessage(bytes.map((byte) => 2 * byte)))"),
    );
    const bytes = Uint8Array.of(1, 2);
    const answer = nextMessage(worker);
    worker.postMessage(bytes, [bytes.buffer]);
    expect(await answer).toEqual(Uint8Array.of(2, 4));
    expect(bytes.byteLength).toBe(0);
    worker.terminate();
  });

  test.each([
    ['throws', "throw new Error('broken')", 'broken'],
    ['ends', 'process.exit(0)', 'The thread ended.'],
  ])('that %s tells its owner', async (_, source, message) => {
    const worker = spawnThread(scriptOf(source));
    expect(await nextError(worker)).toBe(message);
  });

  test('ends when it is told to, also while it sleeps in shared memory', async () => {
    const worker = spawnThread(
      scriptOf(
        "parentPort.postMessage('asleep'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
      ),
    );
    await nextMessage(worker);
    const ended = nextError(worker);
    worker.terminate();
    expect(await ended).toBe('The thread ended.');
  });
});
