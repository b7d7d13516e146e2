import type { Clock } from '../../core/clock.ts';
import { ChurningMap } from '../../core/collections/churningMap.ts';
import { NearsideError, toNearsideError } from '../../core/errors.ts';
import type { TensorSpec } from '../../core/protocol/tensor.ts';
import { Breaker, type CallOutcome, type CallPermit } from '../../core/routing/breaker.ts';
import { ConcurrencyLimit } from '../../core/routing/concurrencyLimit.ts';
import { isOverload, outcomeOf } from '../../core/routing/judgeFailure.ts';
import { RemoteFailure } from '../../core/routing/remoteFailure.ts';
import type { RemoteEndpoint } from '../../core/routing/remotePort.ts';
import { RoundTrips } from '../../core/routing/roundTrips.ts';
import type { RemoteState } from '../../core/routing/routingStatus.ts';
import { CutCalls } from './cutCalls.ts';
import { joinInputs, takeSharers } from './joinCalls.ts';
import { readOutputs } from './readOutputs.ts';
import type { RemoteBatch, RemoteCall } from './remoteCall.ts';
import { RemoteKnowledge, type LocalSpecs } from './remoteKnowledge.ts';
import { versionFor } from './versionFor.ts';

export interface RemoteDeploymentPorts {
  readonly clock: Clock;
  readonly endpoint: RemoteEndpoint;
  readonly random: () => number;
  readonly isOnline: () => boolean;
  /** What an attempt may take at most. */
  readonly longestMs: number;
  /** Inputs and outputs as requests are prepared for. */
  readonly specs: () => LocalSpecs;
  /** Whether rows of several requests may go together as far as is known here. */
  readonly isBatchable: () => boolean;
  /** Aborted when nothing may go there any more. */
  readonly signal: AbortSignal;
  readonly onAnswer: (batch: RemoteBatch) => void;
  readonly onFailure: (error: NearsideError | undefined) => void;
}

interface OpenCall {
  readonly calls: readonly RemoteCall[];
  readonly controller: AbortController;
  readonly startAt: number;
}

/** A missing model is not asked for again at once by those who can go elsewhere. */
const absenceMs = 2000;
const leastGiveUpMs = 1000;
/** An estimate that nothing has renewed for so long shuts nobody out. */
const staleMs = 250;
const open: RemoteState = { kind: 'open' };

