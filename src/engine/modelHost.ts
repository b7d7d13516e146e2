import { toNearsideError, type NearsideError } from '../core/errors.ts';
import type { VersionConfig } from '../core/repository/modelConfig.ts';
import type { ModelState, ModelStatus } from '../core/repository/modelStatus.ts';
import type { ModelRecorder } from '../core/telemetry/modelRecorder.ts';
import { announceLane } from './announceLane.ts';
import type { Deployment } from './deployment.ts';
import { describeModel } from './describeModel.ts';
import { nothingBefore, restartedWhileLoading, unloadedBefore, unloadedWhileLoading } from './endedErrors.ts';
import type { LoadedVersion, LoadedVersionEvents } from './loadedVersion.ts';
import { countInstances } from './makeInstanceSpec.ts';
import type { ModelHostPorts } from './modelHostPorts.ts';
import { ModelSource } from './modelSource.ts';
import { startVersion } from './startVersion.ts';
import { VersionChoice } from './versionChoice.ts';
import { VersionLoads, type LoadTicket } from './versionLoads.ts';
import { WarmVersions } from './warmVersions.ts';

/**
 * One model of the repository: its configuration, the version that serves, and those that are loaded beside it. Another version is
 * made ready beside the serving one and takes its place in one step; what waited or ran before ends where it was.
 */
export class ModelHost {
  readonly name: string;
  readonly source: ModelSource;
  readonly choice: VersionChoice;
  readonly loads: VersionLoads;
  /** What is loaded beside the serving version. */
  readonly warm: WarmVersions;
  /** Why versions could not be loaded, until that is tried again. */
  readonly failures = new Map<string, NearsideError>();
  readonly ports: ModelHostPorts;
  readonly recorder: ModelRecorder;
  #error: NearsideError | undefined;
  #serving: LoadedVersion | undefined;
  /** Wishes for what shall serve are numbered; an earlier one does not undo a later one. */
  #wishes = 0;
  #servedWish = 0;
  #wished: VersionConfig | undefined;
  readonly #events: LoadedVersionEvents = {
    onProgress: (progress) => {
      this.ports.onProgress(progress);
    },
    onFirstChanged: (loaded) => {
      if (loaded === this.#serving) this.offerLane();
    },
    onExhausted: (loaded, error) => {
      this.#lose(loaded, error);
    },
  };
  /** What was made before the settings changed counts as something else. */
  #current = new WeakSet<LoadedVersion>();

