import { matchesFilter, type CachedResult, type CacheFilter } from '../core/caching/cachedResult.ts';
import { ChurningMap } from '../core/collections/churningMap.ts';
import { encodeError, toNearsideError, type EncodedError } from '../core/errors.ts';
import type { TraceSource } from '../core/protocol/inference.ts';
import { AnswerBundle } from './answerBundle.ts';
import type { ExecutionTrace } from './clientMessages.ts';
import type { EngineAnswer, EngineRequest, RequestOwner } from './engineRequest.ts';
import { boardKeyOf, Flight, type SignedFor } from './flight.ts';
import type { RequestTarget } from './requestTarget.ts';
import type { ServedModel } from './servedModel.ts';
import type { SignedRequest } from './signEngineRequest.ts';

export interface FlightBoardPorts {
  /** What serves this version now, loaded if need be. */
  readonly findTarget: (target: RequestTarget) => Promise<RequestTarget>;
  /** Keeps what an execution brought; gives it in the form in which others get it. */
  readonly keep: (
    flight: Flight,
    answer: EngineAnswer,
    trace: ExecutionTrace,
    served: ServedModel,
  ) => CachedResult | undefined;
  readonly record: (request: EngineRequest, source: TraceSource, served: ServedModel) => void;
}

/** What is under way for the cache: owner of the requests that run, and the way of their answers to all who asked. */
export class FlightBoard implements RequestOwner {
  readonly #ports: FlightBoardPorts;
  readonly #byKey = new ChurningMap<string, Flight>();
  readonly #byRun = new ChurningMap<EngineRequest, Flight>();

  constructor(ports: FlightBoardPorts) {
    this.#ports = ports;
  }

  /** A flight that answers this very request and may carry it. */
  find(signed: SignedRequest, target: RequestTarget, request: EngineRequest): Flight | undefined {
    const flight = this.#byKey.get(boardKeyOf(signed, target, request));
    return flight?.signed.signature === signed.signature && flight.canCarry(request) ? flight : undefined;
  }

  /** Later requests of this kind join it; what an earlier one brings is no longer kept. */
  add(names: readonly SignedFor[], target: RequestTarget, leader: EngineRequest): Flight {
    const flight = new Flight(names, target, leader, this.#forget);
    const earlier = this.#byKey.get(flight.boardKey);
    if (earlier !== undefined) earlier.mayFill = false;
    this.#byKey.set(flight.boardKey, flight);
    return flight;
  }

  /** Queues the execution; whoever calls sees to it that the target looks for work. */
  launch(flight: Flight, target: RequestTarget): void {
    const run = flight.makeRun(this);
    this.#byRun.set(run, flight);
    target.submit(run);
    flight.release();
  }

  /** Runs for the callers that are left, by whatever serves the model meanwhile. */
  async run(flight: Flight): Promise<void> {
    try {
      const target = flight.callers.length === 0 ? undefined : await this.#ports.findTarget(flight.target);
      if (target === undefined || flight.callers.length === 0) {
        this.#forget(flight);
        return;
      }
      this.launch(flight, target);
      target.pump();
    } catch (error) {
      this.#forget(flight);
      const encoded = encodeError(toNearsideError(error, 'model-load'));
      for (const caller of flight.callers.slice()) caller.owner.refuse(caller, encoded);
    }
  }

  /** Gives a stored result to all who wait for it. */
  land(flight: Flight, result: CachedResult, served: ServedModel): void {
    this.#forget(flight);
    const bundle = new AnswerBundle();
    for (const [index, caller] of flight.callers.entries())
      bundle.add(caller, served, result, index === 0 ? 'store' : 'joined');
    bundle.send(this.#ports.record);
  }

  answer(answers: readonly EngineAnswer[], trace: ExecutionTrace, source: ServedModel): void {
    const leaders = new Map<RequestOwner, EngineAnswer[]>();
    const joined = new AnswerBundle();
    for (const answer of answers) {
      const run = answer.request;
      const flight = this.#byRun.get(run);
      if (flight === undefined) continue;
      this.#forget(flight);
      const result = this.#ports.keep(flight, answer, trace, source);
      for (const caller of flight.callers) {
        if (caller === flight.leader) append(leaders, caller.owner, passOn(answer, caller));
        else if (result !== undefined) joined.add(caller, source, result, 'joined');
      }
    }
    for (const [owner, own] of leaders) owner.answer(own, trace, source);
    joined.send(this.#ports.record);
  }

  /**
   * An execution did not come about. What this says of the request itself holds for all who asked the same; a lack of time or room
   * is the first caller's alone, and the others run for themselves.
   */
  refuse(run: EngineRequest, error: EncodedError): void {
    const flight = this.#byRun.get(run);
    if (flight === undefined) return;
    this.#forget(flight);
    const isOwn = error.code === 'deadline' || error.code === 'queue-full';
    const others: EngineRequest[] = [];
    for (const caller of flight.callers.slice()) {
      if (isOwn && caller !== flight.leader) others.push(caller);
      else caller.owner.refuse(caller, error);
    }
    const [first, ...rest] = others;
    if (first === undefined) return;
    const next = this.add(flight.names, flight.target, first);
    next.mayFill = flight.mayFill;
    for (const caller of rest) next.join(caller);
    void this.run(next);
  }

  /** Keeps nothing of what is under way for these requests, and lets none join it. */
  disown(filter: CacheFilter): void {
    for (const flights of [this.#byKey.values(), this.#byRun.values()]) {
      for (const flight of [...flights]) {
        if (!matchesFilter(flight.signed.tag, filter)) continue;
        flight.mayFill = false;
        this.#byKey.delete(flight.boardKey);
      }
    }
  }

  readonly #forget = (flight: Flight): void => {
    flight.release();
    const { run, boardKey } = flight;
    if (run !== undefined) this.#byRun.delete(run);
    if (this.#byKey.get(boardKey) === flight) this.#byKey.delete(boardKey);
  };
}

function passOn(answer: EngineAnswer, caller: EngineRequest): EngineAnswer {
  const { queueMs, largestPart } = answer.request;
  caller.isSettled = true;
  caller.queueMs = queueMs;
  caller.largestPart = largestPart;
  return { ...answer, request: caller };
}

function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
