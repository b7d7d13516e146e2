import { matchesFilter, type CachedResult, type CacheFilter } from '../core/caching/cachedResult.ts';
import type { Hash128 } from '../core/caching/hash128.ts';
import { MemoryTier } from '../core/caching/memoryTier.ts';
import type { PayoffMeter } from '../core/caching/payoffMeter.ts';
import type { ResultStore } from '../core/caching/resultStore.ts';
import type { Clock } from '../core/clock.ts';
import type { TraceSource } from '../core/protocol/inference.ts';
import { formatCacheMetrics } from '../core/telemetry/formatCacheMetrics.ts';
import type { CacheLookups } from '../core/telemetry/formatStatistics.ts';
import type { CacheSettings } from '../core/settings/settingsValue.ts';
import type { ModelRecorder } from '../core/telemetry/modelRecorder.ts';
import { AnswerBundle } from './answerBundle.ts';
import { AnswersAhead } from './answersAhead.ts';
import { CacheCounts } from './cacheCounts.ts';
import { CacheModes, type CacheMode } from './cacheModes.ts';
import { describeCache, type CacheStats } from './cacheStats.ts';
import type { ExecutionTrace, LaneReport } from './clientMessages.ts';
import type { EngineAnswer, EngineRequest } from './engineRequest.ts';
import type { Flight, SignedFor } from './flight.ts';
import { findKept } from './findKept.ts';
import { FlightBoard, type FlightBoardPorts } from './flightBoard.ts';
import { isKeepable, keepResult } from './keptResult.ts';
import { inputsShareBytes, lanesShareBytes } from './laneShare.ts';
import { nameAnswer, nameRequest } from './nameRequest.ts';
import { recordLaneReport } from './recordLaneReport.ts';
import type { RequestTarget } from './requestTarget.ts';
import type { ServedModel } from './servedModel.ts';
import { RequestSigner, type SignedRequest } from './signEngineRequest.ts';
import { SampleGate } from './sampleGate.ts';
import { StaleCollector } from './staleCollector.ts';
import { StoreTier } from './storeTier.ts';

export interface ResultCachePorts extends Pick<FlightBoardPorts, 'findTarget'> {
  readonly clock: Clock;
  /** Undefined until it is there; nothing is cached before. */
  readonly hash: () => Hash128 | undefined;
  readonly store: ResultStore;
  readonly recorderOf: (model: string) => ModelRecorder | undefined;
  /** Whether this is what answers requests of its model that name no version. */
  readonly isServing: (served: ServedModel) => boolean;
}

/** A stored result that takes longer is not waited for: the model runs. */
const readWithinMs = 200;
/** Reads that are made although runs are quicker, to notice when that changes. */
const probeReadEvery = 256;
/** Writes that may wait before results of a model on `auto` are no longer stored. */
const spareWrites = 64;
const measureEvery = 8;

/**
 * Answers requests that were answered before, and lets identical ones share an execution. It holds the callers' requests while
 * others run for them, so that no caller's end is another's.
 */
export class ResultCache {
  readonly modes: CacheModes;
  /** Asks again what was asked often. */
  readonly ahead: AnswersAhead;
  readonly #ports: ResultCachePorts;
  readonly #memory: MemoryTier;
  readonly #store: StoreTier;
  readonly #signer: RequestSigner;
  readonly #flights: FlightBoard;
  readonly #stale: StaleCollector;
  readonly #counts = new CacheCounts();
  readonly #hits = new AnswerBundle();
  readonly #samples = new SampleGate();
  /** Run ahead, and in memory alone until somebody asks. */
  readonly #unasked = new WeakSet<CachedResult>();
  #areHitsLeaving = false;
  #takes = 0;

