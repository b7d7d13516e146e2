import type { Clock } from '../core/clock.ts';

/** Work that nobody waits for, cut into pieces. */
export interface IdleTask {
  /** Does one piece; gives whether there is more. Never rejects. */
  step(): Promise<boolean>;
}

export interface IdleWorkPorts {
  readonly clock: Clock;
  /** Whether anything waits, runs or loads. */
  readonly isBusy: () => boolean;
  /** Counts up with everything that callers ask. */
  readonly countArrivals: () => number;
}

/** Nobody asked for anything for so long. */
const quietMs = 500;

/** Does what nobody waits for, one piece after the other, while no caller has anything to do; no timer runs without a task. */
export class IdleWork {
  readonly #ports: IdleWorkPorts;
  readonly #tasks = new Map<string, IdleTask>();
  #isWorking = false;
  #hasEnded = false;

  constructor(ports: IdleWorkPorts) {
    this.#ports = ports;
  }

  /** Begins as soon as it is quiet, in the place of a task of the same name that is not done. */
  start(name: string, task: IdleTask): void {
    if (this.#hasEnded) return;
    this.#tasks.set(name, task);
    if (!this.#isWorking) void this.#work();
  }

  /** Nothing more is done from now on. */
  end(): void {
    this.#hasEnded = true;
    this.#tasks.clear();
  }

  /** Resolves once nothing was asked for a while and nothing is left to do. */
  async untilQuiet(): Promise<void> {
    const { clock, isBusy, countArrivals } = this.#ports;
    for (;;) {
      const arrivals = countArrivals();
      await new Promise<void>((resolve) => {
        clock.after(quietMs, resolve);
      });
      if (!isBusy() && countArrivals() === arrivals) return;
    }
  }

  async #work(): Promise<void> {
    const { clock, isBusy, countArrivals } = this.#ports;
    this.#isWorking = true;
    while (this.#tasks.size > 0) {
      await this.untilQuiet();
      const arrivals = countArrivals();
      while (!isBusy() && countArrivals() === arrivals) {
        const [next] = this.#tasks;
        if (next === undefined) break;
        const [name, task] = next;
        const hasMore = await task.step();
        if (!hasMore && this.#tasks.get(name) === task) this.#tasks.delete(name);
        // What has come meanwhile is let in first.
        await new Promise<void>((resolve) => {
          clock.soon(resolve);
        });
      }
    }
    this.#isWorking = false;
  }
}
