import type { Clock } from '../core/clock.ts';
import { ChurningMap } from '../core/collections/churningMap.ts';
import { encodeError, toNearsideError, type EncodedError } from '../core/errors.ts';
import type { ImageReader } from '../core/ports.ts';
import type { WireOptions } from '../core/protocol/inference.ts';
import type { ModelRecorder } from '../core/telemetry/modelRecorder.ts';
import type { ClientMessage, EngineMessage, AnswerLead, ExecutionTrace, Parcel } from './clientMessages.ts';
import type { DeadlineKeeper } from './deadlineKeeper.ts';
import { createRequest, type EngineAnswer, type EngineRequest, type RequestOwner } from './engineRequest.ts';
import { encodeAnswers } from './encodeAnswers.ts';
import type { ModelHost } from './modelHost.ts';
import { RequestPreparer } from './requestPreparer.ts';
import type { RequestTarget } from './requestTarget.ts';
import type { ServedModel } from './servedModel.ts';
import type { ResultCache } from './resultCache.ts';
import { SendScreener } from './sendScreener.ts';

/**
 * By what an express lane may reach a client: memory can be shared within the page that hosts the engine alone, a port goes to any tab;
 * none where nobody would use it.
 */
export type LaneReach = 'shared' | 'port' | 'none';

export interface ClientSessionPorts {
  readonly laneReach: LaneReach;
  readonly clock: Clock;
  readonly imageReader: ImageReader;
  readonly deadlines: Pick<DeadlineKeeper, 'add' | 'arm'>;
  /** Rejects with `not-found` for a model the repository does not have. */
  findHost(model: string): Promise<ModelHost>;
  /** The host, if it is already known: spares the hot path a promise. */
  peekHost(model: string): ModelHost | undefined;
  /** Milliseconds, or null for none, when the request names none; a promise of it while the settings are not known. */
  defaultDeadlineMs(): number | null | Promise<number | null>;
  /**
   * What takes requests that may be answered elsewhere; undefined for those that are answered here and nowhere else. Rejects with
   * `consent`, `remote` or `not-found`.
   */
  findRoute(
    model: string,
    version: string | undefined,
    route: WireOptions['route'],
  ): Promise<RequestTarget> | undefined;
  /** Asked with every prepared request before the queue is. */
  readonly cache: Pick<ResultCache, 'take' | 'countLanes'>;
  /** Where failures and aborts are counted. */
  recorderOf(model: string): Pick<ModelRecorder, 'recordFailure' | 'aborted'>;
  send(message: EngineMessage, transfer?: ArrayBuffer[]): void;
  /** What this request is answered with is sent in a moment. */
  announce(id: number): void;
}

/** One connected page: takes its messages and brings it the answers. */
export class ClientSession implements RequestOwner {
  readonly #ports: ClientSessionPorts;
  readonly #requests = new ChurningMap<number, EngineRequest>();
  readonly #knownLeads = new Set<string>();
  readonly #preparer: RequestPreparer;
  #screener: SendScreener | undefined;
  readonly #refusals = new Map<string, { readonly ids: number[]; readonly error: EncodedError }>();

  constructor(ports: ClientSessionPorts) {
    this.#ports = ports;
    const { clock, imageReader, cache } = ports;
    const refuse = this.refuseAll.bind(this);
    this.#preparer = new RequestPreparer({ clock, imageReader, cache, refuse });
  }

  get laneReach(): LaneReach {
    return this.#ports.laneReach;
  }

  receive(message: ClientMessage): void {
    if (message.kind === 'requests') {
      for (const parcel of message.parcels) this.#take(parcel, message.requestStartAt);
    } else if (message.kind === 'cancel') for (const id of message.ids) this.#cancel(id);
    else if (message.kind === 'lane-hung') this.#ports.peekHost(message.model)?.reportHungLane();
    else if (message.kind === 'lane-report') this.#ports.cache.countLanes(message.reports);
    else if (message.kind === 'screening') this.#screener ??= new SendScreener(this.#ports);
    else if (message.kind === 'screened') this.#screener?.take(message.id, message.verdict);
  }

