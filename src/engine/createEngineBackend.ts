import type { Clock } from '../core/clock.ts';
import { ChurningMap } from '../core/collections/churningMap.ts';
import { decodeError } from '../core/errors.ts';
import type { RepositoryReader } from '../core/ports.ts';
import type { InferRequest, InferResponse, WireOptions } from '../core/protocol/inference.ts';
import type { ProtocolBackend } from '../core/protocol/protocolBackend.ts';
import type { EngineMessage } from './clientMessages.ts';
import type { Engine } from './engine.ts';

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
  /** Ends the connection and unloads every model. */
  close(): Promise<void>;
}

export interface EngineBackendPorts {
  readonly clock: Pick<Clock, 'now' | 'soon'>;
  readonly reader: Pick<RepositoryReader, 'readJson'>;
}

/** The protocol's view of an engine in this realm: one connection that all HTTP requests share. */
export function createEngineBackend(
  engine: Pick<Engine, 'connect'>,
  { clock, reader }: EngineBackendPorts,
): EngineBackend {
  const waiting = new ChurningMap<number, Waiting>();
  let arrived: Arrived[] = [];
  let nextId = 1;
  const connection = engine.connect(settle, { laneReach: 'none' });
  const { session, control } = connection;

  function settle(message: EngineMessage): void {
    if (message.kind === 'answered') {
      const { model, version } = message.trace;
      waiting.take(message.id)?.resolve({ model, version, outputs: message.outputs });
    } else if (message.kind === 'refused') {
      for (const id of message.ids) waiting.take(id)?.reject(decodeError(message.error));
    }
  }

  /** Tells the engine of all requests that arrived in one turn of the event loop, so that they can share a run. */
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
      if (waiting.take(id) === undefined) return;
      session.receive({ kind: 'cancel', ids: [id] });
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', abort, { once: true });
    if (arrived.length === 0) clock.soon(flush);
    arrived.push({ id, at: clock.now(), request, options });
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
