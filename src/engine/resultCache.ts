import { matchesFilter, type CachedResult, type CacheFilter } from '../core/caching/cachedResult.ts';
import type { Hash128 } from '../core/caching/hash128.ts';
import { MemoryTier } from '../core/caching/memoryTier.ts';
import { PayoffMeter } from '../core/caching/payoffMeter.ts';
import type { ResultStore } from '../core/caching/resultStore.ts';
import type { Clock } from '../core/clock.ts';
import type { TraceSource } from '../core/protocol/inference.ts';
import { formatCacheMetrics } from '../core/telemetry/formatCacheMetrics.ts';
import type { CacheLookups } from '../core/telemetry/formatStatistics.ts';
import type { CacheSettings } from '../core/settings/settingsValue.ts';
import type { ModelRecorder } from '../core/telemetry/modelRecorder.ts';
import { AnswerBundle } from './answerBundle.ts';
import { CacheCounts } from './cacheCounts.ts';
import { describeCache, type CacheStats } from './cacheStats.ts';
import type { ExecutionTrace, LaneCachePolicy, LaneReport } from './clientMessages.ts';
import type { Deployment } from './deployment.ts';
import type { EngineAnswer, EngineRequest } from './engineRequest.ts';
import type { Flight } from './flight.ts';
import { FlightBoard, type FlightBoardPorts } from './flightBoard.ts';
import { isKeepable, keepResult } from './keptResult.ts';
import { laneBytes, lanesShareBytes } from './laneShare.ts';
import { RequestSigner, type SignedRequest } from './signEngineRequest.ts';
import { SampleGate } from './sampleGate.ts';
import { livingGenerations } from './livingGenerations.ts';
import { StoreTier } from './storeTier.ts';

export interface ResultCachePorts extends Pick<FlightBoardPorts, 'findDeployment'> {
  readonly clock: Clock;
  /** Undefined until it is there; nothing is cached before. */
  readonly hash: () => Hash128 | undefined;
  readonly store: ResultStore;
  readonly recorderOf: (model: string) => ModelRecorder | undefined;
}

type Mode = 'on' | 'off' | 'auto';

/** A stored result that takes longer is not waited for: the model runs. */
const readWithinMs = 200;
/** Reads that are made although runs are quicker, to notice when that changes. */
const probeReadEvery = 256;
/** Writes that may wait before results of a model on `auto` are no longer stored. */
const spareWrites = 64;
const measureEvery = 8;
const collectAfterMs = 5000;

/**
 * Answers requests that were answered before, and lets identical ones share an execution. It holds the callers' requests while
 * others run for them, so that no caller's end is another's.
 */
export class ResultCache {
  readonly #ports: ResultCachePorts;
  readonly #memory: MemoryTier;
  readonly #store: StoreTier;
  readonly #signer: RequestSigner;
  readonly #flights: FlightBoard;
  readonly #meters = new Map<string, PayoffMeter>();
  readonly #collected = new WeakSet<Deployment>();
  readonly #counts = new CacheCounts();
  readonly #hits = new AnswerBundle();
  readonly #samples = new SampleGate();
  #areHitsLeaving = false;
  #settings: CacheSettings;
  #takes = 0;

