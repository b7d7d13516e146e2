import type { Clock } from '../core/clock.ts';
import { encodeError, toNearsideError, type EncodedError } from '../core/errors.ts';
import type { ExpressRecord, InstanceReport, InstanceSpec, JobResult } from '../core/ports.ts';
import type { ModelConfig, VersionConfig } from '../core/repository/modelConfig.ts';
import { observeCost, predictCostMs } from '../core/scheduling/costModel.ts';
import type { DispatchReason } from '../core/scheduling/planBatch.ts';
import { splitRows } from '../core/scheduling/splitRows.ts';
import type { ModelRecorder } from '../core/telemetry/modelRecorder.ts';
import type { AnswerLead, ExecutionTrace } from './clientMessages.ts';
import { collectAnswers } from './collectAnswers.ts';
import { workerLost } from './endedErrors.ts';
import type { EngineRequest, QueueItem, RequestHolder } from './engineRequest.ts';
import type { InstanceSlot } from './instanceSlot.ts';
import { makeLead } from './makeLead.ts';
import { planWork } from './planWork.ts';
import { stagesOf } from './stagesOf.ts';
import { bucketOf, buildJob, shapeKey, SubQueue } from './subQueue.ts';

export interface DeploymentPorts {
  readonly clock: Clock;
  readonly recorder: ModelRecorder;
  /** How coarse the marks of an execution are. */
  readonly clockTickMs: number;
  /** Whether rows of several requests may share a run. */
  isBatching(): boolean;
}

interface Batch {
  readonly rows: number;
  readonly reason: DispatchReason;
  readonly outputIndices: readonly number[];
}

const maxJobsPerInstance = 2;

/** The queues of one loaded version of a model and what runs on its instances. */
export class Deployment implements RequestHolder {
  readonly config: ModelConfig;
  readonly version: VersionConfig;
  readonly spec: InstanceSpec;
  readonly report: InstanceReport;
  /** What every answer of this deployment says of itself. */
  readonly lead: AnswerLead;
  readonly #ports: DeploymentPorts;
  readonly #subQueues = new Map<string, SubQueue>();
  readonly #byWidth = new Map<number, SubQueue>();
  readonly #ordered: SubQueue[] = [];
  /** Items of failed batches, each to be run once more alone. */
  readonly #retries: (readonly [SubQueue, QueueItem])[] = [];
  #slots: readonly InstanceSlot[] = [];
  #runningRequests = 0;
  #closed: EncodedError | undefined;
  #cancelTimer: (() => void) | undefined;

  constructor(
    { config, version, spec, report }: Pick<Deployment, 'config' | 'version' | 'spec' | 'report'>,
    ports: DeploymentPorts,
  ) {
    this.config = config;
    this.version = version;
    this.spec = spec;
    this.report = report;
    this.lead = makeLead(this);
    this.#ports = ports;
    for (const { rowShapes, points } of report.costs) this.#addSubQueue(rowShapes).cost = points;
  }

  /** Rows one run may hold. */
  get maxBatch(): number {
    return this.report.batching === 'independent' ? this.spec.maxBatch : 1;
  }

  /** Whether `predict` answers with labels. */
  get isClassifier(): boolean {
    return this.config.task?.endsWith('-classification') ?? false;
  }

  get queuedRequests(): number {
    const retries = this.#retries.filter(([, { request }]) => !request.isSettled).length;
    return this.#ordered.reduce((sum, { queue }) => sum + queue.count, retries);
  }

  get runningRequests(): number {
    return this.#runningRequests;
  }

  setInstances(slots: readonly InstanceSlot[]): void {
    this.#slots = slots;
    this.pump();
  }

  /** Queues a request; call {@link pump} once all that arrived together are in. */
  enqueue(request: EngineRequest): void {
    if (this.#closed !== undefined) {
      this.#fail(request, this.#closed);
      return;
    }
    request.holder = this;
    const subQueue = this.#subQueueOf(request);
    const parts = splitRows(
      request.rows,
      this.report.batching === 'fixed' ? Number.POSITIVE_INFINITY : this.maxBatch,
    );
    request.openParts = parts.length;
    if (parts.length > 1) request.parts = [];
    const enqueuedAt = this.#ports.clock.now();
    request.items = parts.map(({ start, count }, part) => ({
      request,
      part,
      start,
      rows: count,
      priority: request.options.priority ?? 2,
      enqueuedAt,
      deadlineAt: request.deadlineAt,
      state: 'new',
    }));
    for (const item of request.items) subQueue.queue.push(item);
  }

