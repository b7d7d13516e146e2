import type { CDPSession, Page } from '@playwright/test';

interface HeapUsage {
  readonly usedSize: number;
  readonly backingStorageSize: number;
}

/** Bytes that the page and its engine hold after a collection. Call it before the app is opened. */
export async function openHeapMeter(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  const engines: string[] = [];
  const waiting = new Map<number, (result: unknown) => void>();
  let asked = 0;
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.url.includes('engine.worker')) engines.push(sessionId);
  });
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message) as { readonly id?: number; readonly result?: unknown };
    if (id === undefined) return;
    waiting.get(id)?.(result);
    waiting.delete(id);
  });
  // Sessions of workers are reached through that of their page.
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  const askEngine = async (method: string): Promise<unknown> => {
    asked += 1;
    const id = asked;
    const sessionId = engines.at(-1) as string;
    const answer = new Promise((resolve) => waiting.set(id, resolve));
    await session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
    return await answer;
  };
  return async () => {
    await session.send('HeapProfiler.collectGarbage');
    await askEngine('HeapProfiler.collectGarbage');
    const own = await readOwn(session);
    return own + sumOf((await askEngine('Runtime.getHeapUsage')) as HeapUsage);
  };
}

async function readOwn(session: CDPSession): Promise<number> {
  return sumOf(await session.send('Runtime.getHeapUsage'));
}

function sumOf({ usedSize, backingStorageSize }: HeapUsage): number {
  return usedSize + backingStorageSize;
}
