import { NearsideError } from '../core/errors.ts';
import type { ImageReader, InstanceSpec } from '../core/ports.ts';
import type { Tensor } from '../core/protocol/tensor.ts';
import type { ModelStatus } from '../core/repository/modelStatus.ts';
import type { Calibration } from '../core/scheduling/calibration.ts';
import type { Verdict } from '../core/scheduling/keptVerdict.ts';
import type { RemoteVerdict } from '../core/routing/remoteVerdict.ts';
import type { RoutingStatus } from '../core/routing/routingStatus.ts';
import type { SettingsValue } from '../core/settings/settingsValue.ts';
import type { ModelStatistics } from '../core/telemetry/formatStatistics.ts';
import type { TraceFile } from '../core/telemetry/formatTraces.ts';
import type { MetricsSnapshot } from '../core/telemetry/metricsSnapshot.ts';
import type { CacheFilter } from '../core/caching/cachedResult.ts';
import { showValue } from '../core/showValue.ts';
import { calibrateHost, readHostVerdict } from './calibrateHost.ts';
import type { CacheStats } from './cacheStats.ts';
import type { AddedControl } from './addedControl.ts';
import type { LaneReport } from './clientMessages.ts';
import type { EngineMetrics } from './engineMetrics.ts';
import type { ModelHost } from './modelHost.ts';
import { namedTensors } from './namedTensors.ts';
import type { ResultCache } from './resultCache.ts';
import { prepareValue } from './prepareValue.ts';

/** The calls of a page that are no requests: seldom, one message each. */
export interface EngineControl extends AddedControl {
  listModels(): Promise<readonly ModelStatus[]>;
  loadModel(name: string, version?: string): Promise<ModelStatus>;
  unloadModel(name: string): Promise<void>;
  rollBackModel(name: string): Promise<ModelStatus>;
  /** Reads the repository again. */
  refreshModels(): Promise<readonly ModelStatus[]>;
  calibrateModel(name: string): Promise<Calibration>;
  readVerdict(name: string): Promise<Verdict | undefined>;
  /** What the instances that serve a model are made of, for whoever would run it without a server. */
  readSpec(model: string): Promise<InstanceSpec>;
  prepareTensors(model: string, value: unknown): Promise<Record<string, Tensor>>;
  readSettings(): Promise<SettingsValue>;
  updateSettings(patch: unknown): Promise<SettingsValue>;
  /** How requests are routed; waits for nothing. */
  routingStatus(): Promise<RoutingStatus>;
  /** Asks the endpoint itself, at the person's own wish and so without consent; names what is wrong. */
  testRemote(remote: unknown, model?: string): Promise<RemoteVerdict>;
  /** Figures come with what the caller's lanes answered meanwhile, so that it counts. */
  snapshot(lanes?: readonly LaneReport[]): MetricsSnapshot;
  prometheus(lanes?: readonly LaneReport[]): string;
  /** Some of the latest requests that ran, by their stages. */
  traces(): TraceFile;
  cacheStats(lanes?: readonly LaneReport[]): CacheStats;
  /** Resolves once nothing of it can be met any more. */
  clearCache(filter?: CacheFilter): Promise<void>;
  /** Makes stored results unreadable, deletes them, and stores none from then on. */
  destroyCache(): Promise<void>;
  statistics(
    model?: string,
    lanes?: readonly LaneReport[],
  ): Promise<{ readonly model_stats: readonly ModelStatistics[] }>;
}

export interface EngineControlSources {
  readonly metrics: EngineMetrics;
  readonly hosts: ReadonlyMap<string, ModelHost>;
  readonly imageReader: ImageReader;
  readonly cache: ResultCache;
  /** Tells every page's lanes. */
  readonly clearLanes: (filter: CacheFilter) => void;
  /** Tells the other engines of the origin. */
  readonly announceClear: (filter: CacheFilter) => void;
  /** Forgets what the engine does of itself; resolves once nothing of that is being written. */
  readonly endHabits: () => Promise<void>;
  readonly added: AddedControl;
  readonly findHost: (name: string) => Promise<ModelHost>;
  readonly readIndex: () => Promise<void>;
  readonly refreshIndex: () => Promise<void>;
  readonly readSettings: () => Promise<SettingsValue>;
  readonly updateSettings: (patch: unknown) => Promise<SettingsValue>;
  readonly routingStatus: () => Promise<RoutingStatus>;
  readonly testRemote: (remote: unknown, model: string | undefined) => Promise<RemoteVerdict>;
}

export function createControl(sources: EngineControlSources): EngineControl {
  const { metrics, hosts, cache, findHost } = sources;
  return {
    ...sources.added,
    listModels: async () => {
      await sources.readIndex();
      return [...hosts.values()].map((host) => host.status());
    },
    loadModel: async (name, version) => {
      const host = await findHost(name);
      await host.load(version);
      return host.status();
    },
    unloadModel: async (name) => {
      (await findHost(name)).unload();
    },
    rollBackModel: async (name) => {
      const host = await findHost(name);
      await host.rollBack();
      return host.status();
    },
    refreshModels: async () => {
      await sources.refreshIndex();
      return [...hosts.values()].map((host) => host.status());
    },
    calibrateModel: async (name) => await calibrateHost(await findHost(name)),
    readVerdict: async (name) => await readHostVerdict(await findHost(name)),
    readSpec: async (model) => {
      const { spec, report } = await (await findHost(model)).open();
      return { ...spec, backend: report.backend, threads: report.threads, proved: report.batching };
    },
    prepareTensors: async (model, value) => {
      const deployment = await (await findHost(model)).open();
      const input = await prepareValue(deployment, value, sources.imageReader);
      return namedTensors(deployment, input);
    },
    readSettings: sources.readSettings,
    updateSettings: sources.updateSettings,
    routingStatus: sources.routingStatus,
    testRemote: (remote, model) => sources.testRemote(remote, model),
    snapshot: (lanes) => {
      cache.countLanes(lanes);
      return metrics.snapshot();
    },
    prometheus: (lanes) => {
      cache.countLanes(lanes);
      return metrics.prometheus();
    },
    traces: () => metrics.traces(),
    cacheStats: (lanes) => {
      cache.countLanes(lanes);
      return cache.stats();
    },
    clearCache: async (filter) => {
      const checked = checkFilter(filter);
      sources.clearLanes(checked);
      await cache.clear(checked);
      sources.announceClear(checked);
    },
    destroyCache: async () => {
      await sources.endHabits();
      sources.announceClear({});
      await cache.destroy();
    },
    statistics: async (model, lanes) => {
      cache.countLanes(lanes);
      if (model === undefined) await sources.readIndex();
      else await findHost(model);
      return metrics.statistics(model);
    },
  };
}

/** A filter with a key that is none, or not a text, would clear more than was meant. */
function checkFilter(filter: unknown): CacheFilter {
  if (filter === undefined || filter === null) return {};
  const isFilter =
    typeof filter === 'object' &&
    Object.entries(filter).every(
      ([name, value]) =>
        ['model', 'partition'].includes(name) && (typeof value === 'string' || value === undefined),
    );
  if (isFilter) return filter;
  throw new NearsideError(
    'bad-input',
    `Expected a filter {model?, partition?} of texts, got ${showValue(filter)}.`,
  );
}