  constructor(settings: CacheSettings, ports: ResultCachePorts) {
    const { memoryBytes, storeBytes, ttlMs } = settings;
    this.#ports = ports;
    this.modes = new CacheModes(settings);
    this.#memory = new MemoryTier({ maxBytes: memoryBytes - lanesShareBytes(memoryBytes), ttlMs });
    const hash: Hash128 = (parts) => (ports.hash() as Hash128)(parts);
    this.#store = new StoreTier({ maxBytes: storeBytes, ttlMs }, { ...ports, hash });
    this.#signer = new RequestSigner(hash);
    this.#stale = new StaleCollector(ports.clock, [this.#memory, this.#store]);
    this.#flights = new FlightBoard({
      findTarget: ports.findTarget,
      keep: (flight, answer, trace, served) => this.#keep(flight, answer, trace, served),
      record: this.#record,
    });
    this.ahead = new AnswersAhead(inputsShareBytes(memoryBytes), {
      ...ports,
      signer: this.#signer,
      flights: this.#flights,
      doesPay: (model) => this.modes.doesPay(model),
      holds: (key) => this.#memory.has(key) || this.#store.has(key) === true,
    });
  }

  setSettings(settings: CacheSettings): void {
    this.modes.setSettings(settings);
    const { enabled, memoryBytes, storeBytes, ttlMs } = settings;
    this.#memory.setLimits({ maxBytes: memoryBytes - lanesShareBytes(memoryBytes), ttlMs });
    this.#store.setLimits({ maxBytes: storeBytes, ttlMs });
    this.ahead.setLimit(inputsShareBytes(memoryBytes));
    this.ahead.forgetModels((model) => this.modes.of(model) === 'off');
    if (enabled && storeBytes > 0) this.#store.open();
  }

  /**
   * Takes a prepared request over: it is answered from here, or by a run that is now queued. False where the cache has no part
   * in it, and the request goes to the queue as it is.
   */
  take(target: RequestTarget, request: EngineRequest): boolean {
    const policy = request.options.cache ?? 'use';
    if (policy === 'bypass' || this.#ports.hash() === undefined) return false;
    const { name } = target.config;
    const mode = this.modes.of(name);
    if (mode === 'off') {
      if (policy === 'refresh')
        for (const { signed } of nameRequest(this.#signer, target, request)) this.#drop(signed);
      return false;
    }
    const meter = this.modes.meterOf(name);
    const isSpare = policy === 'use' && mode === 'auto' && !meter.doesPay;
    if (isSpare && !this.#samples.admits(request.input, this.#ports.clock)) return false;
    this.#stale.note(target.config);
    this.#takes += 1;
    const isMeasured = this.#takes % measureEvery === 0;
    const startAt = isMeasured ? this.#ports.clock.now() : 0;
    const names = nameRequest(this.#signer, target, request);
    if (policy === 'use') this.ahead.note(names, request);
    const isDone = policy === 'use' && this.#lookUp(names, request, target, meter);
    if (isMeasured) this.#noteLookup(meter, startAt);
    if (isDone) return true;
    const flight = this.#flights.add(names, target, request);
    flight.isSpare = isSpare;
    const isStored = ({ signed }: SignedFor): boolean => this.#isWorthReading(signed, mode, isSpare, meter);
    const stored = policy === 'use' ? names.find(isStored) : undefined;
    if (policy === 'use' && stored === undefined) this.#counts.of(name).store.misses += 1;
    if (stored !== undefined) void this.#read(flight, stored);
    else this.#flights.launch(flight, target);
    return true;
  }

  /** Clears what is kept, and also what runs that are under way would bring. */
  async clear(filter: CacheFilter = {}): Promise<void> {
    this.#flights.disown(filter);
    this.ahead.forget(filter);
    this.#memory.deleteWhere((tag) => matchesFilter(tag, filter));
    await this.#store.clear(filter);
  }

  /** Makes stored results unreadable and deletes them; nothing is stored from now on. */
  async destroy(): Promise<void> {
    this.#flights.disown({});
    this.ahead.end();
    this.#memory.deleteWhere(() => true);
    await this.#store.destroy();
  }

  stats(): CacheStats {
    return describeCache(this.#counts, this.#memory, this.#store, this.modes.meters);
  }

  prometheus(): string {
    return formatCacheMetrics({ ...this.stats(), models: this.#counts.models, durations: this.#counts });
  }

  /** Hits and misses of a model with what they took, for Triton's statistics. */
  lookupsOf(model: string): CacheLookups {
    const { memory, store, hitMs } = this.#counts.of(model);
    const hits = memory.hits + store.hits;
    const misses = memory.misses - store.hits;
    return { hits, hitMs, misses, missMs: misses * this.modes.meterOf(model).missMs };
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
      if (recorder !== undefined) recordLaneReport(report, recorder, now);
    }
  }

  /** Answers from memory, or joins who already asks; gives whether that is all there is to do. */
  #lookUp(
    names: readonly SignedFor[],
    request: EngineRequest,
    target: RequestTarget,
    meter: PayoffMeter,
  ): boolean {
    const counts = this.#counts.of(target.config.name);
    const kept = findKept(this.#memory, names, this.#ports.clock.now());
    const [{ signed }] = names as [SignedFor];
    const flight = kept === undefined ? this.#flights.find(signed, target, request) : undefined;
    meter.observeLookup(kept !== undefined || flight !== undefined);
    if (kept !== undefined) {
      const { result, served } = kept;
      counts.memory.hits += 1;
      this.#counts.savedMs += result.costMs;
      if (this.#unasked.delete(result)) this.#store.add(kept.signed.key, result);
      this.#answerSoon(request, served, result);
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
  #answerSoon(request: EngineRequest, served: ServedModel, result: CachedResult): void {
    this.#hits.add(request, served, result, 'memory');
    if (this.#areHitsLeaving) return;
    this.#areHitsLeaving = true;
    queueMicrotask(() => {
      this.#areHitsLeaving = false;
      this.#hits.send(this.#record);
    });
  }

  #isWorthReading({ key }: SignedRequest, mode: CacheMode, isSpare: boolean, meter: PayoffMeter): boolean {
    const has = this.#store.has(key);
    if (mode === 'on' ? has === false : has !== true || isSpare) return false;
    const isProbe = this.#takes % probeReadEvery === 0;
    return mode === 'on' || isProbe || (this.#store.readMs ?? 0) < (meter.runMs ?? Number.POSITIVE_INFINITY);
  }

  async #read(flight: Flight, { served, signed }: SignedFor): Promise<void> {
    const { key, tag } = signed;
    const leftMs = Math.max(0, ((flight.leader?.deadlineAt ?? 0) - this.#ports.clock.now()) / 2);
    const result = await this.#store.read(signed, Math.min(readWithinMs, leftMs), () => {
      flight.leader?.owner.announce?.(flight.leader);
    });
    if (result === undefined || !flight.mayFill) {
      this.#counts.of(tag.model).store.misses += 1;
      await this.#flights.run(flight);
      return;
    }
    this.#counts.of(tag.model).store.hits += 1;
    this.#counts.savedMs += result.costMs;
    this.#memory.set(key, result);
    this.#flights.land(flight, result, served);
  }

  #keep(
    flight: Flight,
    answer: EngineAnswer,
    trace: ExecutionTrace,
    served: ServedModel,
  ): CachedResult | undefined {
    const { clock } = this.#ports;
    const signed = nameAnswer(this.#signer, flight, served, answer);
    const { key, tag } = signed;
    const meter = this.modes.meterOf(tag.model);
    meter.observeRun((trace.inputMs + trace.computeMs + trace.outputMs) / trace.batchSize);
    const mode = this.modes.of(tag.model);
    const isKept = mode !== 'off' && isKeepable(flight, answer, trace, served);
    if (!isKept && flight.callers.every((caller) => caller === flight.leader)) return undefined;
    const startAt = clock.now();
    const result = keepResult(signed, answer, trace, startAt);
    if (!isKept) return result;
    if (flight.leader?.isSpeculative === true && flight.callers.length === 1) {
      if (this.#memory.offer(key, result)) this.#unasked.add(result);
      return result;
    }
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

  readonly #record = (request: EngineRequest, source: TraceSource, served: ServedModel): void => {
    const now = this.#ports.clock.now();
    const latencyMs = Math.max(0, now - request.requestStartAt);
    if (source !== 'joined') this.#counts.of(request.model).hitMs += latencyMs;
    const { version } = served.lead.trace;
    this.#ports.recorderOf(request.model)?.recordAnswer({ source, version, latencyMs, queueMs: 0 }, now);
  };
}
