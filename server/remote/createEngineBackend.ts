import { decodeError } from '../../src/core/errors.ts';
import type { RepositoryReader } from '../../src/core/ports.ts';
import type { InferRequest, InferResponse, WireOptions } from '../../src/core/protocol/inference.ts';
import type { ProtocolBackend } from '../../src/core/protocol/protocolBackend.ts';
import type { EngineMessage } from '../../src/engine/clientMessages.ts';
import type { Engine } from '../../src/engine/createEngine.ts';
import { absoluteNow } from '../../src/platform/workers/absoluteNow.ts';

type Answer = Pick<InferResponse, 'model' | 'version' | 'outputs'>;

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** A request that the engine has not been told of yet. */
interface Arrived {
  readonly id: number;
  readonly at: number;
  readonly request: InferRequest;
  readonly options: WireOptions;
}

export interface EngineBackend extends ProtocolBackend {
  prometheus(): string;
  /** Stops every model's threads. */
  close(): Promise<void>;
}

/** The protocol's view of an engine in this process: one connection that all HTTP requests share. */
export function createEngineBackend(
  engine: Engine,
  reader: Pick<RepositoryReader, 'readJson'>,
): EngineBackend {
  const waiting = new Map<number, Waiting>();
  let arrived: Arrived[] = [];
  let nextId = 1;
  const connection = engine.connect((message) => {
    settle(message);
  });
  const { session, control } = connection;

  function settle(message: EngineMessage): void {
    if (message.kind === 'answered') {
      const { model, version } = message.trace;
      take(message.id)?.resolve({ model, version, outputs: message.outputs });
    } else if (message.kind === 'refused') {
      for (const id of message.ids) take(id)?.reject(decodeError(message.error));
    }
  }

  function take(id: number): Waiting | undefined {
    const found = waiting.get(id);
    waiting.delete(id);
    return found;
  }

  /** Tells the engine of all requests that this turn of the event loop read from their sockets, so that they can share a run. */
  function flush(): void {
    const calls = arrived.filter(({ id }) => waiting.has(id));
    arrived = [];
    const requestStartAt = calls[0]?.at ?? 0;
    const parcels = calls.map(
      ({ id, request, options }) => ({ kind: 'infer', firstId: id, options, requests: [request] }) as const,
    );
    session.receive({ kind: 'requests', requestStartAt, parcels });
  }

  function infer(
    request: InferRequest,
    options: WireOptions,
    signal: AbortSignal | undefined,
  ): Promise<Answer> {
    signal?.throwIfAborted();
    const id = nextId;
    nextId += 1;
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    waiting.set(id, { resolve, reject });
    const abort = (): void => {
      if (take(id) === undefined) return;
      session.receive({ kind: 'cancel', ids: [id] });
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', abort, { once: true });
    if (arrived.length === 0) setImmediate(flush);
    arrived.push({ id, at: absoluteNow(), request, options });
    return promise.finally(() => {
      signal?.removeEventListener('abort', abort);
    });
  }

  return {
    checkRepository: async () => {
      await reader.readJson('index.json');
    },
    listModels: () => control.listModels(),
    statistics: async (model) => {
      await control.listModels();
      return await control.statistics(model);
    },
    infer: async (request, options, signal) => await infer(request, options, signal),
    prometheus: () => control.prometheus(),
    close: async () => {
      connection.close();
      const models = await control.listModels().catch(() => []);
      await Promise.all(models.map(({ name }) => control.unloadModel(name)));
    },
  };
}
