import type { UsageStore } from '../core/ports.ts';
import { listHabits, noteModelUse } from '../core/scheduling/modelUsage.ts';

export interface UsageBookPorts {
  /** Absent where nothing is kept over visits. */
  readonly store: UsageStore | undefined;
  /** Milliseconds since 1970. */
  readonly wallTime: () => number;
}

/** Which models are asked, visit by visit: one note for each model of a visit. What cannot be kept does not matter. */
export class UsageBook {
  readonly #ports: UsageBookPorts;
  readonly #noted = new Set<string>();
  #tail: Promise<void> = Promise.resolve();
  #hasEnded = false;

  constructor(ports: UsageBookPorts) {
    this.#ports = ports;
  }

  /** The models that are asked in most visits, the most usual first. */
  async listHabits(): Promise<readonly string[]> {
    const usage = await this.#ports.store?.read().catch(() => undefined);
    return listHabits(usage ?? {}, this.#ports.wallTime());
  }

  /** A model was asked. */
  note(model: string): void {
    const { store, wallTime } = this.#ports;
    if (store === undefined || this.#hasEnded || this.#noted.has(model)) return;
    const isFirst = this.#noted.size === 0;
    this.#noted.add(model);
    this.#tail = this.#tail
      .then(async () => {
        // Other tabs may have written meanwhile.
        const usage = (await store.read()) ?? {};
        if (!this.#hasEnded) await store.write(noteModelUse(usage, model, { isFirst, now: wallTime() }));
      })
      .catch(() => undefined);
  }

  /** Nothing is noted from now on; resolves once nothing is being written. */
  async end(): Promise<void> {
    this.#hasEnded = true;
    await this.#tail;
  }
}
