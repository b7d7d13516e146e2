import { encodeError, toNearsideError, type EncodedError } from '../core/errors.ts';
import type { ExpressRecord, InstanceReport, InstanceSpec, Job, JobResult } from '../core/ports.ts';
import { isClassifier } from '../core/repository/isClassifier.ts';
import type { ModelConfig, VersionConfig } from '../core/repository/modelConfig.ts';
import type { ServedJob } from '../core/scheduling/jobTimeline.ts';
import { ModelScheduler, type BatchStep, type SchedulerPolicy } from '../core/scheduling/modelScheduler.ts';
import { admitToQueue, type EntryVerdict } from './admitToQueue.ts';
import { buildJob } from './buildJob.ts';
import type { AnswerLead } from './clientMessages.ts';
import { countExpress } from './countExpress.ts';
import { createPolicyReader } from './createPolicyReader.ts';
import { cutIntoItems } from './cutIntoItems.ts';
import { DemandMeter } from './demandMeter.ts';
import type { DeploymentPorts } from './deploymentPorts.ts';
import { DrainGate } from './drainGate.ts';
import { droppedLate, preempted, workerLost } from './endedErrors.ts';
import type { EngineRequest, QueueItem, RequestHolder } from './engineRequest.ts';
import type { InstanceSlot } from './instanceSlot.ts';
import { moveTo } from './moveTo.ts';
import { pickSlot } from './pickSlot.ts';
import { pickVictims } from './pickVictims.ts';
import { makeLead } from './makeLead.ts';
import { QueueIndex } from './queueIndex.ts';
import { RetryList } from './retryList.ts';
import type { ServedText } from './servedText.ts';
import { settleBatch } from './settleBatch.ts';

type Step = BatchStep<QueueItem>;
type DeployedModel = Pick<Deployment, 'config' | 'version' | 'spec' | 'report' | 'text'>;

/** The queues of one loaded version of a model and what runs on its instances. */
export class Deployment implements RequestHolder {
  readonly config: ModelConfig;
  readonly version: VersionConfig;
  readonly spec: InstanceSpec;
  readonly report: InstanceReport;
  /** For models that take texts by a tokenizer. */
  readonly text: ServedText | undefined;
  /** What every answer of this deployment says of itself. */
  readonly lead: AnswerLead;
  readonly scheduler: ModelScheduler<QueueItem>;
  readonly demand: DemandMeter;
  /** What takes over requests that come after this was closed, if anything does. */
  successor: Promise<Deployment> | undefined;
  readonly #ports: DeploymentPorts;
  readonly #policyOf: () => SchedulerPolicy;
  readonly #index: QueueIndex;
  /** Whether anything is left to do here. */
  readonly gate: DrainGate = new DrainGate(() => this.queuedRequests + this.runningRequests);
  readonly #retries: RetryList;
  #slots: readonly InstanceSlot[] = [];
  /** How many serve it now. */
  instances = 0;
  #runningRequests = 0;
  #closed: EncodedError | undefined;
  #cancelTimer: (() => void) | undefined;
  #isPumpDue = false;

