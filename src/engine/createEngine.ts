import type { CacheFilter } from '../core/caching/cachedResult.ts';
import type { Hash128 } from '../core/caching/hash128.ts';
import type { ResultStore } from '../core/caching/resultStore.ts';
import type { Clock } from '../core/clock.ts';
import { encodeError, NearsideError } from '../core/errors.ts';
import type {
  DeviceProbe,
  ExpressLane,
  ImageReader,
  InstanceFactory,
  RepositoryReader,
  SettingsStore,
  VerdictStore,
} from '../core/ports.ts';
import { refuseRoute } from '../core/routing/refuseRoute.ts';
import { DeadlineHeap } from '../core/scheduling/deadlineHeap.ts';
import type { SettingsValue } from '../core/settings/settingsValue.ts';
import { defaultSettings } from '../core/settings/settingsValue.ts';
import { withoutToken } from '../core/settings/withoutToken.ts';
import { applySettingsPatch, restoreSettings } from '../core/settings/validateSettings.ts';
import type { EngineEnvironment } from '../core/telemetry/metricsSnapshot.ts';
import { ModelRecorder } from '../core/telemetry/modelRecorder.ts';
import { applySettings } from './applySettings.ts';
import type { AnswerLead, EngineMessage } from './clientMessages.ts';
import { ClientSession } from './clientSession.ts';
import type { EngineRequest } from './engineRequest.ts';
import { countRoomFor, readOthers } from './deviceShare.ts';
import { EngineMetrics } from './engineMetrics.ts';
import { createControl, type EngineControl } from './engineControl.ts';
import type { LoadedVersion } from './loadedVersion.ts';
import { listRepository } from './listRepository.ts';
import { ModelHost } from './modelHost.ts';
import { ResultCache } from './resultCache.ts';

export interface EnginePorts {
  readonly clock: Clock;
  readonly factory: InstanceFactory;
  readonly verdicts: VerdictStore;
  readonly probe: DeviceProbe;
  readonly reader: RepositoryReader;
  readonly settingsStore: SettingsStore;
  readonly imageReader: ImageReader;
  readonly hash: Promise<Hash128>;
  readonly resultStore: ResultStore;
  /** Results were cleared here: other engines of the origin have their own in memory. */
  readonly announceClear: (filter: CacheFilter) => void;
  readonly environment: EngineEnvironment;
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
  const deadlines = new DeadlineHeap<EngineRequest>(({ isSettled }) => isSettled);
  let settings: SettingsValue = defaultSettings;
  let cancelDeadline: (() => void) | undefined;
  let armedFor = Number.POSITIVE_INFINITY;
  let indexRead: Promise<void> | undefined;

  // There before any model is: models load once the settings and it are known.
  let hash: Hash128 | undefined;
  const cache = new ResultCache(settings.cache, {
    clock,
    hash: () => hash,
    store: ports.resultStore,
    recorderOf: (model) => hosts.get(model)?.recorder,
    findDeployment: async (model, version) =>
      hosts.get(model)?.find(version) ?? (await (await findHost(model)).open(version)),
  });

  const { environment } = ports;
  const metrics = new EngineMetrics({ clock, environment, hosts, strayRecorder, cache });

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

  function addHost(name: string): ModelHost {
    const host = new ModelHost(name, {
      clock,
      factory: ports.factory,
      verdicts: ports.verdicts,
      probe: ports.probe,
      reader: ports.reader,
      recorder: new ModelRecorder(),
      cores: ports.environment.cores,
      isIsolated: ports.environment.isolated,
      getSettings: () => settings,
      readOthers: (self, priority) => readOthers(self, allLoaded(), ports.environment, priority),
      countRoom: (self) => countRoomFor(self, allLoaded(), ports.environment),
      onChange: () => {
        broadcast(listModels());
      },
      onProgress: (progress) => {
        broadcast({ kind: 'progress', progress });
      },
      onLane: (change) => {
        if (change.kind === 'open') offerLane(name, change.lane, change.lead);
        else for (const session of sessions.keys()) session.closeLane(name);
      },
      onServing: () => undefined,
    });
    hosts.set(name, host);
    return host;
  }

  /** A lane holds one caller: the page that came first has it. */
  function offerLane(name: string, lane: ExpressLane, lead: AnswerLead): void {
    const [first] = sessions.keys();
    const isPlain = settings.mode === 'local-only' && settings.deadlineMs === null;
    if (first === undefined || !isPlain) return;
    first.openLane(
      { kind: 'lane-open', model: name, lane, key: lead.key, cache: cache.laneCache(name) },
      lead,
    );
  }

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
    for (const name of await listRepository(ports.reader)) if (!hosts.has(name)) addHost(name);
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
    const names = [...hosts.keys()].map((known) => `"${known}"`).join(', ');
    throw new NearsideError('not-found', `Expected one of the models ${names}, got ${JSON.stringify(name)}.`);
  }

  function expire(): void {
    armedFor = Number.POSITIVE_INFINITY;
    const now = clock.now();
    for (let entry = deadlines.peek(); entry !== undefined; entry = deadlines.peek()) {
      if (!entry.isSettled && entry.deadlineAt > now) break;
      deadlines.pop();
      if (entry.isSettled) continue;
      entry.holder?.withdraw(entry);
      const lateMs = Math.round(now - entry.requestStartAt);
      entry.owner.refuse(
        entry,
        encodeError(
          new NearsideError('deadline', `The deadline passed after ${lateMs} ms without an answer.`),
        ),
      );
    }
    armDeadline();
  }

  function armDeadline(): void {
    const next = deadlines.peek()?.deadlineAt;
    if (next === undefined || next >= armedFor) return;
    cancelDeadline?.();
    armedFor = next;
    cancelDeadline = clock.after(Math.max(0, next - clock.now()), expire);
  }

  async function changeSettings(next: SettingsValue): Promise<void> {
    const previous = settings;
    settings = next;
    cache.setSettings(next.cache);
    const isRebuilt = previous.backend !== next.backend;
    const isLaneKept =
      previous.mode === next.mode && previous.deadlineMs === next.deadlineMs && previous.cache === next.cache;
    if (!isLaneKept)
      for (const session of sessions.keys()) for (const name of hosts.keys()) session.closeLane(name);
    for (const host of hosts.values()) {
      await applySettings(host, previous, next);
      if (!isLaneKept && !isRebuilt) host.offerLane();
    }
  }

  const restored = Promise.allSettled([ports.settingsStore.read(), ports.hash]).then(([stored, made]) => {
    if (stored.status === 'fulfilled') settings = restoreSettings(stored.value, ports.pageUrl);
    if (made.status === 'fulfilled') hash = made.value;
    cache.setSettings(settings.cache);
  });

  const control = createControl({
    metrics,
    hosts,
    findHost,
    readIndex,
    refreshIndex: () => readRepository((host) => host.source.refresh()),
    imageReader: ports.imageReader,
    cache,
    clearLanes,
    announceClear: ports.announceClear,
    readSettings: async () => {
      await restored;
      return settings;
    },
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
        refuseRoute: (route) => refuseRoute(route, settings),
        onDeadline: armDeadline,
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
      const token = next.remote?.url === settings.remote?.url ? settings.remote?.token : undefined;
      await changeSettings(
        next.remote === null || token === undefined ? next : { ...next, remote: { ...next.remote, token } },
      );
    },
  };
}
