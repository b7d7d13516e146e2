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

/** Loading is before it can answer; serving is what requests without a version get; warm answers those that name it. */
export type LoadedState = 'loading' | 'serving' | 'warm' | 'draining' | 'closed';

export interface LoadedVersionEvents {
  onProgress(progress: LoadProgress): void;
  /** The first instance, which serves the express lane, is another one or gone. */
  onFirstChanged(loaded: LoadedVersion): void;
  /** No instance is left and none could be started again; it is closed. */
  onExhausted(loaded: LoadedVersion, error: NearsideError): void;
}

interface Origin {
  readonly config: ModelConfig;
  readonly version: VersionConfig;
  readonly spec: InstanceSpec;
}

/** One version of a model with its queues and its workers, from its load to its end. */
export class LoadedVersion {
  readonly config: ModelConfig;
  readonly version: VersionConfig;
  readonly spec: InstanceSpec;
  state: LoadedState = 'loading';
  progress: LoadProgress | undefined;
  /** When it was last asked for. */
  usedAt: number;
  /** What its load took. */
  loadMs = 0;
  readonly #ports: ModelHostPorts;
  readonly #pool: InstancePool;
  #deployment: Deployment | undefined;

  constructor({ config, version, spec }: Origin, ports: ModelHostPorts, events: LoadedVersionEvents) {
    this.config = config;
    this.version = version;
    this.spec = spec;
    this.#ports = ports;
    const { clock, factory, onChange, getSettings } = ports;
    this.usedAt = clock.now();
    this.#pool = new InstancePool(spec, {
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

  /** Whether it was made of these very bytes. */
  isOf({ version, variants }: VersionConfig): boolean {
    const { variant, file } = this.spec;
    const own = variants.find(({ name }) => name === variant);
    return this.version.version === version && own?.sha256 === file.sha256;
  }

  /** Downloads, verifies, creates, warms and checks; rejects with a typed error, and is then closed. */
  async start(): Promise<Deployment> {
    const { config, version, spec } = this;
    const { clock } = this.#ports;
    const startAt = clock.now();
    const report = await this.#pool.startFirst();
    const deployment = new Deployment({ config, version, spec, report }, this.#deploymentPorts());
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
    const { clock, recorder, isIsolated, getSettings, readOthers } = this.#ports;
    return {
      clock,
      recorder,
      clockTickMs: clockTickOf(isIsolated),
      readBatching: () => {
        const { batching, batches } = getSettings();
        return { isBatching: batching, batch: batches[this.config.name] };
      },
      onOffer: () => {
        this.#pool.noteOffer();
      },
      readOthers: (priority) => readOthers(this, priority),
    };
  }
}
