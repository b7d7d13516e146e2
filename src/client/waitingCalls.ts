import { ChurningMap } from '../core/collections/churningMap.ts';
import type { InferResponse, Prediction } from '../core/protocol/inference.ts';
import type { Call } from './call.ts';

export type Answer = InferResponse | Prediction;

/** A call that has no answer yet. */
export interface Waiting {
  readonly model: string;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
  readonly startedAt: number;
  /** Why this route, where the caller chose it. */
  readonly reason: 'asked' | undefined;
  readonly signal: AbortSignal | undefined;
  /** As it can be sent again; undefined where it cannot. */
  readonly kept: Call | undefined;
  /** Of engines that were lost while it waited. */
  losses: number;
}

/** Calls that are sent again together: their ids follow each other. */
export interface Replay {
  readonly firstId: number;
  readonly startedAt: number;
  readonly calls: Call[];
}

/** A call that brought so many engines down is not tried on another. */
const maxLosses = 3;
/** Calls of one task share the time from which their deadlines count. */
const sameTaskMs = 1;

/** The calls of a page that wait, in the order in which they were made. */
export class WaitingCalls {
  readonly #calls = new ChurningMap<number, Waiting>();
  readonly #countByModel = new Map<string, number>();

  get size(): number {
    return this.#calls.size;
  }

  /** How many calls of a model wait. */
  countOf(model: string): number {
    return this.#countByModel.get(model) ?? 0;
  }

  add(id: number, waiting: Waiting): void {
    this.#calls.set(id, waiting);
    this.#countByModel.set(waiting.model, this.countOf(waiting.model) + 1);
  }

  has(id: number): boolean {
    return this.#calls.has(id);
  }

  take(id: number): Waiting | undefined {
    const waiting = this.#calls.take(id);
    if (waiting !== undefined) this.#countByModel.set(waiting.model, this.countOf(waiting.model) - 1);
    return waiting;
  }

  /** Everything that waits; nothing does from then on. */
  takeAll(): readonly Waiting[] {
    const all = [...this.#calls.values()];
    this.#calls.clear();
    this.#countByModel.clear();
    return all;
  }

  /** The engine was lost. Gives the ids of what cannot be asked of another. */
  countLoss(): readonly number[] {
    const hopeless: number[] = [];
    for (const [id, waiting] of this.#calls) {
      waiting.losses += 1;
      if (waiting.kept === undefined || waiting.losses > maxLosses) hopeless.push(id);
    }
    return hopeless;
  }

  /** What is asked of the next engine. */
  replays(): readonly Replay[] {
    const replays: Replay[] = [];
    for (const [id, { kept, startedAt }] of this.#calls) {
      if (kept === undefined) continue;
      const last = replays.at(-1);
      const isNext =
        last !== undefined &&
        last.firstId + last.calls.length === id &&
        startedAt - last.startedAt < sameTaskMs;
      if (isNext) last.calls.push(kept);
      else replays.push({ firstId: id, startedAt, calls: [kept] });
    }
    return replays;
  }

  /** When the first deadline passes; undefined when none does. */
  nextDeadlineAt(): number | undefined {
    const deadlines = [...this.#calls.values()].map(deadlineOf);
    const next = deadlines.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY);
    return next === Number.POSITIVE_INFINITY ? undefined : next;
  }

  /** The ids of what is late by `now`. */
  findLate(now: number): readonly number[] {
    return [...this.#calls].flatMap(([id, waiting]) => (deadlineOf(waiting) <= now ? [id] : []));
  }
}

function deadlineOf({ startedAt, kept }: Waiting): number {
  return startedAt + (kept?.options.deadlineMs ?? Number.POSITIVE_INFINITY);
}
