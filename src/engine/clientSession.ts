import type { Clock } from '../core/clock.ts';
import { encodeError, toNearsideError, type EncodedError, type NearsideError } from '../core/errors.ts';
import type { ImageReader } from '../core/ports.ts';
import type { InferRequest, WireOptions } from '../core/protocol/inference.ts';
import type { DeadlineHeap } from '../core/scheduling/deadlineHeap.ts';
import type { ClientMessage, EngineMessage, AnswerLead, ExecutionTrace, Parcel } from './clientMessages.ts';
import type { Deployment } from './deployment.ts';
import {
  createRequest,
  type AnswerSource,
  type EngineAnswer,
  type EngineRequest,
  type PreparedInput,
  type RequestOwner,
} from './engineRequest.ts';
import { encodeAnswers } from './encodeAnswers.ts';
import { countRows, manyRows, prepareInfer } from './prepareInfer.ts';
import { prepareRow, prepareText, prepareValue } from './prepareValue.ts';
import type { ModelHost } from './modelHost.ts';
import type { ResultCache } from './resultCache.ts';

export interface ClientSessionPorts {
  readonly clock: Clock;
  readonly imageReader: ImageReader;
  readonly deadlines: DeadlineHeap<EngineRequest>;
  /** Rejects with `not-found` for a model the repository does not have. */
  findHost(model: string): Promise<ModelHost>;
  /** The host, if it is already known: spares the hot path a promise. */
  peekHost(model: string): ModelHost | undefined;
  /** Milliseconds, or null for none, when the request names none. */
  defaultDeadlineMs(): number | null;
  /** Why a request may not take the way it asks for, if so. */
  refuseRoute(route: WireOptions['route']): NearsideError | undefined;
  /** Asked with every prepared request before the queue is. */
  readonly cache: Pick<ResultCache, 'take' | 'countLanes'>;
  /** A request with a deadline was added. */
  onDeadline(): void;
  recordFailure(model: string, code: string): void;
  send(message: EngineMessage, transfer?: ArrayBuffer[]): void;
}

/** Requests are given to the queue in groups of this size, so that the first run starts while features are still made. */
const pumpEvery = 32;

/** One connected page: takes its messages and brings it the answers. */
export class ClientSession implements RequestOwner {
  readonly #ports: ClientSessionPorts;
  readonly #requests = new Map<number, EngineRequest>();
  readonly #knownLeads = new Set<string>();

  constructor(ports: ClientSessionPorts) {
    this.#ports = ports;
  }

  receive(message: ClientMessage): void {
    if (message.kind === 'requests') {
      for (const parcel of message.parcels) this.#take(parcel, message.requestStartAt);
    } else if (message.kind === 'cancel') for (const id of message.ids) this.#cancel(id);
    else if (message.kind === 'lane-hung') this.#ports.peekHost(message.model)?.reportHungLane();
    else if (message.kind === 'lane-report') this.#ports.cache.countLanes(message.reports);
  }

  /** Withdraws everything the page still waits for. */
  close(): void {
    for (const id of [...this.#requests.keys()]) this.#cancel(id);
  }

  openLane(opening: EngineMessage & { kind: 'lane-open' }, lead: AnswerLead): void {
    this.#sendLead(lead);
    this.#ports.send(opening, opening.lane.kind === 'port' ? [opening.lane.port as ArrayBuffer] : []);
  }

  closeLane(model: string): void {
    this.#ports.send({ kind: 'lane-closed', model });
  }

  refuse(request: EngineRequest, error: EncodedError): void {
    if (!this.#requests.delete(request.id)) return;
    request.isSettled = true;
    this.#ports.recordFailure(request.model, error.code);
    this.#ports.send({ kind: 'refused', ids: [request.id], error });
  }

  answer(answers: readonly EngineAnswer[], trace: ExecutionTrace, source?: AnswerSource): void {
    for (const { request } of answers) this.#requests.delete(request.id);
    const served = source ?? this.#ports.peekHost(trace.model)?.deployment;
    const { lead, messages } = encodeAnswers(answers, trace, served);
    if (lead !== undefined) this.#sendLead(lead);
    for (const { message, transfer } of messages) this.#ports.send(message, transfer);
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
            this.#prepareInfer(deployment, entries[0] as EngineRequest, request);
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
      this.#preparePredict(deployment, entries, parcel);
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
    const { clock, deadlines } = this.#ports;
    const deadlineMs = options.deadlineMs ?? this.#ports.defaultDeadlineMs();
    const startAt = Math.min(requestStartAt, clock.now());
    const deadlineAt = deadlineMs === null ? Number.POSITIVE_INFINITY : startAt + deadlineMs;
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
      });
      this.#requests.set(request.id, request);
      if (deadlineMs !== null) deadlines.push(request);
      entries.push(request);
    }
    if (deadlineMs !== null) this.#ports.onDeadline();
    return entries;
  }

