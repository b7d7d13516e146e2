/** Tells when a deployment has nothing left to do: no work is counted, and nobody prepares anything for it. */
export class DrainGate {
  readonly #countWork: () => number;
  #retained = 0;
  #waiting: (() => void)[] = [];

  constructor(countWork: () => number) {
    this.#countWork = countWork;
  }

  get isIdle(): boolean {
    return this.#retained === 0 && this.#countWork() === 0;
  }

  /** Something is on its way here; call the result once it has arrived or ended elsewhere. */
  retain(): () => void {
    this.#retained += 1;
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      this.#retained -= 1;
      this.check();
    };
  }

  /** To be called whenever work may have ended. */
  check(): void {
    if (this.#waiting.length === 0 || !this.isIdle) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Resolves as soon as nothing is left to do. */
  drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.check();
    });
  }
}
