import type { Clock } from '../core/clock.ts';
import { encodeError, NearsideError } from '../core/errors.ts';
import { DeadlineHeap } from '../core/scheduling/deadlineHeap.ts';
import type { EngineRequest } from './engineRequest.ts';

/** Refuses requests whose deadline passed, by one timer for the nearest one. */
export class DeadlineAlarm {
  readonly deadlines = new DeadlineHeap<EngineRequest>(({ isSettled }) => isSettled);
  readonly #clock: Clock;
  #cancel: (() => void) | undefined;
  #armedFor = Number.POSITIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Call it after a deadline was added. */
  arm(): void {
    const next = this.deadlines.peek()?.deadlineAt;
    if (next === undefined || next >= this.#armedFor) return;
    this.#cancel?.();
    this.#armedFor = next;
    this.#cancel = this.#clock.after(Math.max(0, next - this.#clock.now()), () => {
      this.#expire();
    });
  }

  #expire(): void {
    this.#armedFor = Number.POSITIVE_INFINITY;
    const now = this.#clock.now();
    for (let entry = this.deadlines.peek(); entry !== undefined; entry = this.deadlines.peek()) {
      if (!entry.isSettled && entry.deadlineAt > now) break;
      this.deadlines.pop();
      if (entry.isSettled) continue;
      entry.holder?.withdraw(entry);
      const lateMs = Math.round(now - entry.requestStartAt);
      const message = `The deadline passed after ${lateMs} ms without an answer.`;
      entry.owner.refuse(entry, encodeError(new NearsideError('deadline', message)));
    }
    this.arm();
  }
}
