import { NearsideError } from '../core/errors.ts';
import type { InferResponse, Prediction } from '../core/protocol/inference.ts';
import type { ModelStatus } from '../core/repository/modelStatus.ts';
import type { MetricsSnapshot } from '../core/telemetry/metricsSnapshot.ts';
import { callControl, startEngine, type EngineConnection } from './engineConnection.ts';
import type { ConnectOptions, Nearside } from './nearside.ts';
import { RequestChannel } from './requestChannel.ts';
import { toInferCall, toPredictCall, type PackedCall } from './toCall.ts';

interface SharedEngine {
  readonly connection: Promise<EngineConnection>;
  users: number;
}

/** One engine a repository and page; connections share it. */
const engines = new Map<string, SharedEngine>();

const defaultSnapshotMs = 1000;

/**
 * Connects to the engine of this page, starting it if need be. Models load on first use or by `models.load`.
 * Rejects with `unsupported` where the browser has no workers, or with the signal's reason.
 */
export async function connect(options: ConnectOptions = {}): Promise<Nearside> {
  const { signal, remote, onProgress } = options;
  signal?.throwIfAborted();
  const repositoryUrl = resolveRepository(options.repository);
  const engine = shareEngine(repositoryUrl);
  const connection = await engine.connection;
  const control = new MessageChannel();
  const requests = new MessageChannel();
  connection.connect({ control: control.port2, requests: requests.port2 });
  const { calls, release } = callControl(control.port1, connection.lost);

  const modelListeners = new Set<(models: readonly ModelStatus[]) => void>();
  let latestModels: readonly ModelStatus[] | undefined;
  const channel = new RequestChannel(requests.port1, {
    onModels: (models) => {
      latestModels = models;
      for (const listener of modelListeners) listener(models);
    },
    onProgress: (progress) => {
      onProgress?.(progress);
      if (latestModels === undefined) return;
      latestModels = latestModels.map((model) =>
        model.name === progress.model ? { ...model, progress } : model,
      );
      for (const listener of modelListeners) listener(latestModels);
    },
    onRepositoryFailed: () => undefined,
  });
  connection.lost.catch((error: unknown) => {
    channel.close(error instanceof NearsideError ? error : new NearsideError('worker-lost', String(error)));
  });

  function send(pack: () => PackedCall, from: AbortSignal | undefined): Promise<InferResponse | Prediction> {
    try {
      return channel.send(pack(), from);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  let isClosed = false;
  const nearside: Nearside = {
    infer: (request, requestOptions) =>
      send(() => toInferCall(request, requestOptions), requestOptions?.signal) as Promise<InferResponse>,
    predict: (model, value, requestOptions) =>
      send(() => toPredictCall(model, value, requestOptions), requestOptions?.signal),
    tensors: (model, value) => calls.prepareTensors(model, value),
    models: {
      list: () => calls.listModels(),
      load: (name, loadOptions) => calls.loadModel(name, loadOptions?.version),
      unload: (name) => calls.unloadModel(name),
      subscribe: (listener) => {
        modelListeners.add(listener);
        if (latestModels !== undefined) listener(latestModels);
        return () => {
          modelListeners.delete(listener);
        };
      },
    },
    settings: {
      get: () => calls.readSettings(),
      update: (patch) => calls.updateSettings(patch),
    },
    metrics: {
      snapshot: () => calls.snapshot(),
      subscribe: (listener, everyMs = defaultSnapshotMs) =>
        pollSnapshots(() => calls.snapshot(), listener, everyMs),
      prometheus: () => calls.prometheus(),
      statistics: (model) => calls.statistics(model),
    },
    close: () => {
      if (isClosed) return Promise.resolve();
      isClosed = true;
      channel.close(new NearsideError('closed', 'The connection was closed.'));
      release();
      engine.users -= 1;
      if (engine.users === 0) {
        engines.delete(repositoryUrl);
        connection.terminate();
      }
      return Promise.resolve();
    },
  };
  if (remote !== undefined) await nearside.settings.update({ remote });
  return nearside;
}

function shareEngine(repositoryUrl: string): SharedEngine {
  let engine = engines.get(repositoryUrl);
  if (engine === undefined) {
    engine = { connection: startEngine({ repositoryUrl, pageUrl: document.baseURI }), users: 0 };
    engines.set(repositoryUrl, engine);
    engine.connection.catch(() => engines.delete(repositoryUrl));
  }
  engine.users += 1;
  return engine;
}

function resolveRepository(repository: string | undefined): string {
  const base = new URL(import.meta.env.BASE_URL, document.baseURI);
  const url = repository === undefined ? new URL('models/', base) : new URL(repository, document.baseURI);
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
}

/** Asks again only after the last answer came, so that a busy engine is not asked twice. */
function pollSnapshots(
  read: () => Promise<MetricsSnapshot>,
  listener: (snapshot: MetricsSnapshot) => void,
  everyMs: number,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  const poll = async (): Promise<void> => {
    try {
      const snapshot = await read();
      if (!isStopped) listener(snapshot);
    } catch {
      isStopped = true;
    }
    if (!isStopped) timer = setTimeout(() => void poll(), everyMs);
  };
  void poll();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
