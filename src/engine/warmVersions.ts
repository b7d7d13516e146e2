import type { Clock } from '../core/clock.ts';
import type { NearsideError } from '../core/errors.ts';
import { replacedBy, unloadedBefore } from './endedErrors.ts';
import type { LoadedVersion } from './loadedVersion.ts';

/** Versions that requests named, besides the one that served before. */
const mostNamed = 1;

/** What is loaded beside the serving version of a model: what served before, what requests named, what ends its work. */
export class WarmVersions {
  readonly #model: string;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  /** What becomes of versions once they have ended their work. */
  readonly #fates = new Map<LoadedVersion, () => void>();
  #all: readonly LoadedVersion[] = [];
  #previous: LoadedVersion | undefined;
  #previousVersion: string | undefined;

  constructor(model: string, { clock, onChange }: { readonly clock: Clock; readonly onChange: () => void }) {
    this.#model = model;
    this.#clock = clock;
    this.#onChange = onChange;
  }

  get all(): readonly LoadedVersion[] {
    return this.#all;
  }

  /** What served before and can do so again at once. */
  get previous(): LoadedVersion | undefined {
    return this.#previous;
  }

  /** What served before, also when it is no longer warm. */
  get previousVersion(): string | undefined {
    return this.#previousVersion;
  }

  find(version: string): LoadedVersion | undefined {
    const found = this.#all.filter((loaded) => loaded.version.version === version);
    return found.find(({ state }) => state === 'warm') ?? found[0];
  }

  add(loaded: LoadedVersion): void {
    this.#all = [...this.#all, loaded];
  }

  /** Takes a version out, to serve or because it is gone. */
  take(loaded: LoadedVersion): void {
    this.#fates.delete(loaded);
    this.#all = this.#all.filter((other) => other !== loaded);
    if (this.#previous === loaded) this.#previous = undefined;
  }

  /** What served ends its work; then it stays warm, or ends itself where `next` is the same version in another form. */
  retire(previous: LoadedVersion, next: LoadedVersion): void {
    this.add(previous);
    const { version } = next.version;
    if (previous.version.version === version) {
      this.#end(previous, replacedBy(this.#model, version), next);
      return;
    }
    this.#previous = previous;
    this.#previousVersion = previous.version.version;
    this.#drain(previous, () => {
      previous.state = 'warm';
      previous.rescale(1);
    });
    this.trim();
  }

  /** Lets a version end its work, and stops it then. */
  drop(loaded: LoadedVersion): void {
    if (this.#previous === loaded) this.#previous = undefined;
    this.#end(loaded, unloadedBefore(this.#model));
  }

  dropAll(): void {
    for (const loaded of this.#all) this.drop(loaded);
  }

  clear(): void {
    this.#fates.clear();
    this.#all = [];
    this.#previous = undefined;
    this.#previousVersion = undefined;
  }

  /** Drops what was named least recently, where that is too many. */
  trim(): void {
    const named = this.#all.filter((loaded) => loaded !== this.#previous && loaded.state === 'warm');
    const oldestFirst = named.toSorted((left, right) => left.usedAt - right.usedAt);
    for (const loaded of oldestFirst.slice(0, Math.max(0, named.length - mostNamed))) this.drop(loaded);
  }

  #end(loaded: LoadedVersion, error: NearsideError, successor?: LoadedVersion): void {
    this.#drain(loaded, () => {
      this.take(loaded);
      loaded.close(error, successor?.deployment);
    });
  }

  #drain(loaded: LoadedVersion, fate: () => void): void {
    loaded.state = 'draining';
    const isWatched = this.#fates.has(loaded);
    this.#fates.set(loaded, fate);
    if (!isWatched) void this.#watch(loaded);
  }

  async #watch(loaded: LoadedVersion): Promise<void> {
    const gate = loaded.deployment?.gate;
    do {
      await gate?.drained();
      // Who was just told of it has this turn to begin.
      await new Promise<void>((resolve) => {
        this.#clock.soon(resolve);
      });
    } while (gate?.isIdle === false);
    const fate = this.#fates.get(loaded);
    this.#fates.delete(loaded);
    if (fate === undefined || loaded.state === 'closed') return;
    fate();
    this.#onChange();
  }
}