  #whenReady(
    model: string,
    version: string | undefined,
    entries: readonly EngineRequest[],
    run: (deployment: Deployment, entries: readonly EngineRequest[]) => void,
  ): void {
    const known = this.#ports.peekHost(model);
    const refuseAll = (error: unknown): void => {
      const encoded = encodeError(toNearsideError(error, 'model-load'));
      for (const request of entries) this.refuse(request, encoded);
    };
    const refusal = this.#ports.refuseRoute(entries[0]?.options.route);
    const deployment = known?.deployment;
    if (refusal !== undefined) {
      refuseAll(refusal);
      return;
    }
    if (deployment !== undefined && (version === undefined || deployment.version.version === version)) {
      run(deployment, entries);
      return;
    }
    if (known?.failure?.retryable === false) {
      refuseAll(known.failure);
      return;
    }
    this.#ports
      .findHost(model)
      .then((host) => host.load(version))
      .then((loaded) => {
        run(loaded, entries);
      })
      .catch(refuseAll);
  }

  #prepareInfer(deployment: Deployment, entry: EngineRequest, request: InferRequest): void {
    if (entry.isSettled) return;
    try {
      const { tensors, rows, outputs } = prepareInfer(request, deployment.report);
      entry.outputs = outputs;
      entry.parameters = request.parameters;
      this.#enqueue(deployment, entry, { kind: 'tensors', tensors }, rows);
      deployment.pump();
    } catch (error) {
      this.#refuseWith(entry, error);
    }
  }

  #preparePredict(
    deployment: Deployment,
    entries: readonly EngineRequest[],
    parcel: Exclude<Parcel, { kind: 'infer' }>,
  ): void {
    const { clock } = this.#ports;
    const outputs = deployment.isClassifier ? [0] : deployment.report.outputs.map((_, index) => index);
    let groupStartAt = clock.now();
    for (const [index, entry] of entries.entries()) {
      entry.outputs = outputs;
      if (!entry.isSettled) {
        if (parcel.kind === 'value') void this.#prepareLater(deployment, entry, parcel.values[index]);
        else this.#prepareNow(deployment, entry, parcel, index);
      }
      if (index % pumpEvery !== pumpEvery - 1 && index !== entries.length - 1) continue;
      const now = clock.now();
      const eachMs = (now - groupStartAt) / ((index % pumpEvery) + 1);
      for (let at = index - (index % pumpEvery); at <= index; at += 1)
        (entries[at] as EngineRequest).preparationMs = eachMs;
      deployment.pump();
      groupStartAt = clock.now();
    }
  }

  #prepareNow(
    deployment: Deployment,
    entry: EngineRequest,
    parcel: Extract<Parcel, { kind: 'text' | 'row' }>,
    index: number,
  ): void {
    try {
      if (parcel.kind === 'text') {
        this.#enqueue(deployment, entry, prepareText(deployment, parcel.texts[index]), 1);
        return;
      }
      const { rowLength, values } = parcel;
      const tensor = prepareRow(deployment, values.subarray(index * rowLength, (index + 1) * rowLength));
      this.#enqueue(deployment, entry, { kind: 'tensors', tensors: [tensor] }, 1);
    } catch (error) {
      this.#refuseWith(entry, error);
    }
  }

  async #prepareLater(deployment: Deployment, entry: EngineRequest, value: unknown): Promise<void> {
    const startAt = this.#ports.clock.now();
    try {
      const input = await prepareValue(deployment, value, this.#ports.imageReader);
      if (entry.isSettled) return;
      entry.preparationMs = this.#ports.clock.now() - startAt;
      const rows = input.kind === 'tensors' ? countRows(input.tensors, deployment.report) : 1;
      if (deployment.isClassifier && rows > 1) throw manyRows(rows);
      this.#enqueue(deployment, entry, input, rows);
      deployment.pump();
    } catch (error) {
      this.#refuseWith(entry, error);
    }
  }

  #enqueue(deployment: Deployment, entry: EngineRequest, input: PreparedInput, rows: number): void {
    entry.input = input;
    entry.rows = rows;
    if (!this.#ports.cache.take(deployment, entry)) deployment.enqueue(entry);
  }

  #refuseWith(entry: EngineRequest, error: unknown): void {
    this.refuse(entry, encodeError(toNearsideError(error, 'bad-input')));
  }
}