/** One model at the endpoint: what waits for a connection, what is under way, and how well it goes. */
export class RemoteDeployment {
  readonly model: string;
  readonly breaker: Breaker;
  readonly limit = new ConcurrencyLimit();
  readonly trips = new RoundTrips();
  readonly knowledge: RemoteKnowledge;
  readonly counts = { calls: 0, requests: 0, sentBytes: 0, receivedBytes: 0 };
  readonly #ports: RemoteDeploymentPorts;
  readonly #open = new ChurningMap<OpenCall, true>();
  readonly #cuts = new CutCalls((part) => {
    this.withdraw(part);
  });
  #waiting: RemoteCall[] = [];
  #absent: { readonly state: RemoteState; readonly until: number } | undefined;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  #cancelPause: (() => void) | undefined;
  #isLearning = false;
  #learntAt = Number.NEGATIVE_INFINITY;
  #observedAt = Number.NEGATIVE_INFINITY;

  constructor(model: string, ports: RemoteDeploymentPorts) {
    this.model = model;
    this.#ports = ports;
    this.breaker = new Breaker(ports.random);
    this.knowledge = new RemoteKnowledge(model, ports.endpoint, ports.clock, ports.specs);
  }

  get inFlight(): number {
    return this.#open.size;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Every call that may be under way is, and as many more wait. */
  get isCrowded(): boolean {
    return this.#open.size >= this.limit.value && this.#waitingCalls >= this.limit.value;
  }

  /** Whether requests that can go elsewhere should come here. */
  state(): RemoteState {
    const now = this.#ports.clock.now();
    const { mismatch } = this.knowledge;
    if (mismatch !== undefined) return { kind: 'closed', reason: 'unsupported', message: mismatch };
    if (this.#absent !== undefined && now < this.#absent.until) return this.#absent.state;
    if (now < this.#pausedUntil) {
      const message = `The endpoint asked to be left alone for ${Math.ceil(this.#pausedUntil - now)} ms.`;
      return { kind: 'closed', reason: 'remote-error', message };
    }
    if (this.breaker.isPassable(now)) return open;
    const message = 'Too many calls failed or were slow: the endpoint is left alone for a while.';
    return { kind: 'closed', reason: 'breaker-open', message };
  }

  /** When a request of this size would be answered; undefined before the first answer. */
  predictMs(sizeBytes: number): number | undefined {
    const tripMs = this.trips.predictMs(sizeBytes);
    if (tripMs === undefined) return undefined;
    const ahead = Math.max(0, this.#waitingCalls + this.#open.size + 1 - this.limit.value);
    return tripMs * (1 + ahead / this.limit.value);
  }

  /** The same for whoever would stay away because of it: undefined also where it is old and no call is under way that renews it. */
  outlookMs(sizeBytes: number): number | undefined {
    const isStale = this.#open.size === 0 && this.#ports.clock.now() - this.#observedAt > staleMs;
    return isStale ? undefined : this.predictMs(sizeBytes);
  }

  /** Asks the endpoint what it has before a request waits for it. */
  async learn(): Promise<void> {
    const { signal, longestMs } = this.#ports;
    this.#isLearning = !this.knowledge.isKnown;
    await this.knowledge.learn(signal, longestMs);
    if (this.#isLearning) this.#learntAt = this.#ports.clock.now();
    this.#isLearning = false;
    this.pump();
  }

  submit(call: RemoteCall): void {
    this.#waiting.push(call);
    if (!this.#isLearning) void this.learn();
  }

  /** The answer is no longer wanted; a call that carries nobody else is aborted, unless it is to be learnt from. */
  withdraw(call: RemoteCall): void {
    call.isGone = true;
    if (this.#cuts.drop(call)) return;
    this.#waiting = this.#waiting.filter((other) => other !== call);
    for (const { calls, controller } of this.#open.keys()) {
      if (calls.includes(call) && calls.every(({ isGone, isProbe }) => isGone && !isProbe))
        controller.abort();
    }
  }

  /** Fails everything that waits or is under way. */
  close(error: NearsideError): void {
    this.#cancelPause?.();
    const calls = [...this.#waiting, ...[...this.#open.keys()].flatMap((entry) => entry.calls)];
    this.#waiting = [];
    for (const { controller } of this.#open.keys()) controller.abort();
    for (const call of calls) this.#fail(call, error);
  }

  /** Calls the endpoint while it may be called and something waits. */
  pump(): void {
    const { clock } = this.#ports;
    while (this.#waiting.length > 0 && this.#open.size < this.limit.value) {
      const now = clock.now();
      if (now < this.#pausedUntil) {
        this.#cancelPause?.();
        this.#cancelPause = clock.after(this.#pausedUntil - now, () => {
          this.pump();
        });
        return;
      }
      const refusal = this.#refusal();
      const permit = refusal === undefined ? this.breaker.acquire(now) : undefined;
      if (permit === undefined) {
        const error =
          refusal ?? new NearsideError('remote', `The breaker of "${this.model}" at the endpoint is open.`);
        for (const call of this.#waiting.splice(0)) this.#fail(call, error);
        return;
      }
      void this.#call(this.#takeBatch(), permit);
    }
  }

  get #mostRows(): number {
    return this.#ports.isBatchable() ? (this.knowledge.model?.maxBatch ?? 1) : 1;
  }

  /** How many calls those that wait will share. */
  get #waitingCalls(): number {
    return Math.ceil(this.#waiting.length / Math.max(1, this.#mostRows));
  }

  #observe(sizeBytes: number, ms: number): void {
    const now = this.#ports.clock.now();
    this.trips.observe(sizeBytes, ms, now - this.#observedAt);
    this.#observedAt = now;
  }

  #refusal(): NearsideError | undefined {
    const { mismatch } = this.knowledge;
    if (mismatch === undefined) return undefined;
    this.knowledge.doubt();
    return new NearsideError('unsupported', mismatch);
  }

  /** The longest waiting one, with those that may share its call: only what has to wait anyway is joined. */
  #takeBatch(): readonly RemoteCall[] {
    const { maxBatch } = this.knowledge.model ?? {};
    const [head, ...parts] = this.#cuts.cut(this.#waiting.shift() as RemoteCall, maxBatch);
    this.#waiting.unshift(...parts);
    // Those that find a connection of their own need not share one.
    const surplus = this.#waiting.length - (this.limit.value - this.#open.size - 1);
    const [taken, rest] = takeSharers(head, this.#waiting, { most: this.#mostRows, surplus });
    this.#waiting = rest;
    return taken;
  }

  async #call(calls: readonly RemoteCall[], permit: CallPermit): Promise<void> {
    const { clock, endpoint, signal, longestMs } = this.#ports;
    const [head] = calls as readonly [RemoteCall];
    const { specs, parameters } = head;
    const sizeBytes = calls.reduce((sum, call) => sum + call.sizeBytes, 0);
    const isPatient = calls.some((call) => call.isPatient);
    const allowedMs = isPatient ? longestMs : this.trips.timeoutMs(sizeBytes, longestMs);
    // What went by until the endpoint had described the model is part of the attempt.
    const timeoutMs = Math.max(1, allowedMs - Math.max(0, this.#learntAt - head.addedAt));
    const rows = calls.reduce((sum, call) => sum + call.rows, 0);
    const wanted = head.request.outputs.map((index) => specs.outputs[index] as TensorSpec);
    const controller = new AbortController();
    const entry: OpenCall = { calls, controller, startAt: clock.now() };
    this.#open.set(entry, true);
    const inFlight = this.#open.size;
    this.counts.calls += 1;
    this.counts.requests += calls.filter(({ part = 0 }) => part === 0).length;
    try {
      const answer = await endpoint.infer(
        {
          model: this.model,
          inputs: joinInputs(calls),
          ...versionFor(head.version, this.model, this.knowledge.model?.versions),
          ...(wanted.length === specs.outputs.length ? {} : { outputs: wanted.map(({ name }) => name) }),
          ...(parameters === undefined ? {} : { parameters }),
        },
        { timeoutMs, signal: AbortSignal.any([signal, controller.signal]) },
      );
      const ms = clock.now() - entry.startAt;
      const outputs = readOutputs(answer, wanted, rows, head.version);
      this.#end(entry, permit, ms > this.trips.slowMs(sizeBytes) ? 'slow' : 'success');
      this.#observe(sizeBytes, ms);
      this.limit.observe(ms, inFlight, sizeBytes);
      this.#absent = undefined;
      this.counts.sentBytes += answer.sentBytes;
      this.counts.receivedBytes += answer.receivedBytes;
      this.#ports.onFailure(undefined);
      const { version } = answer.response;
      const batch = this.#cuts.gather({ calls, outputs, rows, startAt: entry.startAt, ms, version });
      if (batch !== undefined) this.#ports.onAnswer(batch);
    } catch (error) {
      this.#noteFailure(entry, permit, error, sizeBytes);
    }
    this.pump();
  }

  #noteFailure(entry: OpenCall, permit: CallPermit, error: unknown, sizeBytes: number): void {
    const { isOnline, signal } = this.#ports;
    if (entry.controller.signal.aborted || signal.aborted) {
      this.#end(entry, permit, this.#outcomeOfAbort(entry, sizeBytes));
      return;
    }
    const known = toNearsideError(error, 'remote');
    const fault = known instanceof RemoteFailure ? known.fault : undefined;
    this.#end(entry, permit, outcomeOf(fault, isOnline()));
    if (isOverload(fault)) this.limit.drop();
    if (fault?.kind === 'timeout') this.trips.noteTimeout();
    const now = this.#ports.clock.now();
    if (fault?.kind === 'status') {
      if (fault.retryAfterMs !== undefined) this.#pausedUntil = now + fault.retryAfterMs;
      if (known.code === 'not-found' || known.code === 'unsupported') this.#noteAbsence(known, now);
    }
    if (known.code === 'bad-input' || fault?.kind === 'broken') this.knowledge.doubt();
    this.#ports.onFailure(known);
    for (const call of entry.calls) this.#fail(call, known);
  }

  #noteAbsence({ code, message }: NearsideError, now: number): void {
    const reason = code === 'not-found' ? 'model-missing' : 'unsupported';
    this.#absent = { state: { kind: 'closed', reason, message }, until: now + absenceMs };
  }

  /** Whoever gave up had waited in vain: long enough, that says something of the endpoint. */
  #outcomeOfAbort({ startAt }: OpenCall, sizeBytes: number): CallOutcome {
    const waitedMs = this.#ports.clock.now() - startAt;
    const expectedMs = this.trips.predictMs(sizeBytes);
    if (expectedMs !== undefined && waitedMs > expectedMs) this.#observe(sizeBytes, waitedMs);
    return waitedMs >= Math.min(leastGiveUpMs, this.trips.slowMs(sizeBytes)) ? 'slow' : 'ignored';
  }

  #end(entry: OpenCall, permit: CallPermit, outcome: CallOutcome): void {
    this.#open.delete(entry);
    this.breaker.release(permit, outcome, this.#ports.clock.now());
  }

  #fail(call: RemoteCall, error: NearsideError): void {
    if (!call.isGone) call.fail(error);
  }
}