  /** Withdraws everything the page still waits for. */
  close(): void {
    for (const id of [...this.#requests.keys()]) this.#cancel(id);
    this.#screener?.close();
  }

  openLane(opening: EngineMessage & { kind: 'lane-open' }, lead: AnswerLead): void {
    this.#sendLead(lead);
    this.#ports.send(opening, opening.lane.kind === 'port' ? [opening.lane.port as ArrayBuffer] : []);
  }

  closeLane(model: string): void {
    this.#ports.send({ kind: 'lane-closed', model });
  }

  refuse(request: EngineRequest, error: EncodedError): void {
    this.refuseAll([request], error);
  }

  /** Refuses requests; those that end in the same task for the same reason leave in one message. */
  refuseAll(requests: readonly EngineRequest[], error: EncodedError): void {
    const open = requests.filter(({ id }) => this.#requests.delete(id));
    if (open.length === 0) return;
    if (this.#refusals.size === 0) queueMicrotask(this.#sendRefusals);
    const key = `${error.code} ${error.message}`;
    let refusal = this.#refusals.get(key);
    if (refusal === undefined) this.#refusals.set(key, (refusal = { ids: [], error }));
    const now = this.#ports.clock.now();
    for (const request of open) {
      request.isSettled = true;
      this.#ports.recorderOf(request.model).recordFailure(error, now);
      refusal.ids.push(request.id);
    }
  }

  readonly #sendRefusals = (): void => {
    for (const { ids, error } of this.#refusals.values()) this.#ports.send({ kind: 'refused', ids, error });
    this.#refusals.clear();
  };

  answer(answers: readonly EngineAnswer[], trace: ExecutionTrace, source: ServedModel): void {
    for (const { request } of answers) this.#requests.delete(request.id);
    const { lead, messages } = encodeAnswers(answers, trace, source);
    if (lead !== undefined) this.#sendLead(lead);
    for (const { message, transfer } of messages) this.#ports.send(message, transfer);
  }

  announce({ id }: EngineRequest): void {
    this.#ports.announce(id);
  }

  #sendLead(lead: AnswerLead): void {
    if (this.#knownLeads.has(lead.key)) return;
    this.#knownLeads.add(lead.key);
    this.#ports.send({ kind: 'lead', lead });
  }

  #cancel(id: number): void {
    const request = this.#requests.get(id);
    if (request === undefined) return;
    this.#requests.delete(id);
    request.isSettled = true;
    this.#ports.recorderOf(request.model).aborted += 1;
    request.holder?.withdraw(request);
  }

  #take(parcel: Parcel, requestStartAt: number): void {
    if (parcel.kind === 'infer') {
      for (const [index, request] of parcel.requests.entries()) {
        const [entry] = this.#register(
          request.model,
          'infer',
          1,
          parcel.firstId + index,
          parcel.options,
          requestStartAt,
        );
        this.#whenReady(
          request.model,
          request.version,
          entry === undefined ? [] : [entry],
          (deployment, entries) => {
            this.#preparer.prepareInfer(deployment, entries[0] as EngineRequest, request);
          },
        );
      }
      return;
    }
    const count =
      parcel.kind === 'text'
        ? parcel.texts.length
        : parcel.kind === 'row'
          ? parcel.values.length / parcel.rowLength
          : parcel.values.length;
    const entries = this.#register(
      parcel.model,
      'predict',
      count,
      parcel.firstId,
      parcel.options,
      requestStartAt,
    );
    this.#whenReady(parcel.model, undefined, entries, (deployment) => {
      this.#preparer.preparePredict(deployment, entries, parcel);
    });
  }

  #register(
    model: string,
    answer: EngineRequest['answer'],
    count: number,
    firstId: number,
    options: WireOptions,
    requestStartAt: number,
  ): readonly EngineRequest[] {
    const { clock } = this.#ports;
    const deadlineMs = options.deadlineMs ?? this.#ports.defaultDeadlineMs();
    const startAt = Math.min(requestStartAt, clock.now());
    const deadlineAt = typeof deadlineMs === 'number' ? startAt + deadlineMs : Number.POSITIVE_INFINITY;
    const entries: EngineRequest[] = [];
    for (let index = 0; index < count; index += 1) {
      const request = createRequest({
        id: firstId + index,
        owner: this,
        answer,
        model,
        options,
        requestStartAt: startAt,
        deadlineAt,
        screener: this.#screener,
      });
      this.#requests.set(request.id, request);
      entries.push(request);
    }
    if (typeof deadlineMs === 'number') this.#watch(entries);
    else if (deadlineMs !== null) void this.#watchLater(entries, deadlineMs);
    return entries;
  }

  #watch(entries: readonly EngineRequest[]): void {
    const { deadlines } = this.#ports;
    for (const request of entries) deadlines.add(request);
    deadlines.arm();
  }

  /** Nothing is routed before the settings are known, so the deadline still comes in time. */
  async #watchLater(entries: readonly EngineRequest[], deadlineMs: Promise<number | null>): Promise<void> {
    const ms = await deadlineMs;
    if (ms === null) return;
    for (const request of entries) request.deadlineAt = request.requestStartAt + ms;
    this.#watch(entries);
  }

  #whenReady(
    model: string,
    version: string | undefined,
    entries: readonly EngineRequest[],
    run: (deployment: RequestTarget, entries: readonly EngineRequest[]) => void,
  ): void {
    const refuseAll = (error: unknown): void => {
      this.refuseAll(entries, encodeError(toNearsideError(error, 'model-load')));
    };
    const routed = this.#ports.findRoute(model, version, entries[0]?.options.route);
    if (routed !== undefined) {
      routed
        .then((target) => {
          run(target, entries);
        })
        .catch(refuseAll);
      return;
    }
    const known = this.#ports.peekHost(model);
    const deployment = known?.find(version);
    if (deployment !== undefined) {
      run(deployment, entries);
      return;
    }
    const failure = known?.failureOf(version);
    if (failure?.retryable === false) {
      refuseAll(failure);
      return;
    }
    this.#ports
      .findHost(model)
      .then((host) => host.open(version))
      .then((loaded) => {
        run(loaded, entries);
      })
      .catch(refuseAll);
  }
}
