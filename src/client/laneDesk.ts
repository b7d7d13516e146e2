import type { CacheFilter } from '../core/caching/cachedResult.ts';
import type { ExpressLane } from '../core/ports.ts';
import type { Prediction } from '../core/protocol/inference.ts';
import type { AnswerLead, ClientMessage, LaneCachePolicy, LaneReport } from '../engine/clientMessages.ts';
import type { UnpackedAnswers } from '../engine/packedAnswers.ts';
import { fitsLane, type LaneInput } from '../platform/workers/laneInput.ts';
import type { CarriedCall } from './call.ts';
import { Lane } from './lane.ts';
import { rejectOnAbort } from './rejectOnAbort.ts';

export interface LaneDeskPorts {
  /** Whether nothing of this model is outstanding on the way through the engine. */
  isQuiet(model: string): boolean;
  post(message: ClientMessage): void;
}

/** A call with the way it takes when no lane answers it. */
export interface LaneCall<Answer> {
  readonly call: CarriedCall;
  readonly signal: AbortSignal | undefined;
  readonly sendByEngine: () => Promise<Answer>;
}

interface LaneOpening {
  readonly model: string;
  readonly lane: ExpressLane;
  readonly cache: LaneCachePolicy;
}

/** Makes the answer of a lane that which its caller gets. */
export type LaneRun = (id: number, totalMs: number) => Prediction;

const reportAfterMs = 250;

/** The express lanes of a page: which calls take them, which are answered from what they remember. */
export class LaneDesk<Answer> {
  readonly #ports: LaneDeskPorts;
  readonly #lanes = new Map<string, Lane>();
  #answered = 0;
  #reportTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(ports: LaneDeskPorts) {
    this.#ports = ports;
  }

  /** Without a lead nothing is known of the answers, and the lane stays closed. */
  open({ model, lane, cache }: LaneOpening, lead: AnswerLead | undefined): void {
    this.close(model);
    if (lead === undefined) return;
    const onHung = (): void => {
      this.#ports.post({ kind: 'lane-hung', model });
    };
    this.#lanes.set(model, new Lane(lane, lead, onHung, cache));
  }

  close(model: string): void {
    const lane = this.#lanes.get(model);
    if (lane === undefined) return;
    lane.memory.clear({});
    const report = lane.memory.takeReport();
    if (report !== undefined) this.#ports.post({ kind: 'lane-report', reports: [report] });
    lane.close();
    this.#lanes.delete(model);
  }

  end(): void {
    clearTimeout(this.#reportTimer);
    for (const lane of this.#lanes.values()) lane.close();
    this.#lanes.clear();
  }

  /** Lanes remember nothing of these any more. */
  clear(filter: CacheFilter = {}): void {
    for (const { memory } of this.#lanes.values()) memory.clear(filter);
  }

  /** What lanes answered from memory since this was last asked: the engine has not seen it. */
  takeReports(): readonly LaneReport[] {
    clearTimeout(this.#reportTimer);
    this.#reportTimer = undefined;
    return [...this.#lanes.values()].flatMap(({ memory }) => memory.takeReport() ?? []);
  }

  /** The answer to what the lane answered lately, or that is in it just now; undefined where there is none. */
  answer({ call, signal, sendByEngine }: LaneCall<Answer>): Promise<Answer | Prediction> | undefined {
    const lane = this.#lanes.get(call.model);
    if (lane === undefined) return undefined;
    const { model, options } = call;
    if (!fitsLane(call)) return undefined;
    if (options.cache === 'refresh') lane.memory.forget(call, options);
    // Only while nothing waits on the way through the engine, so that order is kept.
    if (!isPlain(options) || !this.#ports.isQuiet(model)) return undefined;
    const startedAt = performance.now();
    const { memory } = lane;
    const found = memory.find(call, options);
    if (found !== undefined) {
      const totalMs = performance.now() - startedAt;
      memory.countHit(totalMs);
      this.#reportSoon();
      return Promise.resolve(lane.present(found, this.#nextId(), totalMs, 'memory'));
    }
    const underway = memory.findUnderway(call, options);
    if (underway === undefined) return undefined;
    const join = async (): Promise<Answer | Prediction> => {
      const answers = await rejectOnAbort(underway, signal);
      if (answers === undefined) return await sendByEngine();
      const totalMs = performance.now() - startedAt;
      memory.countJoined(totalMs);
      this.#reportSoon();
      const shared: UnpackedAnswers = { ...answers, inputMs: 0, computeMs: 0, outputMs: 0 };
      return lane.present(shared, this.#nextId(), totalMs, 'joined');
    };
    return join();
  }

  /**
   * Runs a call past the engine, if a lane is open for it. The promise gives a way to present the answer, or undefined when the
   * request has to go through the engine after all.
   */
  run(call: CarriedCall): Promise<LaneRun | undefined> | undefined {
    const { model, options } = call;
    const lane = this.#lanes.get(model);
    const isOpen = lane !== undefined && isPlain(options);
    if (!isOpen || !lane.canTake(call) || !lane.memory.admits(call, options)) return undefined;
    const given = lane.run(inputOf(call));
    lane.memory.watch(call, options, given);
    return given.then((answers) =>
      answers === undefined ? undefined : (id, totalMs) => lane.present(answers, id, totalMs),
    );
  }

  /** Requests that never leave the page are numbered apart: those of one parcel follow each other. */
  #nextId(): number {
    this.#answered += 1;
    return -this.#answered;
  }

  /** One message for the hits of a while. */
  #reportSoon(): void {
    this.#reportTimer ??= setTimeout(() => {
      const reports = this.takeReports();
      if (reports.length > 0) this.#ports.post({ kind: 'lane-report', reports });
    }, reportAfterMs);
  }
}

/** Whether a request asks for nothing that only the engine can give. */
function isPlain({ deadlineMs, route = 'auto', priority = 2 }: CarriedCall['options']): boolean {
  return deadlineMs === undefined && route === 'auto' && priority === 2;
}

/** What of a call goes into a lane. */
function inputOf(call: CarriedCall): LaneInput {
  return call.kind === 'text' ? { kind: 'text', text: call.text } : { kind: 'row', values: call.values };
}
