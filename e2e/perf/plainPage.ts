import type { Browser } from '@playwright/test';

/** A page that nobody records. */
export interface PlainPage {
  /** Calls a function of a module that the page imports, with one value as JSON; gives what it resolves to. */
  call(module: string, name: string, value: unknown): Promise<unknown>;
  close(): Promise<void>;
}

interface Reply {
  readonly id?: number;
  readonly error?: { readonly message: string };
  readonly result?: {
    readonly result?: { readonly value?: unknown };
    readonly exceptionDetails?: { readonly exception?: { readonly description?: string } };
  };
}

const loaded = `new Promise((resolve) => {
  if (document.readyState === 'complete') resolve();
  else addEventListener('load', () => resolve());
})`;

/**
 * Opens a page beside those of the test runner, which has the network of its own pages recorded: each body is sent to it as text, so
 * that a call takes twice the processor time, and one of 600 kB forty milliseconds.
 */
export async function openPlainPage(browser: Browser, url: string): Promise<PlainPage> {
  const session = await browser.newBrowserCDPSession();
  const { browserContextId } = await session.send('Target.createBrowserContext');
  const { targetId } = await session.send('Target.createTarget', { url, browserContextId });
  const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false });
  const waiting = new Map<number, (reply: Reply) => void>();
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const reply = JSON.parse(message) as Reply;
    if (reply.id === undefined) return;
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
  });
  let last = 0;

  async function evaluate(expression: string): Promise<unknown> {
    last += 1;
    const id = last;
    const replied = new Promise<Reply>((resolve) => waiting.set(id, resolve));
    const params = { expression, awaitPromise: true, returnByValue: true };
    const message = JSON.stringify({ id, method: 'Runtime.evaluate', params });
    await session.send('Target.sendMessageToTarget', { sessionId, message });
    const { error, result } = await replied;
    const failure = error?.message ?? result?.exceptionDetails?.exception?.description;
    if (failure !== undefined) throw new Error(failure);
    return result?.result?.value;
  }

  await evaluate(loaded);
  return {
    call: (module, name, value) =>
      evaluate(
        `import(new URL(${JSON.stringify(module)}, location.href).href).then((all) => all[${JSON.stringify(name)}](${JSON.stringify(value)}))`,
      ),
    close: async () => {
      await session.send('Target.disposeBrowserContext', { browserContextId });
      await session.detach();
    },
  };
}
