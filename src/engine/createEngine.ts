import type { CacheFilter } from '../core/caching/cachedResult.ts';
import type { Hash128 } from '../core/caching/hash128.ts';
import { createRandom } from '../core/createRandom.ts';
import { modeOf } from '../core/routing/modeOf.ts';
import { defaultSettings, type SettingsValue } from '../core/settings/settingsValue.ts';
import { withoutToken, withTokenOf } from '../core/settings/withoutToken.ts';
import { applySettingsPatch, restoreSettings } from '../core/settings/validateSettings.ts';
import { ModelRecorder } from '../core/telemetry/modelRecorder.ts';
import { applySettings } from './applySettings.ts';
import type { EngineMessage } from './clientMessages.ts';
import { ClientSession } from './clientSession.ts';
import { createAddedControl } from './addedControl.ts';
import { Deployment } from './deployment.ts';
import { DeadlineKeeper } from './deadlineKeeper.ts';
import { countRoomFor, readOthers } from './deviceShare.ts';
import { noSuchModel } from './endedErrors.ts';
import { EngineMetrics } from './engineMetrics.ts';
import { createControl } from './engineControl.ts';
import type { Engine, EnginePorts } from './engine.ts';
import { IdleTasks } from './idleTasks.ts';
import { isUnderLoad } from './isUnderLoad.ts';
import { keepsLanes } from './keepsLanes.ts';
import { LaneOffers } from './laneOffers.ts';
import type { LoadedVersion } from './loadedVersion.ts';
import { memoryBudget } from './instanceBytes.ts';
import { MemoryKeeper } from './memoryKeeper.ts';
import { ModelHost } from './modelHost.ts';
import { openAddedModels } from './openAddedModels.ts';
import { readModelNames } from './readModelNames.ts';
import { ResultCache } from './resultCache.ts';
import { Router } from './routing/router.ts';
import { testEndpoint } from './routing/testEndpoint.ts';