  /** Takes what still waits of a request out of its queue; what runs is detached. */
  withdraw(request: EngineRequest): void {
    const subQueue = this.#subQueueOf(request);
    for (const item of request.items) subQueue.queue.withdraw(item);
  }

  /** Gives work to every instance that can take some. Called often while requests are prepared, so it also looks for what is done. */
  pump(): void {
    for (const { instance } of this.#slots) instance.poll();
    for (let slot = this.#freeSlot(); slot !== undefined; slot = this.#freeSlot()) {
      if (!this.#dispatch(slot)) return;
    }
  }

  /** Rejects everything that waits, runs or comes later; the instances are gone. */
  close(error: EncodedError, running: readonly QueueItem[]): void {
    const requests = this.release(running);
    this.#closed = error;
    for (const request of requests) this.#fail(request, error);
  }

  /** Lets go of everything that waits or runs, to be queued elsewhere; the instances are gone. */
  release(running: readonly QueueItem[]): ReadonlySet<EngineRequest> {
    this.#slots = [];
    this.#cancelTimer?.();
    this.#runningRequests -= running.length;
    const retries = this.#retries.splice(0).map(([, item]) => item);
    const items = [...running, ...retries, ...this.#ordered.flatMap(({ queue }) => queue.drain())];
    return new Set(items.map(({ request }) => request).filter(({ isSettled }) => !isSettled));
  }

  /** Puts the items of a lost instance back in front, or fails requests that lost one before. */
  replay(items: readonly QueueItem[], reason: string): void {
    const failed = items.filter(({ request }) => request.replays > 0);
    for (const { request } of failed) this.#fail(request, workerLost(this.config.name, reason));
    for (const request of new Set(items.map((item) => item.request))) request.replays += 1;
    this.putBack(items);
  }

  /** Puts the items of an instance that was given up back in front. */
  putBack(items: readonly QueueItem[]): void {
    this.#runningRequests -= items.length;
    for (const item of items.toReversed()) {
      if (!item.request.isSettled) this.#subQueueOf(item.request).queue.pushFront(item);
    }
    this.pump();
  }

  /** Fails the items of an instance that was given up in the middle of their run. */
  failRunning(items: readonly QueueItem[], reason: string): void {
    const error = workerLost(this.config.name, reason);
    this.#runningRequests -= items.length;
    for (const { request } of items) this.#fail(request, error);
  }

  /** Counts a request that went past the engine. */
  recordExpress(record: ExpressRecord): void {
    this.#slots[0]?.countBusy(record);
    const now = this.#ports.clock.now();
    const { recorder } = this.#ports;
    recorder.recordExecution({ rows: 1, paddingRows: 0, ...stagesOf(record), reason: 'idle' }, now);
    recorder.recordAnswer('local', Math.max(0, record.computeEndAt - record.requestStartAt), 0, now);
  }

  #addSubQueue(rowShapes: readonly (readonly number[])[]): SubQueue {
    const subQueue = new SubQueue();
    this.#subQueues.set(shapeKey(rowShapes), subQueue);
    this.#ordered.push(subQueue);
    return subQueue;
  }

  #subQueueOf({ input }: EngineRequest): SubQueue {
    if (input.kind === 'features') {
      const width = bucketOf(input.length, this.spec.textFeatures?.buckets ?? []);
      const known = this.#byWidth.get(width);
      if (known !== undefined) return known;
      const subQueue = this.#subQueueFor([[width]]);
      this.#byWidth.set(width, subQueue);
      return subQueue;
    }
    const isFixed = this.report.batching === 'fixed';
    return this.#subQueueFor(input.tensors.map(({ shape }) => (isFixed ? shape : shape.slice(1))));
  }

  #subQueueFor(rowShapes: readonly (readonly number[])[]): SubQueue {
    return this.#subQueues.get(shapeKey(rowShapes)) ?? this.#addSubQueue(rowShapes);
  }

