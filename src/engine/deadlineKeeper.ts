import type { Clock } from '../core/clock.ts';
import { DeadlineHeap } from '../core/scheduling/deadlineHeap.ts';
import { expired } from './endedErrors.ts';
import type { EngineRequest } from './engineRequest.ts';

/** Refuses requests when their deadlines pass: one timer for the nearest. A timer may come late, so call {@link expire} before answering. */
export class DeadlineKeeper {
  readonly #clock: Clock;
  readonly #heap = new DeadlineHeap<EngineRequest>(({ isSettled }) => isSettled);
  #cancel: (() => void) | undefined;
  #armedFor = Number.POSITIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Call {@link arm} once all that came together are in. */
  add(request: EngineRequest): void {
    this.#heap.push(request);
  }

  arm(): void {
    const next = this.#heap.peek()?.deadlineAt;
    if (next === undefined || next >= this.#armedFor) return;
    this.#cancel?.();
    this.#armedFor = next;
    this.#cancel = this.#clock.after(Math.max(0, next - this.#clock.now()), () => {
      this.#armedFor = Number.POSITIVE_INFINITY;
      this.expire();
    });
  }

  /** Refuses what is late by now. */
  expire(): void {
    const now = this.#clock.now();
    for (let entry = this.#heap.peek(); entry !== undefined; entry = this.#heap.peek()) {
      if (!entry.isSettled && entry.deadlineAt > now) break;
      this.#heap.pop();
      if (entry.isSettled) continue;
      entry.holder?.withdraw(entry);
      entry.owner.refuse(entry, expired(now - entry.requestStartAt));
    }
    this.arm();
  }
}
