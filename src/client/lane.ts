import { NearsideError } from '../core/errors.ts';
import type { ExpressLane } from '../core/ports.ts';
import type { Prediction, TraceSource } from '../core/protocol/inference.ts';
import type { AnswerLead, LaneCachePolicy } from '../engine/clientMessages.ts';
import { leadFrom } from '../engine/leadFrom.ts';
import type { UnpackedAnswers } from '../engine/packedAnswers.ts';
import { takeMessage } from '../platform/workers/takeMessage.ts';
import type { LaneAnswer, LaneRequest } from '../platform/workers/instanceMessages.ts';
import { absoluteNow } from '../platform/workers/absoluteNow.ts';
import { fitsLane, type LaneInput } from '../platform/workers/laneInput.ts';
import { control, SharedChannel } from '../platform/workers/sharedChannel.ts';
import { LaneMemory } from './laneMemory.ts';
import { makeClassification } from './prediction.ts';

/** How a lane carries one input at a time. */
interface Carrier {
  /** Whether nothing is under way, not even one that an earlier lane on the same carrier gave up. */
  isIdle(): boolean;
  send(input: LaneInput, requestStartAt: number): Promise<LaneAnswer | undefined>;
  close(): void;
}

const hangMs = 30_000;
const noExtra = new Float32Array(1);
const noIds = new Int32Array(0);

/**
 * The way past the engine for a text or a row of a model while nothing else of that model is outstanding: page and inference worker share memory, or a port where
 * memory cannot be shared. Gives undefined when the request has to go through the engine after all; rejects with `worker-lost` when
 * its run hangs.
 */
export class Lane {
  readonly memory: LaneMemory;
  readonly #carrier: Carrier;
  readonly #lead: AnswerLead;
  readonly #onHung: () => void;
  #startedAt: number | undefined;
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  #abandon: PromiseWithResolvers<undefined> | undefined;

  constructor(
    lane: ExpressLane,
    lead: AnswerLead,
    onHung: () => void,
    cache: LaneCachePolicy = { kind: 'none' },
  ) {
    this.memory = new LaneMemory(lead.trace, cache, absoluteNow);
    this.#carrier = lane.kind === 'shared' ? shareMemory(lane.buffer) : usePort(lane.port as MessagePort);
    this.#lead = lead;
    this.#onHung = onHung;
  }

  canTake(input: LaneInput): boolean {
    return this.#startedAt === undefined && fitsLane(input) && this.#carrier.isIdle();
  }

  /** What the worker answers; undefined when the request has to go through the engine. */
  async run(input: LaneInput): Promise<UnpackedAnswers | undefined> {
    const requestStartAt = absoluteNow();
    this.#startedAt = requestStartAt;
    this.#watch(hangMs);
    this.#abandon = Promise.withResolvers<undefined>();
    let answer: LaneAnswer | undefined;
    try {
      answer = await Promise.race([this.#carrier.send(input, requestStartAt), this.#abandon.promise]);
    } finally {
      this.#startedAt = undefined;
    }
    if (answer?.outputs === undefined) return undefined;
    const { computeStartAt, computeInputEndAt, computeOutputStartAt, computeEndAt } = answer.marks;
    return {
      ids: noIds,
      scores: answer.outputs,
      classes: answer.outputs.length,
      queueMs: noExtra,
      extraInputMs: noExtra,
      batchSize: 1,
      inputMs: computeInputEndAt - computeStartAt,
      computeMs: computeOutputStartAt - computeInputEndAt,
      outputMs: computeEndAt - computeOutputStartAt,
    };
  }

  /** An answer of this lane as the caller gets it. */
  present(
    answers: UnpackedAnswers,
    id: number,
    totalMs: number,
    source: TraceSource = this.#lead.trace.source,
  ): Prediction {
    return makeClassification(leadFrom(this.#lead, source), answers, 0, id, totalMs);
  }

  /** The worker behind the lane is gone: a request in it is given back to its caller. */
  close(): void {
    clearTimeout(this.#watchdog);
    this.#carrier.close();
    this.#abandon?.resolve(undefined);
  }

  /** One timer for all requests, so that an idle page's request costs none of its own. */
  #watch(delayMs: number): void {
    if (this.#watchdog !== undefined) return;
    this.#watchdog = setTimeout(() => {
      this.#watchdog = undefined;
      if (this.#startedAt === undefined) return;
      const leftMs = this.#startedAt + hangMs - absoluteNow();
      if (leftMs > 0) this.#watch(leftMs);
      else this.#giveUp();
    }, delayMs);
  }

  #giveUp(): void {
    const { model } = this.#lead.trace;
    const message = `The worker of "${model}" was lost while the request may have run: a run took too long`;
    this.#abandon?.reject(new NearsideError('worker-lost', message));
    this.#onHung();
  }
}

function shareMemory(buffer: SharedArrayBuffer): Carrier {
  const channel = new SharedChannel(buffer);
  const words = channel.control;
  return {
    isIdle: () => Atomics.load(words, control.lanePosted) === Atomics.load(words, control.laneDone),
    send: async (input, requestStartAt) => {
      channel.writeLaneRequest(input, requestStartAt);
      const done = Atomics.load(words, control.laneDone);
      Atomics.add(words, control.lanePosted, 1);
      channel.ring();
      while (Atomics.load(words, control.laneDone) === done) {
        const wait = Atomics.waitAsync(words, control.laneDone, done);
        if (wait.async) await wait.value;
      }
      return channel.readLaneAnswer();
    },
    close: () => undefined,
  };
}

function usePort(port: MessagePort): Carrier {
  let settle: ((answer: LaneAnswer) => void) | undefined;
  port.onmessage = (event: MessageEvent<LaneAnswer>) => {
    settle?.(takeMessage(event));
  };
  return {
    isIdle: () => true,
    send: (input, requestStartAt) =>
      new Promise((resolve) => {
        settle = resolve;
        // A view on a larger buffer would bring all of it along.
        const own: LaneInput = input.kind === 'row' ? { ...input, values: input.values.slice() } : input;
        const request: LaneRequest = { input: own, requestStartAt };
        port.postMessage(request);
      }),
    close: () => {
      port.close();
    },
  };
}
