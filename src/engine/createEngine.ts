import type { CacheFilter } from '../core/caching/cachedResult.ts';
import type { Hash128 } from '../core/caching/hash128.ts';
import type { ResultStore } from '../core/caching/resultStore.ts';
import type { Clock } from '../core/clock.ts';
import { createRandom } from '../core/createRandom.ts';
import { NearsideError } from '../core/errors.ts';
import type {
  ExpressLane,
  ImageReader,
  InstanceFactory,
  RepositoryReader,
  SettingsStore,
  VerdictStore,
} from '../core/ports.ts';
import { modeOf } from '../core/routing/modeOf.ts';
import type { RemoteNetwork } from '../core/routing/remotePort.ts';
import type { SettingsValue } from '../core/settings/settingsValue.ts';
import { defaultSettings } from '../core/settings/settingsValue.ts';
import { withoutToken, withTokenOf } from '../core/settings/withoutToken.ts';
import { applySettingsPatch, restoreSettings } from '../core/settings/validateSettings.ts';
import type { EngineEnvironment } from '../core/telemetry/metricsSnapshot.ts';
import { ModelRecorder } from '../core/telemetry/modelRecorder.ts';
import type { AnswerLead, EngineMessage } from './clientMessages.ts';
import { ClientSession } from './clientSession.ts';
import { Deployment } from './deployment.ts';
import { DeadlineKeeper } from './deadlineKeeper.ts';
import { countRoomFor, readOthers } from './deviceShare.ts';
import { EngineMetrics } from './engineMetrics.ts';
import { createControl, type EngineControl } from './engineControl.ts';
import { ModelHost } from './modelHost.ts';
import { ResultCache } from './resultCache.ts';
import { Router } from './routing/router.ts';
import { testEndpoint } from './routing/testEndpoint.ts';

export interface EnginePorts {
  readonly clock: Clock;
  readonly factory: InstanceFactory;
  readonly verdicts: VerdictStore;
  readonly reader: RepositoryReader;
  readonly settingsStore: SettingsStore;
  readonly imageReader: ImageReader;
  readonly hash: Promise<Hash128>;
  readonly resultStore: ResultStore;
  /** Results were cleared here: other engines of the origin have their own in memory. */
  readonly announceClear: (filter: CacheFilter) => void;
  readonly environment: EngineEnvironment;
  /** Absent where there is nothing remote to ask. */
  readonly network?: RemoteNetwork;
  /** Against which relative remote URLs resolve. */
  readonly pageUrl: string;
}

export interface Engine {
  /** Connects a page; `send` carries answers and notices to it. */
  connect(send: (message: EngineMessage, transfer?: ArrayBuffer[]) => void): {
    readonly session: ClientSession;
    readonly control: EngineControl;
    close(): void;
  };
  /** Another realm changed the settings. */
  refreshSettings(): Promise<void>;
  /** Another realm cleared results. */
  clearCache(filter: CacheFilter): Promise<void>;
}