  constructor({ config, version, spec, report, text }: DeployedModel, ports: DeploymentPorts) {
    this.config = text?.config ?? config;
    this.text = text;
    this.version = version;
    this.spec = spec;
    this.report = report;
    this.lead = makeLead(this);
    this.#ports = ports;
    this.#policyOf = createPolicyReader(this, ports);
    this.scheduler = new ModelScheduler(this.#policyOf);
    this.demand = new DemandMeter(this.scheduler, ports);
    this.#index = new QueueIndex(this.scheduler, report, text?.widths ?? spec.textFeatures?.buckets ?? []);
    this.#retries = new RetryList(this.scheduler, this.#index);
  }

  /** How batches are formed as the settings are now. */
  get policy(): SchedulerPolicy {
    return this.#policyOf();
  }

  /** Rows one run may hold at most. */
  get maxBatch(): number {
    return this.report.batching === 'independent' ? this.spec.maxBatch : 1;
  }

  /** Whether `predict` answers with labels. */
  get isClassifier(): boolean {
    return this.text === undefined ? isClassifier(this.config) : this.text.head.kind === 'classes';
  }

  get queuedRequests(): number {
    return this.scheduler.queues.reduce((sum, { items }) => sum + items.count, this.#retries.count);
  }

  get runningRequests(): number {
    return this.#runningRequests;
  }

  /** Milliseconds of one instance for what runs, and for what waits at this priority or above. */
  workMs(priority: number): number {
    const waitingMs = this.#retries.workMs + this.scheduler.backlogMs(priority);
    return this.#slots.reduce((ms, slot) => ms + slot.remainingMs, waitingMs);
  }

  setInstances(slots: readonly InstanceSlot[]): void {
    this.#slots = slots;
    this.instances = slots.length;
    this.pump();
  }

  /** Says why a request that is about to be prepared would not be taken, if so. */
  refusalOf(request: EngineRequest): EncodedError | undefined {
    if (this.#closed !== undefined) return this.successor === undefined ? this.#closed : undefined;
    const verdict = this.#admit(request);
    if (verdict.kind !== 'refused') return undefined;
    this.demand.add(request.rows, undefined);
    return verdict.error;
  }

  /**
   * Queues a request, or refuses it if it cannot be taken, at the cost of a lower priority where that makes room; call {@link pump}
   * once all that arrived together are in.
   */
  submit(request: EngineRequest): void {
    if (this.#closed !== undefined && this.successor !== undefined) {
      moveTo(this.successor, request);
      return;
    }
    const verdict = this.#admit(request);
    if (verdict.kind === 'refused') {
      this.demand.add(request.rows, undefined);
      this.#fail(request, verdict.error);
      return;
    }
    if (verdict.kind === 'preempts') {
      const error = preempted(this.config.name);
      for (const victim of pickVictims(this.scheduler, verdict.rows, request)) this.#fail(victim, error);
    }
    this.enqueue(request);
  }

  /** Queues a request that was admitted. */
  enqueue(request: EngineRequest): void {
    if (this.#closed !== undefined) {
      this.#fail(request, this.#closed);
      return;
    }
    request.holder = this;
    const queue = this.#index.queueOf(request);
    if (!request.isSpeculative) this.demand.add(request.rows, queue);
    const cap = this.report.batching === 'fixed' ? Number.POSITIVE_INFINITY : this.policy.maxBatch;
    cutIntoItems(request, cap, this.#ports.clock.now());
    for (const item of request.items) queue.items.push(item);
  }

  /** Takes what still waits of a request out of its queue; what runs is detached. */
  withdraw(request: EngineRequest): void {
    const { items: queue } = this.#index.queueOf(request);
    for (const item of request.items) queue.withdraw(item);
    this.gate.check();
  }

  /** Gives work to every instance that can take some. Called often while requests are prepared, so it also looks for what is done. */
  pump(): void {
    for (const { instance } of this.#slots) instance.poll();
    this.gate.check();
    for (let slot = pickSlot(this.#slots); slot !== undefined; slot = pickSlot(this.#slots)) {
      if (!this.#dispatch(slot)) return;
    }
  }

  /** Pumps once everything that came together is in. */
  pumpSoon(): void {
    if (this.#isPumpDue) return;
    this.#isPumpDue = true;
    queueMicrotask(() => {
      this.#isPumpDue = false;
      this.pump();
    });
  }

  /** Rejects everything that waits, runs or comes later; the instances are gone. */
  close(error: EncodedError, running: readonly QueueItem[]): void {
    const requests = this.release(running);
    this.#closed = error;
    for (const request of requests) this.#fail(request, error);
  }

  /** Lets go of everything that waits or runs, to be queued elsewhere; the instances are gone. */
  release(running: readonly QueueItem[]): ReadonlySet<EngineRequest> {
    this.setInstances([]);
    this.#cancelTimer?.();
    this.#runningRequests -= running.length;
    const waiting = this.scheduler.queues.flatMap(({ items }) => items.drain());
    const items = [...running, ...this.#retries.drain(), ...waiting];
    return new Set(items.map(({ request }) => request).filter(({ isSettled }) => !isSettled));
  }

  /** Runs once more what a lost instance ran, or fails requests that lost one before; what waited behind it goes back in front. */
  replay(running: readonly QueueItem[], waiting: readonly QueueItem[], reason: string): void {
    for (const { request } of running)
      if (request.replays > 0) this.#fail(request, workerLost(this.config.name, reason));
    for (const request of new Set(running.map((item) => item.request))) request.replays += 1;
    // One of them may have taken the instance with it, so each runs alone.
    this.#retries.add(running);
    this.#runningRequests -= running.length;
    this.putBack(waiting);
  }

  /** Puts the items of an instance that was given up back in front. */
  putBack(items: readonly QueueItem[]): void {
    this.#runningRequests -= items.length;
    for (const item of items.toReversed()) {
      if (!item.request.isSettled) this.#index.queueOf(item.request).items.pushFront(item);
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
    countExpress(record, this.#slots[0], { ...this.#ports, lead: this.lead });
  }

  #admit(request: EngineRequest): EntryVerdict {
    // The shape is known once the value is prepared.
    const isPrepared = request.input.kind === 'features' || request.input.tensors.length > 0;
    const queue = isPrepared ? this.#index.queueOf(request) : undefined;
    const { name: model } = this.config;
    const waiting = { scheduler: this.scheduler, queue, retriesMs: this.#retries.workMs };
    const now = this.#ports.clock.now();
    return admitToQueue(request, { ...waiting, model, slots: this.#slots, now }, this.#ports);
  }

  #dispatch(slot: InstanceSlot): boolean {
    const now = this.#ports.clock.now();
    let step =
      this.#retries.next(now) ?? this.scheduler.next({ jobs: slot.jobs, remainingMs: slot.remainingMs }, now);
    // A batch that is held back holds back nothing else.
    if (step.kind === 'wait') step = this.#retries.next(Number.POSITIVE_INFINITY) ?? step;
    if (step.kind === 'idle') return false;
    if (step.kind === 'wait') {
      this.#cancelTimer?.();
      this.#cancelTimer = this.#ports.clock.after(step.untilMs - now, () => {
        this.pump();
      });
      return false;
    }
    for (const { request } of step.late) this.#fail(request, droppedLate(this.config.name));
    if (step.kind === 'run') this.#run(slot, step);
    return true;
  }

  #run(slot: InstanceSlot, step: Step): void {
    const { items, executedRows } = step;
    const isFixed = this.report.batching === 'fixed';
    this.#runningRequests += items.length;
    try {
      const job = buildJob(items, this.report.inputs, isFixed ? undefined : executedRows, this.text);
      slot.post(job, items, step.expectedMs, (outcome, served) => {
        this.#runningRequests -= items.length;
        if (outcome instanceof Error) this.#failBatch(items, outcome);
        else this.#complete(step, job, outcome, served);
      });
    } catch (error) {
      // What cannot be sent must not hold up what comes after it.
      this.#runningRequests -= items.length;
      this.#failBatch(items, toNearsideError(error, 'bad-input'));
    }
  }

  /** A failed batch is run once more item by item, so that a poisoned request fails alone. */
  #failBatch(items: readonly QueueItem[], error: Error): void {
    const encoded = encodeError(toNearsideError(error, 'bad-input'));
    if (items.length === 1) this.#fail((items[0] as QueueItem).request, encoded);
    else this.#retries.add(items);
    this.pump();
  }

  #complete(step: Step, job: Job, result: JobResult, served: ServedJob): void {
    const now = this.#ports.clock.now();
    const ms = result.computeEndAt - result.computeStartAt;
    this.scheduler.observe(step, { ms, tickMs: this.#ports.clockTickMs, served }, now);
    this.pump();
    this.#ports.expire();
    settleBatch(step, job, result, { ...this.#ports, source: this });
  }

  #fail(request: EngineRequest, error: EncodedError): void {
    if (request.isSettled) return;
    request.isSettled = true;
    this.withdraw(request);
    request.owner.refuse(request, error);
  }
}