  constructor(name: string, ports: ModelHostPorts) {
    this.name = name;
    this.ports = ports;
    this.recorder = ports.recorder;
    this.source = new ModelSource(name, ports.reader);
    this.choice = new VersionChoice(this.source, ports.getSettings);
    this.loads = new VersionLoads({
      start: (version, ticket) => this.#start(version, ticket),
      // Without a serving version, what the load was for changes the state as well and tells of both.
      onEnd: () => {
        if (this.#serving !== undefined) ports.onChange();
      },
    });
    this.warm = new WarmVersions(name, ports);
  }

  /** The version that serves now, if one is ready. */
  get deployment(): Deployment | undefined {
    return this.#serving?.deployment;
  }

  get serving(): LoadedVersion | undefined {
    return this.#serving;
  }

  /** What is in memory and can answer, the serving version first. */
  get loaded(): readonly LoadedVersion[] {
    return this.#serving === undefined ? this.warm.all : [this.#serving, ...this.warm.all];
  }

  get state(): ModelState {
    if (this.#serving !== undefined) return 'ready';
    if (!this.loads.isEmpty) return 'loading';
    return this.#error === undefined ? 'available' : 'failed';
  }

  /** What answers requests for this version, or for none in particular, without a load. */
  find(version?: string): Deployment | undefined {
    if (version === undefined || this.#serving?.version.version === version) return this.deployment;
    const warm = this.warm.find(version);
    if (warm !== undefined) warm.usedAt = this.ports.clock.now();
    return warm?.deployment;
  }

  /** Why the last attempt to have something serve failed. */
  get failure(): NearsideError | undefined {
    return this.#error;
  }

  /** Why requests for this version, or for none in particular, need not wait for a load. */
  failureOf(version?: string): NearsideError | undefined {
    return version === undefined ? this.#error : this.failures.get(version);
  }

  /** Brings `version` (default: the highest) to serve. Rejects where a step fails; what served before then goes on. */
  async load(version?: string): Promise<Deployment> {
    const wanted = await this.#orFail(this.choice.pickAsked(version));
    if (version !== undefined) this.choice.restore(version);
    return await this.#wish(wanted);
  }

  /** Lets what served before serve again: at once while it is warm, else by a load. Rejects with `not-found` without any. */
  async rollBack(): Promise<Deployment> {
    const earlier = this.warm.previousVersion;
    if (earlier === undefined) throw nothingBefore(this.name);
    if (this.#serving !== undefined) this.choice.withdraw(this.#serving.version.version);
    this.choice.restore(earlier);
    const { previous } = this.warm;
    if (previous === undefined) return await this.#wish(await this.choice.pick(earlier));
    this.#wishes += 1;
    this.#flip(previous, this.#wishes);
    return previous.requireDeployment();
  }

  /** What answers requests for `version`, loaded if need be: beside what serves, unless nothing does and it is the default. */
  async open(version?: string): Promise<Deployment> {
    const picked = await this.#orFail(this.choice.pick(version));
    const known = this.find(version);
    if (known !== undefined) return known;
    const shallServe = this.#wished ?? (await this.choice.pick());
    const wanted = version === undefined ? shallServe : picked;
    if (this.#serving === undefined && wanted === shallServe) return await this.#serve(wanted, this.#wishes);
    try {
      return (await this.#obtain(wanted)).requireDeployment();
    } finally {
      this.warm.trim();
      if (this.#serving === undefined) this.ports.onChange();
    }
  }

  /** Stops the workers of all versions; requests that wait or run are rejected with `closed`. */
  unload(): void {
    this.loads.cancel(unloadedWhileLoading(this.name));
    for (const loaded of this.loaded) loaded.close(unloadedBefore(this.name));
    this.#serving = undefined;
    this.warm.clear();
    this.failures.clear();
    this.#error = undefined;
    this.ports.onLane({ kind: 'closed' });
    this.ports.onChange();
  }

  /**
   * Replaces what serves, for settings that change what an instance is. Loads under way begin anew; whoever waits for one gets the
   * new one.
   */
  async reload(): Promise<void> {
    const previous = this.#serving;
    this.#current = new WeakSet();
    this.loads.cancel(restartedWhileLoading(this.name), { isRestarting: true });
    this.warm.dropAll();
    if (previous === undefined) return;
    this.#wishes += 1;
    try {
      await this.#serve(previous.version, this.#wishes);
    } catch (error) {
      // It goes on as it is.
      this.#current.add(previous);
      throw error;
    }
  }

  /** The page found no answer in the lane for too long. */
  reportHungLane(): void {
    this.#serving?.reportHungLane();
  }

  /** Opens the express lane for whoever may have it. */
  offerLane(): void {
    announceLane(this.#serving, this.ports);
  }

  status(): ModelStatus {
    return describeModel(this);
  }

  async #orFail(picking: Promise<VersionConfig>): Promise<VersionConfig> {
    try {
      return await picking;
    } catch (error) {
      if (this.source.config === undefined) this.#fail(toNearsideError(error, 'model-load'));
      throw error;
    }
  }

  async #wish(wanted: VersionConfig): Promise<Deployment> {
    this.#wishes += 1;
    this.#wished = wanted;
    try {
      return await this.#serve(wanted, this.#wishes);
    } finally {
      if (this.#wished === wanted) this.#wished = undefined;
    }
  }

  /** Makes `version` ready, then lets it serve, unless something was wished for later and serves already. */
  async #serve(version: VersionConfig, wish: number): Promise<Deployment> {
    try {
      for (;;) {
        const loaded = this.#findServed(version) ?? (await this.#obtain(version, this.#serving));
        if (loaded === this.#serving || (await this.#takeOver(loaded, wish)))
          return loaded.requireDeployment();
      }
    } catch (error) {
      const known = toNearsideError(error, 'model-load');
      if (known.code !== 'closed' && this.#serving === undefined) this.#fail(known);
      throw known;
    }
  }

  #findServed(version: VersionConfig): LoadedVersion | undefined {
    const serving = this.#serving;
    return serving?.isOf(version) === true && this.#current.has(serving) ? serving : undefined;
  }

  /** The loaded version, from beside what serves or from a load of its own. */
  async #obtain(version: VersionConfig, predecessor?: LoadedVersion): Promise<LoadedVersion> {
    const warm = this.warm.all.find((loaded) => loaded.isOf(version) && this.#current.has(loaded));
    return warm ?? (await this.loads.obtain(version, predecessor));
  }

  async #start(version: VersionConfig, ticket: LoadTicket): Promise<LoadedVersion> {
    this.failures.delete(version.version);
    this.#error = undefined;
    this.ports.onChange();
    try {
      const { source, ports } = this;
      const loaded = await startVersion(version, ticket, { source, ports, events: this.#events });
      this.#current.add(loaded);
      this.warm.add(loaded);
      return loaded;
    } catch (error) {
      const known = toNearsideError(error, 'model-load');
      if (!ticket.isOff) this.failures.set(version.version, known);
      throw known;
    }
  }

  /** Lets a ready version serve; false where the settings changed meanwhile, and it is out of date. */
  async #takeOver(next: LoadedVersion, wish: number): Promise<boolean> {
    const { instances } = this.ports.getSettings();
    // What has to carry the load at once is as many as before.
    const previousCount = this.#serving?.slots.length ?? 0;
    const release = next.deployment?.gate.retain();
    if (previousCount > 0) await next.grow(instances === 'auto' ? previousCount : instances);
    release?.();
    if (!this.#current.has(next)) return false;
    if (next.state === 'closed') throw unloadedWhileLoading(this.name);
    this.#flip(next, wish);
    return true;
  }

  /** The one step in which another version begins to serve. */
  #flip(next: LoadedVersion, wish: number): void {
    const previous = this.#serving;
    if (wish < this.#servedWish || previous === next) return;
    this.#servedWish = wish;
    this.#error = undefined;
    this.warm.take(next);
    this.#serving = next;
    next.state = 'serving';
    const { instances } = this.ports.getSettings();
    if (instances !== 'auto') next.rescale(countInstances({ instances }));
    if (previous !== undefined) this.warm.retire(previous, next);
    this.offerLane();
    this.ports.onChange();
    this.ports.onServing(next, previous);
  }

  /** No instance of it could be started again. */
  #lose(loaded: LoadedVersion, error: NearsideError): void {
    this.failures.set(loaded.version.version, error);
    if (loaded === this.#serving) {
      this.#serving = undefined;
      this.ports.onLane({ kind: 'closed' });
      this.#fail(error);
    } else {
      this.warm.take(loaded);
      this.ports.onChange();
    }
  }

  #fail(error: NearsideError): void {
    this.#error = error;
    this.ports.onChange();
  }
}