/** The only wiring: ports in, an engine that serves any number of pages out. */
export function createEngine(ports: EnginePorts): Engine {
  const { clock } = ports;
  const sessions = new Map<ClientSession, (message: EngineMessage, transfer?: ArrayBuffer[]) => void>();
  const hosts = new Map<string, ModelHost>();
  // Requests for models that there are not.
  const strayRecorder = new ModelRecorder();
  const deadlines = new DeadlineKeeper(clock);
  let settings: SettingsValue = defaultSettings;
  let indexRead: Promise<void> | undefined;

  // There before any model is: models load once the settings and it are known.
  let hash: Hash128 | undefined;
  const cache = new ResultCache(settings.cache, {
    clock,
    hash: () => hash,
    store: ports.resultStore,
    recorderOf: (model) => hosts.get(model)?.recorder,
    findTarget: async (target) => {
      if (!(target instanceof Deployment)) return target;
      const { config, version } = target;
      const deployment = hosts.get(config.name)?.deployment;
      return deployment?.version.version === version.version
        ? deployment
        : await (await findHost(config.name)).load(version.version);
    },
  });

  const router = new Router({
    clock,
    random: createRandom(clock.now()),
    network: ports.network,
    getSettings: () => settings,
    findHost,
    hosts,
    recorderOf: (name) => hosts.get(name)?.recorder ?? strayRecorder,
  });

  const metrics = new EngineMetrics({ ...ports, hosts, strayRecorder, cache });

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

  function addHost(name: string): ModelHost {
    const host: ModelHost = new ModelHost(name, {
      clock,
      factory: ports.factory,
      verdicts: ports.verdicts,
      reader: ports.reader,
      recorder: new ModelRecorder(),
      cores: ports.environment.cores,
      isIsolated: ports.environment.isolated,
      getSettings: () => settings,
      readOthers: (priority) => readOthers(host, hosts.values(), ports.environment, priority),
      countRoom: () => countRoomFor(host, hosts.values(), ports.environment),
      onChange: () => {
        broadcast(listModels());
        router.noteHost(name);
      },
      onProgress: (progress) => {
        broadcast({ kind: 'progress', progress });
      },
      onLane: (change) => {
        if (change.kind === 'open') offerLane(name, change.lane, change.lead);
        else for (const session of sessions.keys()) session.closeLane(name);
      },
    });
    hosts.set(name, host);
    return host;
  }

  /** A lane holds one caller: the page that came first has it. */
  function offerLane(name: string, lane: ExpressLane, lead: AnswerLead): void {
    const [first] = sessions.keys();
    const isPlain = modeOf(name, settings) === 'local-only' && settings.deadlineMs === null;
    if (first === undefined || !isPlain) return;
    first.openLane(
      { kind: 'lane-open', model: name, lane, key: lead.key, cache: cache.laneCache(name) },
      lead,
    );
  }

  /** The repository's list of models, read once; a failure is not kept. */
  async function readIndex(): Promise<void> {
    indexRead ??= (async () => {
      const index = await ports.reader.readJson('index.json');
      const models = (index as { readonly models?: unknown } | null)?.models;
      if (!Array.isArray(models) || !models.every((name) => typeof name === 'string')) {
        throw new NearsideError(
          'model-load',
          `index.json: expected {"models": [name]}, got ${JSON.stringify(index)}.`,
        );
      }
      for (const name of models) if (!hosts.has(name)) addHost(name);
      await Promise.allSettled([...hosts.values()].map((host) => host.readConfig()));
      broadcast(listModels());
    })();
    try {
      await indexRead;
    } catch (error) {
      indexRead = undefined;
      throw error;
    }
  }

  /** The host of a model; the settings that it loads by are then known. */
  async function findHost(name: string): Promise<ModelHost> {
    await restored;
    const known = hosts.get(name);
    if (known !== undefined) return known;
    await readIndex();
    const host = hosts.get(name);
    if (host !== undefined) return host;
    const names = [...hosts.keys()].map((known) => `"${known}"`).join(', ');
    throw new NearsideError('not-found', `Expected one of the models ${names}, got ${JSON.stringify(name)}.`);
  }

  async function changeSettings(next: SettingsValue): Promise<void> {
    const previous = settings;
    settings = next;
    cache.setSettings(next.cache);
    router.configure();
    const isRebuilt = previous.backend !== next.backend;
    const isLaneKept =
      previous.mode === next.mode &&
      previous.modes === next.modes &&
      previous.deadlineMs === next.deadlineMs &&
      previous.cache === next.cache;
    if (!isLaneKept)
      for (const session of sessions.keys()) for (const name of hosts.keys()) session.closeLane(name);
    for (const host of hosts.values()) {
      if (isRebuilt) await host.reload();
      else if (previous.instances !== next.instances) await host.rescale();
      if (!isLaneKept && !isRebuilt) host.offerLane();
    }
  }

  const restored = Promise.allSettled([ports.settingsStore.read(), ports.hash]).then(([stored, made]) => {
    if (stored.status === 'fulfilled') settings = restoreSettings(stored.value, ports.pageUrl);
    if (made.status === 'fulfilled') hash = made.value;
    cache.setSettings(settings.cache);
    router.configure();
  });

  const control = createControl({
    metrics,
    hosts,
    findHost,
    readIndex,
    imageReader: ports.imageReader,
    cache,
    clearLanes,
    announceClear: ports.announceClear,
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
        pageUrl: ports.pageUrl,
        describeModels: async (name) => {
          await readIndex();
          const named = name === undefined ? [...hosts.values()] : [await findHost(name)];
          return named.map((host) => host.status());
        },
      }),
    updateSettings: async (patch) => {
      await restored;
      const next = applySettingsPatch(settings, patch, ports.pageUrl);
      await ports.settingsStore.write(withoutToken(next)).catch(() => undefined);
      await changeSettings(next);
      return next;
    },
  });

  return {
    connect: (send) => {
      const session = new ClientSession({
        clock,
        imageReader: ports.imageReader,
        deadlines,
        cache,
        findHost,
        peekHost: (name) => hosts.get(name),
        defaultDeadlineMs: () => settings.deadlineMs,
        findRoute: (model, version, route) => router.findRoute(model, version, route),
        recordFailure: (model, code) => {
          (hosts.get(model)?.recorder ?? strayRecorder).recordFailure(code, clock.now());
        },
        send,
      });
      sessions.set(session, send);
      send(listModels());
      // Whoever asks for a model learns why the index could not be read.
      readIndex().catch(() => undefined);
      if (sessions.size === 1) for (const host of hosts.values()) host.offerLane();
      return {
        session,
        control,
        close: () => {
          const [first] = sessions.keys();
          session.close();
          sessions.delete(session);
          if (first !== session) return;
          cache.forgetLanes();
          for (const host of hosts.values()) host.offerLane();
        },
      };
    },
    clearCache: async (filter) => {
      clearLanes(filter);
      await cache.clear(filter);
    },
    refreshSettings: async () => {
      const stored = await ports.settingsStore.read().catch(() => undefined);
      const next = restoreSettings(stored, ports.pageUrl);
      await changeSettings(withTokenOf(next, settings));
    },
  };
}