  #freeSlot(): InstanceSlot | undefined {
    let best: InstanceSlot | undefined;
    for (const slot of this.#slots) {
      if (slot.jobs < maxJobsPerInstance && (best === undefined || slot.jobs < best.jobs)) best = slot;
    }
    return best;
  }

  #dispatch(slot: InstanceSlot): boolean {
    const retry = this.#nextRetry();
    if (retry !== undefined) {
      const [subQueue, item] = retry;
      this.#run(slot, subQueue, [item], 'drain');
      return true;
    }
    const now = this.#ports.clock.now();
    const work = planWork(this.#ordered, {
      maxBatch: this.maxBatch,
      maxQueueDelayMs: this.config.maxQueueDelayMs ?? 0,
      isBatching: this.#ports.isBatching(),
      isIdle: slot.jobs === 0,
      now,
    });
    if (work === undefined) return false;
    if (work.plan.kind === 'wait') this.#pumpAt(work.plan.untilMs);
    if (work.plan.kind !== 'run') return false;
    const items = work.subQueue.queue.take(work.plan.rows).filter((item) => !item.request.isSettled);
    if (items.length > 0) this.#run(slot, work.subQueue, items, work.plan.reason);
    return true;
  }

  #nextRetry(): readonly [SubQueue, QueueItem] | undefined {
    let retry = this.#retries.shift();
    while (retry?.[1].request.isSettled === true) retry = this.#retries.shift();
    return retry;
  }

  #pumpAt(at: number): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#ports.clock.after(at - this.#ports.clock.now(), () => {
      this.pump();
    });
  }

  #run(slot: InstanceSlot, subQueue: SubQueue, items: readonly QueueItem[], reason: DispatchReason): void {
    const hasRows = this.report.batching !== 'fixed';
    const rows = items.reduce((sum, item) => sum + item.rows, 0);
    this.#runningRequests += items.length;
    const job = buildJob(items, this.report.inputs, hasRows);
    const expectedMs = predictCostMs(subQueue.cost, rows);
    slot.post(job, items, expectedMs, (outcome) => {
      this.#runningRequests -= items.length;
      if (outcome instanceof Error) this.#failBatch(subQueue, items, outcome);
      else this.#complete(subQueue, items, { rows, reason, outputIndices: job.outputs }, outcome);
    });
  }

  /** A failed batch is run once more item by item, so that a poisoned request fails alone. */
  #failBatch(subQueue: SubQueue, items: readonly QueueItem[], error: Error): void {
    const encoded = encodeError(toNearsideError(error, 'bad-input'));
    if (items.length === 1) this.#fail((items[0] as QueueItem).request, encoded);
    else for (const item of items) this.#retries.push([subQueue, item]);
    this.pump();
  }

  #complete(subQueue: SubQueue, items: readonly QueueItem[], batch: Batch, result: JobResult): void {
    const stages = stagesOf(result);
    const { rows, reason } = batch;
    const ms = result.computeEndAt - result.computeStartAt;
    subQueue.cost = observeCost(subQueue.cost, { rows, ms }, { tickMs: this.#ports.clockTickMs });
    this.pump();
    const now = this.#ports.clock.now();
    const { recorder } = this.#ports;
    recorder.recordExecution({ rows, paddingRows: 0, ...stages, reason }, now);
    const trace: ExecutionTrace = { ...this.lead.trace, batchSize: rows, ...stages };
    for (const [owner, answers] of collectAnswers(items, batch, result)) {
      for (const { request } of answers) {
        if (!request.isAwaited) continue;
        const latencyMs = Math.max(0, now - request.requestStartAt);
        recorder.recordAnswer('local', latencyMs, request.queueMs, now);
      }
      owner.answer(answers, trace);
    }
  }

  #fail(request: EngineRequest, error: EncodedError): void {
    if (request.isSettled) return;
    request.isSettled = true;
    this.withdraw(request);
    request.owner.refuse(request, error);
  }
}
