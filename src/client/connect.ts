import { NearsideError } from '../core/errors.ts';
import type { InferResponse, Prediction } from '../core/protocol/inference.ts';
import type { ModelStatus } from '../core/repository/modelStatus.ts';
import type { MetricsSnapshot } from '../core/telemetry/metricsSnapshot.ts';
import { openLoadLab } from './load/openLoadLab.ts';
import { callControl, startEngine, type EngineConnection } from './engineConnection.ts';
import type { ConnectOptions, Nearside } from './nearside.ts';
import { eraseStorage, measureStorage } from './originStorage.ts';
import { rejectOnAbort } from './rejectOnAbort.ts';
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
  const { signal, remote } = options;
  signal?.throwIfAborted();
  const repositoryUrl = resolveRepository(options.repository);
  const engine = shareEngine(repositoryUrl);
  let connection: EngineConnection;
  try {
    connection = await rejectOnAbort(engine.connection, signal);
  } catch (error) {
    leaveEngine(repositoryUrl, engine);
    throw error;
  }
  const control = new MessageChannel();
  const requests = new MessageChannel();
  connection.connect({ control: control.port2, requests: requests.port2 });
  const { calls, end } = callControl(control.port1);

  const modelListeners = new Set<(models: readonly ModelStatus[]) => void>();
  let latestModels: readonly ModelStatus[] | undefined;
  const channel = new RequestChannel(requests.port1, {
    onModels: (models) => {
      latestModels = models;
      for (const listener of modelListeners) listener(models);
    },
    onProgress: (progress) => {
      options.onProgress?.(progress);
      if (latestModels === undefined) return;
      latestModels = latestModels.map((model) =>
        model.name === progress.model ? { ...model, progress } : model,
      );
      for (const listener of modelListeners) listener(latestModels);
    },
  });
  connection.lost.catch((error: unknown) => {
    const known = error instanceof NearsideError ? error : new NearsideError('worker-lost', String(error));
    channel.close(known);
    end(known);
  });

  // Async for its rejections; the call itself leaves in this very task.
  // eslint-disable-next-line @typescript-eslint/require-await
  async function refuse(error: unknown): Promise<never> {
    throw error;
  }

  function send(pack: () => PackedCall, from: AbortSignal | undefined): Promise<InferResponse | Prediction> {
    try {
      return channel.send(pack(), from);
    } catch (error) {
      return refuse(error);
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
      calibrate: (name) => calls.calibrateModel(name),
      verdict: (name) => calls.readVerdict(name),
      rollback: (name) => calls.rollBackModel(name),
      refresh: () => calls.refreshModels(),
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
    cache: {
      stats: () => calls.cacheStats(channel.lanes.takeReports()),
      clear: async (filter) => {
        channel.lanes.clear(filter);
        await calls.clearCache(filter);
      },
    },
    storage: {
      usage: measureStorage,
      persist: () => navigator.storage.persist(),
      erase: () => {
        channel.lanes.clear();
        return eraseStorage(() => calls.destroyCache());
      },
    },
    metrics: {
      snapshot: () => calls.snapshot(channel.lanes.takeReports()),
      subscribe: (listener, everyMs = defaultSnapshotMs) =>
        pollSnapshots(() => calls.snapshot(channel.lanes.takeReports()), listener, everyMs),
      prometheus: () => calls.prometheus(channel.lanes.takeReports()),
      statistics: (model) => calls.statistics(model, channel.lanes.takeReports()),
    },
    load: openLoadLab(() => nearside, repositoryUrl),
    close: () => {
      if (isClosed) return Promise.resolve();
      isClosed = true;
      const closed = new NearsideError('closed', 'The connection was closed.');
      channel.close(closed);
      end(closed);
      leaveEngine(repositoryUrl, engine);
      return Promise.resolve();
    },
  };
  if (remote !== undefined) await nearside.settings.update({ remote });
  return nearside;
}

function shareEngine(repositoryUrl: string): SharedEngine {
  let engine = engines.get(repositoryUrl);
  if (engine === undefined) {
    const connection = startEngine({ repositoryUrl, pageUrl: document.baseURI });
    const started: SharedEngine = { connection, users: 0 };
    engine = started;
    engines.set(repositoryUrl, engine);
    // A dead engine serves nobody: the next connection starts another.
    connection
      .then(({ lost }) => lost)
      .catch(() => {
        if (engines.get(repositoryUrl) === started) engines.delete(repositoryUrl);
      });
  }
  engine.users += 1;
  return engine;
}

function leaveEngine(repositoryUrl: string, engine: SharedEngine): void {
  engine.users -= 1;
  if (engine.users > 0) return;
  if (engines.get(repositoryUrl) === engine) engines.delete(repositoryUrl);
  engine.connection.then(
    (connection) => {
      connection.terminate();
    },
    () => undefined,
  );
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
