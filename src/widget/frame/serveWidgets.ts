import { NearsideError, type LoadProgress, type Nearside } from '../../client/index.ts';
import { entryKindOf } from '../protocol/entryKindOf.ts';
import { parseHostMessage } from '../protocol/parseHostMessage.ts';
import type { EncodedFailure, FrameMessage, HostMessage } from '../protocol/widgetMessages.ts';

export interface ServeOptions {
  /** Keeps what one site asked apart from what others ask in the result cache. */
  readonly partition: string;
  readonly connect: (onProgress: (progress: LoadProgress) => void) => Promise<Nearside>;
}

/** Answers the widgets of one host page through its port; returns what says goodbye to them. */
export function serveWidgets(port: MessagePort, { partition, connect }: ServeOptions): () => void {
  const running = new Map<number, AbortController>();
  let connection: Promise<Nearside> | undefined;

  const send = (message: FrameMessage): void => {
    port.postMessage(message);
  };

  async function open(): Promise<Nearside> {
    connection ??= connect(({ model, loadedBytes, totalBytes }) => {
      const share = totalBytes > 0 ? Math.min(loadedBytes / totalBytes, 1) : 0;
      send({ kind: 'progress', model, share });
    });
    try {
      return await connection;
    } catch (error) {
      connection = undefined;
      throw error;
    }
  }

  /** A connection whose engine is gone refuses everything: the next call then makes another. */
  async function dropDead(error: unknown): Promise<void> {
    if (!(error instanceof NearsideError) || error.code !== 'worker-lost') return;
    const suspect = connection;
    const nearside = await suspect;
    try {
      await nearside?.settings.get();
    } catch {
      if (connection === suspect) connection = undefined;
      await nearside?.close();
    }
  }

  async function answer(
    message: Exclude<HostMessage, { kind: 'cancel' }>,
    signal: AbortSignal,
  ): Promise<FrameMessage> {
    const { id, model } = message;
    const nearside = await open();
    if (message.kind === 'load') {
      return {
        kind: 'loaded',
        id,
        model: { name: model, entry: entryKindOf(await nearside.models.load(model)) },
      };
    }
    const prediction = await nearside.predict(model, message.value, { partition, signal });
    return { kind: 'answered', id, prediction };
  }

  async function receive(message: HostMessage): Promise<void> {
    const { id } = message;
    if (message.kind === 'cancel') {
      running.get(id)?.abort();
      return;
    }
    if (running.has(id)) return;
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const { signal } = controller;
      const answered = await answer(message, signal);
      if (!signal.aborted) send(answered);
    } catch (error) {
      if (!controller.signal.aborted) send({ kind: 'failed', id, error: encodeFailure(error) });
      await dropDead(error);
    } finally {
      running.delete(id);
    }
  }

  port.onmessage = ({ data }) => {
    const message = parseHostMessage(data);
    if (message !== undefined) void receive(message);
  };
  send({ kind: 'welcome' });
  return () => {
    send({ kind: 'gone' });
  };
}

function encodeFailure(error: unknown): EncodedFailure {
  if (error instanceof NearsideError) {
    return { code: error.code, message: error.message, retryable: error.retryable };
  }
  return {
    code: 'worker-lost',
    message: error instanceof Error ? error.message : String(error),
    retryable: true,
  };
}