  constructor(settings: CacheSettings, ports: ResultCachePorts) {
    const { memoryBytes, storeBytes, ttlMs } = settings;
    this.#ports = ports;
    this.#settings = settings;
    this.#memory = new MemoryTier({ maxBytes: memoryBytes - lanesShareBytes(memoryBytes), ttlMs });
    const hash: Hash128 = (parts) => (ports.hash() as Hash128)(parts);
    this.#store = new StoreTier({ maxBytes: storeBytes, ttlMs }, { ...ports, hash });
    this.#signer = new RequestSigner(hash);
    this.#flights = new FlightBoard({
      findDeployment: ports.findDeployment,
      keep: (flight, answer, trace) => this.#keep(flight, answer, trace),
      record: this.#record,
    });
  }

  setSettings(settings: CacheSettings): void {
    this.#settings = settings;
    const { enabled, memoryBytes, storeBytes, ttlMs } = settings;
    this.#memory.setLimits({ maxBytes: memoryBytes - lanesShareBytes(memoryBytes), ttlMs });
    this.#store.setLimits({ maxBytes: storeBytes, ttlMs });
    if (enabled && storeBytes > 0) this.#store.open();
  }

  /**
   * Takes a prepared request over: it is answered from here, or by a run that is now queued. False where the cache has no part
   * in it, and the request goes to the queue as it is.
   */
  take(deployment: Deployment, request: EngineRequest): boolean {
    const policy = request.options.cache ?? 'use';
    if (policy === 'bypass' || this.#ports.hash() === undefined) return false;
    const { name } = deployment.config;
    const mode = this.#modeOf(name);
    if (mode === 'off') {
      if (policy === 'refresh') this.#drop(this.#signer.sign(deployment, request));
      return false;
    }
    const meter = this.#meterOf(name);
    const isSpare = policy === 'use' && mode === 'auto' && !meter.doesPay;
    if (isSpare && !this.#samples.admits(request.input, this.#ports.clock)) return false;
    this.#collectStale(deployment);
    this.#takes += 1;
    const isMeasured = this.#takes % measureEvery === 0;
    const startAt = isMeasured ? this.#ports.clock.now() : 0;
    const signed = this.#signer.sign(deployment, request);
    const isDone = policy === 'use' && this.#lookUp(signed, request, deployment, meter);
    if (isMeasured) this.#noteLookup(meter, startAt);
    if (isDone) return true;
    const flight = this.#flights.add(signed, deployment, request);
    flight.isSpare = isSpare;
    if (policy === 'use' && this.#isWorthReading(signed, mode, isSpare, meter)) void this.#read(flight);
    else this.#flights.launch(flight, deployment);
    return true;
  }

  /** Clears what is kept, and also what runs that are under way would bring. */
  async clear(filter: CacheFilter = {}): Promise<void> {
    this.#flights.disown(filter);
    this.#memory.deleteWhere((tag) => matchesFilter(tag, filter));
    await this.#store.clear(filter);
  }

  /** Makes stored results unreadable and deletes them; nothing is stored from now on. */
  async destroy(): Promise<void> {
    this.#flights.disown({});
    this.#memory.deleteWhere(() => true);
    await this.#store.destroy();
  }

  stats(): CacheStats {
    return describeCache(this.#counts, this.#memory, this.#store, this.#meters);
  }

  prometheus(): string {
    return formatCacheMetrics({ ...this.stats(), models: this.#counts.models, durations: this.#counts });
  }

  /** Hits and misses of a model with what they took, for Triton's statistics. */
  lookupsOf(model: string): CacheLookups {
    const { memory, store, hitMs } = this.#counts.of(model);
    const hits = memory.hits + store.hits;
    const misses = memory.misses - store.hits;
    return { hits, hitMs, misses, missMs: misses * this.#meterOf(model).missMs };
  }

  /** What the lane of a model does with requests that may be answered from a cache. */
  laneCache(model: string): LaneCachePolicy {
    const mode = this.#modeOf(model);
    if (mode !== 'auto') return { kind: mode === 'on' ? 'engine' : 'none' };
    const { memoryBytes, ttlMs } = this.#settings;
    return { kind: 'page', maxBytes: laneBytes(memoryBytes), ttlMs };
  }

  /** The page with the lanes is gone. */
  forgetLanes(): void {
    this.#counts.lanes.clear();
  }

  /** Counts what pages' lanes answered from their own memory. */
  countLanes(reports: readonly LaneReport[] = []): void {
    const now = this.#ports.clock.now();
    for (const report of reports) {
      this.#counts.addLane(report);
      const recorder = this.#ports.recorderOf(report.model);
      for (const ms of report.hitMs) recorder?.recordAnswer('memory', ms, 0, now);
      for (const ms of report.joinedMs) recorder?.recordAnswer('joined', ms, 0, now);
    }
  }

  #modeOf(model: string): Mode {
    const { enabled, models } = this.#settings;
    if (!enabled) return 'off';
    return Object.hasOwn(models, model) ? (models[model] as Mode) : 'auto';
  }

  #meterOf(model: string): PayoffMeter {
    let meter = this.#meters.get(model);
    if (meter === undefined) this.#meters.set(model, (meter = new PayoffMeter()));
    return meter;
  }

  /** Answers from memory, or joins who already asks; gives whether that is all there is to do. */
  #lookUp(
    signed: SignedRequest,
    request: EngineRequest,
    deployment: Deployment,
    meter: PayoffMeter,
  ): boolean {
    const { key, signature } = signed;
    const counts = this.#counts.of(deployment.config.name);
    const result = this.#memory.get(key, signature, this.#ports.clock.now());
    const flight = result === undefined ? this.#flights.find(signed, request) : undefined;
    meter.observeLookup(result !== undefined || flight !== undefined);
    if (result !== undefined) {
      counts.memory.hits += 1;
      this.#counts.savedMs += result.costMs;
      this.#answerSoon(request, deployment, result);
      return true;
    }
    if (flight !== undefined) {
      counts.joined += 1;
      flight.join(request);
      return true;
    }
    counts.memory.misses += 1;
    return false;
  }

  /** Hits of one task leave together. */
  #answerSoon(request: EngineRequest, deployment: Deployment, result: CachedResult): void {
    this.#hits.add(request, deployment, result, 'memory');
    if (this.#areHitsLeaving) return;
    this.#areHitsLeaving = true;
    queueMicrotask(() => {
      this.#areHitsLeaving = false;
      this.#hits.send(this.#record);
    });
  }

  #isWorthReading({ key, tag }: SignedRequest, mode: Mode, isSpare: boolean, meter: PayoffMeter): boolean {
    const has = this.#store.has(key);
    if (mode === 'on' ? has !== false : has === true && !isSpare) {
      const isProbe = this.#takes % probeReadEvery === 0;
      if (mode === 'on' || isProbe || (this.#store.readMs ?? 0) < (meter.runMs ?? Number.POSITIVE_INFINITY))
        return true;
    }
    this.#counts.of(tag.model).store.misses += 1;
    return false;
  }

  async #read(flight: Flight): Promise<void> {
    const { key, signature, tag } = flight.signed;
    const leftMs = ((flight.leader?.deadlineAt ?? 0) - this.#ports.clock.now()) / 2;
    const result = await this.#store.read(key, signature, Math.max(0, Math.min(readWithinMs, leftMs)));
    if (result === undefined || !flight.mayFill) {
      this.#counts.of(tag.model).store.misses += 1;
      await this.#flights.run(flight);
      return;
    }
    this.#counts.of(tag.model).store.hits += 1;
    this.#counts.savedMs += result.costMs;
    this.#memory.set(key, result);
    this.#flights.land(flight, result);
  }

  #keep(flight: Flight, answer: EngineAnswer, trace: ExecutionTrace): CachedResult | undefined {
    const { clock } = this.#ports;
    const { key, tag } = flight.signed;
    const meter = this.#meterOf(tag.model);
    meter.observeRun((trace.inputMs + trace.computeMs + trace.outputMs) / trace.batchSize);
    const mode = this.#modeOf(tag.model);
    const isKept = mode !== 'off' && isKeepable(flight, answer, trace);
    if (!isKept && flight.callers.every((caller) => caller === flight.leader)) return undefined;
    const startAt = clock.now();
    const result = keepResult(flight, answer, trace, startAt);
    if (!isKept) return result;
    this.#memory.set(key, result);
    if (mode === 'on' || (!flight.isSpare && this.#store.waiting < spareWrites)) this.#store.add(key, result);
    const endAt = clock.now();
    meter.observeCosts({ insertMs: endAt - startAt });
    this.#counts.insert.add(endAt - startAt, endAt);
    return result;
  }

  #noteLookup(meter: PayoffMeter, startAt: number): void {
    const now = this.#ports.clock.now();
    meter.observeCosts({ lookupMs: now - startAt });
    this.#counts.lookup.add(now - startAt, now);
  }

  #drop({ key }: SignedRequest): void {
    this.#memory.delete(key);
    this.#store.delete(key);
  }

  /** Some time after a model was first asked, deletes what its configuration no longer names. */
  #collectStale(deployment: Deployment): void {
    if (this.#collected.has(deployment)) return;
    this.#collected.add(deployment);
    const { config } = deployment;
    this.#ports.clock.after(collectAfterMs, () => {
      const living = livingGenerations(config);
      const isStale = (of: { readonly model: string; readonly generation: string }): boolean =>
        of.model === config.name && !living.has(of.generation);
      this.#memory.deleteWhere(isStale);
      this.#store.collect(isStale);
    });
  }

  readonly #record = (request: EngineRequest, source: TraceSource): void => {
    const now = this.#ports.clock.now();
    const latencyMs = Math.max(0, now - request.requestStartAt);
    if (source !== 'joined') this.#counts.of(request.model).hitMs += latencyMs;
    this.#ports.recorderOf(request.model)?.recordAnswer(source, latencyMs, 0, now);
  };
}
