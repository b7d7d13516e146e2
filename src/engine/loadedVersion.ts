import { encodeError, type NearsideError } from '../core/errors.ts';
import type { ExpressLane, InstanceSpec } from '../core/ports.ts';
import type { ModelConfig, VersionConfig } from '../core/repository/modelConfig.ts';
import type { LoadProgress } from '../core/repository/modelStatus.ts';
import { Deployment } from './deployment.ts';
import { unloadedWhileLoading } from './endedErrors.ts';
import { InstancePool } from './instancePool.ts';
import type { InstanceSlot } from './instanceSlot.ts';
import { clockTickOf } from './makeInstanceSpec.ts';
import type { ModelHostPorts } from './modelHostPorts.ts';
import type { TextModel } from './textModel.ts';

/** Loading is before it can answer; serving is what requests without a version get; warm answers those that name it. */
export type LoadedState = 'loading' | 'serving' | 'warm' | 'draining' | 'closed';

export interface LoadedVersionEvents {
  onProgress(progress: LoadProgress): void;
  /** The first instance, which serves the express lane, is another one or gone. */
  onFirstChanged(loaded: LoadedVersion): void;
  /** No instance is left and none could be started again; it is closed. */
  onExhausted(loaded: LoadedVersion, error: NearsideError): void;
}

const halfLifeMs = 600_000;

interface Origin {
  readonly config: ModelConfig;
  readonly version: VersionConfig;
  readonly spec: InstanceSpec;
  readonly text: TextModel | undefined;
  /** What answers until then, where no request waits for this version. */
  readonly predecessor: LoadedVersion | undefined;
}

/** One version of a model with its queues and its workers, from its load to its end. */
export class LoadedVersion {
  readonly config: ModelConfig;
  readonly version: VersionConfig;
  readonly spec: InstanceSpec;
  state: LoadedState = 'loading';
  progress: LoadProgress | undefined;
  /** When it was last looked for by its name, or made ready. */
  usedAt: number;
  /** It was loaded before anybody asked, for it is asked in most visits. */
  isAhead = false;
  /** What its load took. */
  loadMs = 0;
  readonly #text: TextModel | undefined;
  readonly #ports: ModelHostPorts;
  readonly #pool: InstancePool;
  #deployment: Deployment | undefined;
  #offers = 0;
  #uses = 0;
  #countedAt: number;

  constructor(
    { config, version, spec, text, predecessor }: Origin,
    ports: ModelHostPorts,
    events: LoadedVersionEvents,
  ) {
    this.config = config;
    this.version = version;
    this.spec = spec;
    this.#text = text;
    this.#ports = ports;
    const { clock, factory, onChange, getSettings } = ports;
    this.usedAt = clock.now();
    this.#countedAt = clock.now();
    const givesWay = predecessor !== undefined && ports.isUnderLoad();
    this.#pool = new InstancePool(succeed(spec, predecessor), {
      givesWay: () => givesWay && this.state !== 'serving',
      clock,
      factory,
      onChange,
      isAutomatic: () => this.state !== 'draining' && getSettings().instances === 'auto',
      countRoom: () => ports.countRoom(this),
      onProgress: (progress) => {
        const own = { ...progress, version: version.version };
        if (this.state === 'loading') this.progress = own;
        events.onProgress(own);
      },
      onFirstChanged: () => {
        events.onFirstChanged(this);
      },
      onExhausted: (error) => {
        this.close(error);
        events.onExhausted(this, error);
      },
    });
  }

  /** There from the end of {@link start} to that of this version. */
  get deployment(): Deployment | undefined {
    return this.#deployment;
  }

  /** Throws `closed` where there is none any more. */
  requireDeployment(): Deployment {
    if (this.#deployment === undefined) throw unloadedWhileLoading(this.config.name);
    return this.#deployment;
  }

  get slots(): readonly InstanceSlot[] {
    return this.#pool.slots;
  }

  /** Whether nothing waits, runs or is prepared. */
  get isIdle(): boolean {
    return this.#deployment?.gate.isIdle ?? true;
  }

  /** Requests that came, those before the last count halved every ten minutes. */
  countUses(now: number): number {
    this.#uses = this.#uses * 0.5 ** ((now - this.#countedAt) / halfLifeMs) + this.#offers;
    this.#offers = 0;
    this.#countedAt = now;
    return this.#uses;
  }

  /** Whether it was made of these very bytes. */
  isOf(version: VersionConfig): boolean {
    const digestIn = ({ variants }: VersionConfig): string | undefined =>
      variants.find(({ name }) => name === this.spec.variant)?.sha256;
    return this.version.version === version.version && digestIn(this.version) === digestIn(version);
  }

  /** Downloads, verifies, creates, warms and checks; rejects with a typed error, and is then closed. */
  async start(): Promise<Deployment> {
    const { config, version, spec } = this;
    const { clock } = this.#ports;
    const startAt = clock.now();
    const report = await this.#pool.startFirst();
    const text = this.#text?.serve(config, report);
    const deployment = new Deployment({ config, version, spec, report, text }, this.#deploymentPorts());
    this.#deployment = deployment;
    this.state = 'warm';
    this.progress = undefined;
    this.loadMs = clock.now() - startAt;
    this.usedAt = clock.now();
    this.#pool.serve(deployment, 1);
    return deployment;
  }

  /** Adds or retires instances. */
  rescale(instances: number): void {
    this.#pool.rescale(instances);
  }

  /** Brings the instances to this many, if they are fewer; resolves once none is starting any more. */
  async grow(instances: number): Promise<void> {
    if (instances <= this.slots.length) return;
    this.#pool.rescale(instances);
    await this.#pool.started();
  }

  /** The page found no answer in the lane for too long. */
  reportHungLane(): void {
    this.#pool.reportHungLane();
  }

  openLane(): ExpressLane | undefined {
    return this.#pool.openLane();
  }

  /** Stops the workers; what waits, runs or comes is rejected with `error`, unless `successor` takes it. */
  close(error: NearsideError, successor?: Deployment): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    const deployment = this.#deployment;
    if (deployment !== undefined && successor !== undefined)
      deployment.successor = Promise.resolve(successor);
    deployment?.close(encodeError(error), this.#pool.dispose());
    if (deployment === undefined) this.#pool.dispose();
  }

  #deploymentPorts(): ConstructorParameters<typeof Deployment>[1] {
    const { clock, recorder, isIsolated, getSettings, readOthers, expire, cores } = this.#ports;
    return {
      clock,
      cores,
      recorder,
      clockTickMs: clockTickOf(isIsolated),
      expire,
      readBatching: () => {
        const { batching, batches } = getSettings();
        return { isBatching: batching, batch: batches[this.config.name] };
      },
      onOffer: () => {
        this.#offers += 1;
        this.#pool.noteOffer();
      },
      readOthers: (priority) => readOthers(this, priority),
    };
  }
}

/** With the times of what it replaces, where that runs in the same way. */
function succeed(spec: InstanceSpec, predecessor: LoadedVersion | undefined): InstanceSpec {
  const prior = predecessor?.deployment?.report.costs;
  const isAlike = predecessor?.spec.backend === spec.backend && predecessor.spec.threads === spec.threads;
  return isAlike && prior !== undefined ? { ...spec, prior } : spec;
}
