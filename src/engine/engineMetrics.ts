import type { Clock } from '../core/clock.ts';
import { formatPrometheus } from '../core/telemetry/formatPrometheus.ts';
import { formatRouteMetrics, type RouteFigures } from '../core/telemetry/formatRouteMetrics.ts';
import { formatStatistics, type ModelStatistics } from '../core/telemetry/formatStatistics.ts';
import { formatTraces, type TraceFile } from '../core/telemetry/formatTraces.ts';
import type {
  CostSnapshot,
  EngineEnvironment,
  InstanceSnapshot,
  MetricsSnapshot,
} from '../core/telemetry/metricsSnapshot.ts';
import { ModelRecorder } from '../core/telemetry/modelRecorder.ts';
import { windowSeconds } from '../core/telemetry/windowedHistogram.ts';
import type { InstanceSlot } from './instanceSlot.ts';
import type { ModelHost } from './modelHost.ts';
import type { ResultCache } from './resultCache.ts';

export interface EngineMetricsSources {
  readonly clock: Clock;
  readonly environment: EngineEnvironment;
  readonly hosts: ReadonlyMap<string, ModelHost>;
  /** What was counted for models that there are not. */
  readonly strayRecorder: ModelRecorder;
  readonly cache: ResultCache;
  readonly router: { figures(): readonly RouteFigures[] };
}

/** Reads everything that is counted into the forms in which it leaves the engine. */
export class EngineMetrics {
  readonly #sources: EngineMetricsSources;

  constructor(sources: EngineMetricsSources) {
    this.#sources = sources;
  }

  snapshot(): MetricsSnapshot {
    this.#collect();
    const { clock, hosts, strayRecorder, environment } = this.#sources;
    const now = clock.now();
    const total = new ModelRecorder();
    total.merge(strayRecorder);
    let queueDepth = 0;
    let inFlight = 0;
    const models: Record<string, ReturnType<ModelRecorder['metrics']>> = {};
    for (const [name, host] of hosts) {
      const load = loadOf(host);
      total.merge(host.recorder);
      queueDepth += load.queueDepth;
      inFlight += load.inFlight;
      models[name] = host.recorder.metrics(now, load);
    }
    return {
      at: now,
      windowMs: windowSeconds * 1000,
      total: total.metrics(now, { queueDepth, inFlight }),
      models,
      versions: Object.fromEntries(
        [...hosts].map(([name, { recorder }]) => [name, recorder.versionAnswers(now)]),
      ),
      instances: [...hosts.values()].flatMap((host) => instancesOf(host)),
      costs: [...hosts.values()].flatMap((host) => costsOf(host)),
      environment,
    };
  }

  prometheus(): string {
    this.#collect();
    const now = this.#sources.clock.now();
    const models = formatPrometheus(
      [...this.#sources.hosts.values()].map((host) => ({
        model: host.name,
        version: host.deployment?.version.version ?? '',
        backend: host.deployment?.report.backend ?? '',
        recorder: host.recorder,
        oldestAgeMs: Math.max(0, now - Math.min(now, host.deployment?.scheduler.oldestEnqueuedAt ?? now)),
        busy: slotsOf(host).map((slot) => slot.busyShare),
        costs: costsOf(host),
        ...loadOf(host),
      })),
    );
    const { cache, router } = this.#sources;
    return models + cache.prometheus() + formatRouteMetrics(router.figures());
  }

  traces(): TraceFile {
    this.#collect();
    return formatTraces(
      [...this.#sources.hosts.values()].map(({ name, recorder }) => ({
        model: name,
        requests: recorder.traces.list(),
      })),
    );
  }

  statistics(model?: string): { readonly model_stats: readonly ModelStatistics[] } {
    this.#collect();
    const hosts = [...this.#sources.hosts.values()].filter(
      (host) => model === undefined || host.name === model,
    );
    return {
      model_stats: hosts.map((host) =>
        formatStatistics(
          host.name,
          host.deployment?.version.version ?? host.status().versions[0] ?? '',
          host.recorder,
          this.#sources.cache.lookupsOf(host.name),
        ),
      ),
    };
  }

  #collect(): void {
    for (const host of this.#sources.hosts.values())
      for (const { instance } of slotsOf(host)) instance.collectExpress();
  }
}

function slotsOf({ loaded }: ModelHost): readonly InstanceSlot[] {
  return loaded.flatMap(({ slots }) => slots);
}

function loadOf({ loaded }: ModelHost): { readonly queueDepth: number; readonly inFlight: number } {
  let queueDepth = 0;
  let inFlight = 0;
  for (const { deployment, slots } of loaded) {
    queueDepth += deployment?.queuedRequests ?? 0;
    inFlight += (deployment?.runningRequests ?? 0) - slots.reduce((sum, slot) => sum + countOwn(slot), 0);
  }
  return { queueDepth, inFlight };
}

/** Running requests that are no caller's. */
function countOwn({ itemsByJob }: InstanceSlot): number {
  return itemsByJob.flat().filter(({ request }) => request.isSpeculative).length;
}

function costsOf({ name: model, loaded }: ModelHost): readonly CostSnapshot[] {
  return loaded.flatMap(({ deployment }) => {
    if (deployment === undefined) return [];
    const { scheduler, lead, report } = deployment;
    const { version, variant } = lead.trace;
    return scheduler.queues
      .filter(({ cost }) => cost.length > 0)
      .map((queue) => {
        const { rows: batchRows, ms: batchMs } = scheduler.saturationOf(queue);
        const way = { model, version, variant, backend: report.backend };
        return { ...way, shape: queue.shape, points: queue.cost, batchRows, batchMs };
      });
  });
}

function instancesOf(host: ModelHost): readonly InstanceSnapshot[] {
  if (host.loaded.length === 0) {
    return host.state === 'available' ? [] : [{ model: host.name, state: host.state, backend: '', busy: 0 }];
  }
  return host.loaded.flatMap(({ slots, spec, version, deployment }) =>
    slots.map((slot) => ({
      model: host.name,
      version: version.version,
      state: slot.jobs > 0 ? 'running' : 'idle',
      backend: deployment?.report.backend ?? spec.backend,
      busy: slot.busyShare,
      threads: deployment?.report.threads ?? spec.threads,
    })),
  );
}
