import type { Browser } from '@playwright/test';

/** A page that nobody records. */
export interface PlainPage {
  /** Calls a function of a module that the page imports, with one value as JSON; gives what it resolves to. */
  call(module: string, name: string, value: unknown): Promise<unknown>;
  close(): Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly error?: { readonly message: string };
  readonly result?: {
    readonly loaderId?: string;
    readonly result?: { readonly value?: unknown };
    readonly exceptionDetails?: { readonly exception?: { readonly description?: string } };
  };
  /** Of a page's life. */
  readonly params?: { readonly loaderId?: string; readonly name?: string };
}

/**
 * Opens a page beside those of the test runner, which has the network of its own pages recorded: each body is sent to it as text, so
 * that a call takes twice the processor time, and one of 600 kB forty milliseconds.
 */
export async function openPlainPage(browser: Browser, url: string): Promise<PlainPage> {
  const session = await browser.newBrowserCDPSession();
  const { browserContextId } = await session.send('Target.createBrowserContext');
  const { targetId } = await session.send('Target.createTarget', { url: 'about:blank', browserContextId });
  const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false });
  const waiting = new Map<number, (reply: Message) => void>();
  const loaded = new Set<string | undefined>();
  let noteLoad: (() => void) | undefined;
  let last = 0;
  session.on('Target.receivedMessageFromTarget', (event) => {
    const message = JSON.parse(event.message) as Message;
    if (message.id !== undefined) waiting.get(message.id)?.(message);
    else if (message.params?.name === 'load') {
      loaded.add(message.params.loaderId);
      noteLoad?.();
    }
  });

  async function send(method: string, params: object): Promise<NonNullable<Message['result']>> {
    last += 1;
    const id = last;
    const replied = new Promise<Message>((resolve) => waiting.set(id, resolve));
    const message = JSON.stringify({ id, method, params });
    await session.send('Target.sendMessageToTarget', { sessionId, message });
    const { error, result = {} } = await replied;
    waiting.delete(id);
    const failure = error?.message ?? result.exceptionDetails?.exception?.description;
    if (failure !== undefined) throw new Error(failure);
    return result;
  }

  await send('Page.enable', {});
  await send('Page.setLifecycleEventsEnabled', { enabled: true });
  const { loaderId } = await send('Page.navigate', { url });
  while (!loaded.has(loaderId)) await new Promise<void>((resolve) => (noteLoad = resolve));
  return {
    call: async (module, name, value) => {
      const imported = `import(new URL(${JSON.stringify(module)}, location.href).href)`;
      const expression = `${imported}.then((all) => all[${JSON.stringify(name)}](${JSON.stringify(value)}))`;
      const params = { expression, awaitPromise: true, returnByValue: true };
      return (await send('Runtime.evaluate', params)).result?.value;
    },
    close: async () => {
      await session.send('Target.disposeBrowserContext', { browserContextId });
      await session.detach();
    },
  };
}