/** The only wiring: ports in, an engine that serves any number of pages out. */
export function createEngine(ports: EnginePorts): Engine {
  const { clock, environment, pageUrl } = ports;
  const sessions = new Map<ClientSession, (message: EngineMessage, transfer?: ArrayBuffer[]) => void>();
  const hosts = new Map<string, ModelHost>();
  // Requests for models that there are not.
  const strayRecorder = new ModelRecorder();
  const recorderOf = (model: string): ModelRecorder => hosts.get(model)?.recorder ?? strayRecorder;
  const deadlines = new DeadlineKeeper(clock);
  let settings: SettingsValue = defaultSettings;
  let isRestored = false;
  let settingsWritten: Promise<void> = Promise.resolve();
  let indexRead: Promise<void> | undefined;

  // There before any model is: models load once the settings and it are known.
  let hash: Hash128 | undefined;
  const cache = new ResultCache(settings.cache, {
    clock,
    hash: () => hash,
    store: ports.resultStore,
    recorderOf: (model) => hosts.get(model)?.recorder,
    isServing: (served) => hosts.get(served.config.name)?.deployment === served,
    findTarget: async (target) => {
      if (!(target instanceof Deployment)) return target;
      const { name } = target.config;
      const { version } = target.version;
      return hosts.get(name)?.find(version) ?? (await (await findHost(name)).open(version));
    },
  });

  const isPlain = (model: string): boolean =>
    modeOf(model, settings) === 'local-only' &&
    settings.deadlineMs === null &&
    (hosts.get(model)?.deployment?.policy.maxQueueDelayMs ?? 0) === 0;
  const lanes = new LaneOffers({ sessions, hosts, cache, isPlain });

  const router = new Router({
    clock,
    random: createRandom(clock.now()),
    network: ports.network,
    getSettings: () => settings,
    restored: () => restored,
    findHost,
    hosts,
    recorderOf,
  });

  const metrics = new EngineMetrics({ ...ports, hosts, strayRecorder, cache, router });
  const memory = new MemoryKeeper({ clock, hosts, environment, getSettings: () => settings });
  const budgetBytes = (): number => memoryBudget(settings, environment);
  const idle = new IdleTasks({ ...ports, hosts, cache, budgetBytes });

  const broadcast = (message: EngineMessage): void => {
    for (const send of sessions.values()) send(message);
  };
  const clearLanes = (filter: CacheFilter): void => {
    broadcast({ kind: 'lane-cleared', filter });
  };
  const listModels = (): EngineMessage => ({
    kind: 'models',
    models: [...hosts.values()].map((host) => host.status()),
  });

  const allLoaded = (): readonly LoadedVersion[] => [...hosts.values()].flatMap(({ loaded }) => loaded);

  function addHost(name: string, reader = ports.reader): ModelHost {
    const host = new ModelHost(name, {
      clock,
      factory: ports.factory,
      verdicts: ports.verdicts,
      probe: ports.probe,
      reader,
      recorder: idle.makeRecorder(name),
      cores: environment.cores,
      isIsolated: environment.isolated,
      getSettings: () => settings,
      readOthers: (self, priority) => readOthers(self, allLoaded(), ports.environment, priority),
      countRoom: (self) =>
        countRoomFor(self, allLoaded(), { cores: environment.cores, budgetBytes: budgetBytes() }),
      isUnderLoad: () => isUnderLoad(allLoaded()),
      makeRoom: (neededBytes) => {
        memory.makeRoom(name, neededBytes);
      },
      expire: () => {
        deadlines.expire();
      },
      onChange: () => {
        broadcast(listModels());
        router.noteHost(name);
      },
      onProgress: (progress) => {
        broadcast({ kind: 'progress', progress });
      },
      onLane: (change) => {
        if (change.kind === 'open') lanes.offer(name, change.lane, change.lead);
        else for (const session of sessions.keys()) session.closeLane(name);
      },
      onServing: (next) => {
        memory.makeRoom(name, 0);
        idle.noteServing(host, next);
      },
    });
    hosts.set(name, host);
    return host;
  }

  const wiring = { pageUrl, hosts, cache, addHost, clearLanes, broadcast, listModels, strayRecorder };
  const added = openAddedModels(ports.added, wiring);

  /** The repository's list of models, read once; a failure is not kept. */
  async function readIndex(): Promise<void> {
    indexRead ??= readRepository((host) => host.source.read());
    try {
      await indexRead;
    } catch (error) {
      indexRead = undefined;
      throw error;
    }
  }

  async function readRepository(read: (host: ModelHost) => Promise<unknown>): Promise<void> {
    for (const name of await readModelNames(ports.reader)) if (!hosts.has(name)) addHost(name);
    await Promise.allSettled([...hosts.values()].map(read));
    broadcast(listModels());
  }

  /** The host of a model; the settings that it loads by are then known. */
  async function findHost(name: string): Promise<ModelHost> {
    await restored;
    const known = hosts.get(name);
    if (known !== undefined) return known;
    await readIndex();
    const host = hosts.get(name);
    if (host !== undefined) return host;
    throw noSuchModel(name, hosts.keys());
  }

  async function changeSettings(next: SettingsValue): Promise<void> {
    const previous = settings;
    settings = next;
    cache.setSettings(next.cache);
    router.configure();
    const isRebuilt = previous.backend !== next.backend;
    const isLaneKept = keepsLanes(previous, next);
    if (!isLaneKept)
      for (const session of sessions.keys()) for (const name of hosts.keys()) session.closeLane(name);
    await applySettings(hosts.values(), previous, next, (host) => {
      if (!isLaneKept && !isRebuilt) host.offerLane();
    });
  }

  const restored = Promise.allSettled([ports.settingsStore.read(), ports.hash, added?.restore()]).then(
    ([stored, made]) => {
      if (stored.status === 'fulfilled') settings = restoreSettings(stored.value, ports.pageUrl);
      if (made.status === 'fulfilled') hash = made.value;
      cache.setSettings(settings.cache);
      router.configure();
      isRestored = true;
    },
  );

  const readLists = async (): Promise<void> => {
    await restored;
    await readIndex();
  };
  const addedControl = createAddedControl({
    added,
    trial: ports.added?.trial,
    readIndex: readLists,
    findHost,
  });

  const control = createControl({
    metrics,
    hosts,
    findHost,
    readIndex: readLists,
    refreshIndex: () => readRepository((host) => host.source.refresh()),
    added: addedControl,
    imageReader: ports.imageReader,
    cache,
    clearLanes,
    announceClear: ports.announceClear,
    endHabits: () => idle.end(),
    readSettings: async () => {
      await restored;
      return settings;
    },
    routingStatus: async () => {
      await restored;
      return router.status();
    },
    testRemote: (remote, model) =>
      testEndpoint(remote, model, {
        network: ports.network,
        pageUrl,
        describeModels: async (name) => {
          await readIndex();
          const named = name === undefined ? [...hosts.values()] : [await findHost(name)];
          return named.map((host) => host.status());
        },
      }),
    updateSettings: async (patch) => {
      if (!isRestored) await restored;
      const next = applySettingsPatch(settings, patch, ports.pageUrl);
      // It holds at once: another update at the same time adds to it, and a consent that was taken back waits for nothing.
      const changed = changeSettings(next);
      settingsWritten = ports.settingsStore.write(withoutToken(next)).catch(() => undefined);
      await Promise.all([settingsWritten, changed]);
      return next;
    },
  });

  return {
    connect: (send, { laneReach = 'shared', announce = () => undefined } = {}) => {
      const session = new ClientSession({
        clock,
        laneReach,
        imageReader: ports.imageReader,
        deadlines,
        cache,
        findHost,
        peekHost: (name) => hosts.get(name),
        defaultDeadlineMs: () =>
          isRestored ? settings.deadlineMs : restored.then(() => settings.deadlineMs),
        findRoute: (model, version, route) => {
          idle.noteArrival();
          return router.findRoute(model, version, route);
        },
        recorderOf,
        send,
        announce,
      });
      sessions.set(session, send);
      send(listModels());
      // Whoever asks for a model learns why the index could not be read.
      readIndex().catch(() => undefined);
      lanes.move();
      return {
        session,
        control,
        close: () => {
          session.close();
          sessions.delete(session);
          lanes.move();
        },
      };
    },
    refreshAdded: async () => {
      await restored;
      await added?.restore();
    },
    clearCache: async (filter) => {
      clearLanes(filter);
      await cache.clear(filter);
    },
    refreshSettings: async () => {
      await settingsWritten;
      const stored = await ports.settingsStore.read().catch(() => undefined);
      await changeSettings(withTokenOf(restoreSettings(stored, pageUrl), settings));
    },
  };
}
