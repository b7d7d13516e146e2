import { NearsideError } from '../core/errors.ts';
import type { InferResponse, Prediction } from '../core/protocol/inference.ts';
import type { ModelStatus } from '../core/repository/modelStatus.ts';
import { showValue } from '../core/showValue.ts';
import { AddedModelCalls } from './addedModelCalls.ts';
import { openLoadLab } from './load/openLoadLab.ts';
import { ControlLine } from './controlLine.ts';
import type { ConnectOptions, Nearside } from './nearside.ts';
import { eraseStorage, measureStorage } from './originStorage.ts';
import { openRouting } from './openRouting.ts';
import { ownShared } from './ownShared.ts';
import { poll } from './poll.ts';
import { rejectOnAbort } from './rejectOnAbort.ts';
import { RequestChannel } from './requestChannel.ts';
import { openEngine, type EngineInUse, type EngineOptions } from './tabs/openEngine.ts';
import { openSendDesk } from './sendDesk.ts';
import { toInferCall, toPredictCall, type PackedCall } from './toCall.ts';

interface EngineUse {
  readonly inUse: EngineInUse;
  users: number;
}

/** One engine a repository and page; connections share it. */
const engines = new Map<string, EngineUse>();

const defaultSnapshotMs = 1000;

/**
 * Connects to the engine, in this tab or in another that shares it, starting it if need be. Models load on first use or by `models.load`.
 * Rejects with `unsupported` where the browser has no workers, or with the signal's reason.
 */
export async function connect(options: ConnectOptions = {}): Promise<Nearside> {
  const { signal, remote } = options;
  signal?.throwIfAborted();
  const sendDesk = openSendDesk(options.beforeSend);
  const repositoryUrl = resolveRepository(options.repository);
  const use = useEngine({ repositoryUrl, serviceWorkerUrl: options.serviceWorkerUrl });
  const { engine } = use.inUse;
  try {
    await rejectOnAbort(engine.ready, signal);
  } catch (error) {
    leaveEngine(repositoryUrl, use);
    throw error;
  }
  const watch = (): void => {
    engine.watch();
  };
  const control = new ControlLine(watch);
  const { calls } = control;

  const addedModels = new AddedModelCalls(calls);
  const modelListeners = new Set<(models: readonly ModelStatus[]) => void>();
  let latestModels: readonly ModelStatus[] | undefined;
  const channel = new RequestChannel({
    onModels: (models) => {
      latestModels = models;
      for (const listener of modelListeners) listener(models);
    },
    onProgress: (progress) => {
      options.onProgress?.(progress);
      addedModels.noteProgress(progress);
      if (latestModels === undefined) return;
      latestModels = latestModels.map((model) =>
        model.name === progress.model ? { ...model, progress } : model,
      );
      for (const listener of modelListeners) listener(latestModels);
    },
    onWaiting: watch,
    mayOvertake: () => !control.isChanging,
    sendDesk,
  });
  const end = (error: NearsideError): void => {
    channel.close(error);
    control.end(error);
  };
  let readyModels: readonly string[] = [];
  const unuse = engine.add({
    attach: ({ isNear, connect: open }) => {
      const lines = new MessageChannel();
      const requests = new MessageChannel();
      open({ control: lines.port2, requests: requests.port2 });
      control.attach(lines.port1);
      channel.attach(requests.port1, { isNear });
      // Whoever hosts next has the models ready that were.
      if (isNear) for (const name of readyModels) void calls.loadModel(name).catch(() => undefined);
      readyModels = [];
    },
    detach: () => {
      readyModels = (latestModels ?? []).flatMap(({ name, state }) => (state === 'ready' ? [name] : []));
      channel.detach();
      control.detach();
    },
    fail: end,
    isWaiting: () => channel.isWaiting || control.isWaiting,
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
    tensors: async (model, value) => await calls.prepareTensors(model, ownShared(value)),
    models: {
      list: () => calls.listModels(),
      add: (source, config, addOptions) => addedModels.add(source, config, addOptions),
      configure: (name, config) => calls.configureModel(name, config),
      remove: (name) => calls.removeModel(name),
      inspect: (source, config) => addedModels.inspect(source, config),
      describe: (name) => calls.describeModel(name),
      export: async (name) => (await calls.exportModel(name)) as Readonly<Record<string, Blob>>,
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
    routing: openRouting(calls),
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
        poll(() => calls.snapshot(channel.lanes.takeReports()), listener, everyMs),
      prometheus: () => calls.prometheus(channel.lanes.takeReports()),
      traces: () => calls.traces(),
      statistics: (model) => calls.statistics(model, channel.lanes.takeReports()),
    },
    load: openLoadLab(() => nearside, calls.readSpec),
    close: () => {
      if (isClosed) return Promise.resolve();
      isClosed = true;
      end(new NearsideError('closed', 'The connection was closed.'));
      unuse();
      leaveEngine(repositoryUrl, use);
      return Promise.resolve();
    },
  };
  try {
    if (remote !== undefined) await rejectOnAbort(nearside.settings.update({ remote }), signal);
    await rejectOnAbort(use.inUse.settled, signal);
  } catch (error) {
    await nearside.close();
    throw error;
  }
  return nearside;
}

function useEngine(options: EngineOptions): EngineUse {
  const { repositoryUrl } = options;
  let use = engines.get(repositoryUrl);
  // Where there was no engine to be had, the next connection tries anew.
  if (use === undefined || use.inUse.engine.hasFailed) {
    use = { inUse: openEngine(options), users: 0 };
    engines.set(repositoryUrl, use);
  }
  use.users += 1;
  return use;
}

function leaveEngine(repositoryUrl: string, use: EngineUse): void {
  use.users -= 1;
  if (use.users > 0) return;
  if (engines.get(repositoryUrl) === use) engines.delete(repositoryUrl);
  use.inUse.close();
}

function resolveRepository(repository: string | undefined): string {
  const base = new URL(import.meta.env.BASE_URL, document.baseURI);
  if (repository === undefined) return new URL('models/', base).href;
  if (!URL.canParse(repository, document.baseURI))
    throw new NearsideError(
      'bad-input',
      `repository: expected the URL of a folder, got ${showValue(repository)}.`,
    );
  const { href } = new URL(repository, document.baseURI);
  return href.endsWith('/') ? href : `${href}/`;
}
