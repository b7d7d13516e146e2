import type { Clock } from '../core/clock.ts';
import { encodeError, messageOf, NearsideError, toNearsideError } from '../core/errors.ts';
import type {
  ExpressLane,
  InstanceFactory,
  InstanceReport,
  InstanceSpec,
  RepositoryReader,
} from '../core/ports.ts';
import type { ModelConfig, VersionConfig } from '../core/repository/modelConfig.ts';
import type { LoadProgress, ModelState, ModelStatus } from '../core/repository/modelStatus.ts';
import { pickVersion, variantOf } from '../core/repository/pickVersion.ts';
import { parseModelConfig } from '../core/repository/parseModelConfig.ts';
import type { ModelRecorder } from '../core/telemetry/modelRecorder.ts';
import type { SettingsValue } from '../core/settings/settingsValue.ts';
import { Deployment } from './deployment.ts';
import { InstanceSlot } from './instanceSlot.ts';
import type { LaneLead } from './clientMessages.ts';
import { labelsKeyOf } from './labelsKey.ts';
import { makeInstanceSpec } from './makeInstanceSpec.ts';

export interface ModelHostPorts {
  readonly clock: Clock;
  readonly factory: InstanceFactory;
  readonly reader: RepositoryReader;
  readonly recorder: ModelRecorder;
  readonly cores: number;
  readonly isIsolated: boolean;
  getSettings(): SettingsValue;
  onChange(): void;
  onProgress(progress: LoadProgress): void;
  /** The express lane of this model opened or closed. */
  onLane(
    change:
      | { readonly kind: 'open'; readonly lane: ExpressLane; readonly lead: LaneLead }
      | { readonly kind: 'closed' },
  ): void;
}

const maxInstances = 8;
// Browsers blunt the clock of a page that is not isolated.
const isolatedTickMs = 0.005;
const plainTickMs = 0.1;
const respawnDelaysMs = [0, 500, 2000, 8000, 30_000];

/** One model of the repository: its configuration, its state, its loaded version and the workers behind it. */
export class ModelHost {
  readonly name: string;
  readonly #ports: ModelHostPorts;
  #config: ModelConfig | undefined;
  #reading: Promise<ModelConfig> | undefined;
  #state: ModelState = 'available';
  #error: NearsideError | undefined;
  #progress: LoadProgress | undefined;
  #deployment: Deployment | undefined;
  #slots: InstanceSlot[] = [];
  #loading: Promise<Deployment> | undefined;
  #losses = 0;
  #isRestarting = false;
  readonly #starting = new Set<InstanceSlot>();
  #generation = 0;

  constructor(name: string, ports: ModelHostPorts) {
    this.name = name;
    this.#ports = ports;
  }

  /** The version that serves now, if one is ready. */
  get deployment(): Deployment | undefined {
    return this.#deployment;
  }

  get slots(): readonly InstanceSlot[] {
    return this.#slots;
  }

  get state(): ModelState {
    return this.#state;
  }

  get recorder(): ModelRecorder {
    return this.#ports.recorder;
  }

  /** Reads `model.json` once, also for callers at the same time; a failure is not kept. */
  async readConfig(): Promise<ModelConfig> {
    this.#reading ??= this.#ports.reader
      .readJson(`${this.name}/model.json`)
      .then((json) => parseModelConfig(json, this.name));
    try {
      this.#config = await this.#reading;
      return this.#config;
    } catch (error) {
      this.#reading = undefined;
      throw error;
    }
  }

  /** The deployment of `version` (default: the highest), loaded if need be. Concurrent calls share one load. */
  async load(version?: string): Promise<Deployment> {
    const config = await this.#readConfigOrFail();
    const wanted = pickVersion(config, version);
    for (;;) {
      if (this.#deployment?.version === wanted) return this.#deployment;
      const generation = this.#generation;
      const isOwn = this.#loading === undefined;
      const loading = (this.#loading ??= this.#loadVersion(config, wanted));
      try {
        const deployment = await loading;
        if (isOwn || deployment.version === wanted) return deployment;
      } catch (error) {
        if (this.#generation === generation || !this.#isRestarting) throw error;
      } finally {
        if (this.#loading === loading) this.#loading = undefined;
      }
    }
  }

  /** Stops the workers; requests that wait or run are rejected with `closed`. */
  unload(): void {
    this.#generation += 1;
    this.#isRestarting = false;
    this.#loading = undefined;
    for (const slot of this.#starting) slot.dispose();
    this.#starting.clear();
    this.#close(new NearsideError('closed', `"${this.name}" was unloaded before the request was answered.`));
    this.#state = 'available';
    this.#error = undefined;
    this.#ports.onChange();
  }

  /** Brings the number of instances to what the settings say. */
  rescale(): void {
    const deployment = this.#deployment;
    if (deployment === undefined) return;
    const wanted = this.#instanceCount();
    const surplus = this.#slots.slice(wanted);
    this.#slots = this.#slots.slice(0, wanted);
    const items = surplus.flatMap((slot) => slot.itemsByJob.flat());
    for (const slot of surplus) slot.dispose();
    deployment.setInstances(this.#slots);
    if (items.length > 0) deployment.replay(items, 'the number of instances was lowered');
    for (let index = this.#slots.length; index < wanted; index += 1) void this.#addInstance(deployment, 0);
  }

  /** Loads again from nothing, for settings that change what an instance is; whoever waits for a load gets the new one. */
  async reload(): Promise<void> {
    if (this.#state !== 'ready' && this.#state !== 'loading') return;
    this.unload();
    this.#isRestarting = true;
    await this.load();
  }

  /** The page found no answer in the lane for too long. */
  reportHungLane(): void {
    const [slot] = this.#slots;
    if (slot !== undefined) this.#replace(slot, 'a run took too long');
  }

  offerLane(): void {
    const lane = this.#slots[0]?.instance.openLane();
    const deployment = this.#deployment;
    if (lane === undefined || deployment === undefined) return;
    const lead = { labelsKey: labelsKeyOf(deployment), trace: { ...deployment.tracePart, batchSize: 1 } };
    this.#ports.onLane({ kind: 'open', lane, lead });
  }

  status(): ModelStatus {
    const config = this.#config;
    const deployment = this.#deployment;
    const version = deployment?.version ?? config?.versions[0];
    const variant = variantOf(version, deployment?.spec.variant);
    return {
      name: this.name,
      versions: config?.versions.map((entry) => entry.version) ?? [],
      state: this.#state,
      inputs: deployment?.report.inputs ?? config?.inputs ?? [],
      outputs: deployment?.report.outputs ?? config?.outputs ?? [],
      sizeBytes: variant?.sizeBytes ?? 0,
      digest: variant?.sha256 ?? '',
      ...(this.#error === undefined
        ? {}
        : { error: { code: this.#error.code, message: this.#error.message } }),
      ...(config?.task === undefined ? {} : { task: config.task }),
      ...(config?.labels === undefined ? {} : { labels: config.labels }),
      ...(variant === undefined ? {} : { variant: variant.name }),
      ...(this.#progress === undefined ? {} : { progress: this.#progress }),
      ...(deployment === undefined
        ? {}
        : {
            backend: deployment.report.backend,
            batching: deployment.report.batching,
            maxBatch: deployment.maxBatch,
          }),
    };
  }

  async #readConfigOrFail(): Promise<ModelConfig> {
    try {
      return await this.readConfig();
    } catch (error) {
      this.#fail(toNearsideError(error, 'model-load'));
      throw error;
    }
  }

  #fail(error: NearsideError): void {
    this.#state = 'failed';
    this.#error = error;
    this.#progress = undefined;
    this.#ports.onChange();
  }

  async #loadVersion(config: ModelConfig, version: VersionConfig): Promise<Deployment> {
    const generation = this.#generation;
    this.#state = 'loading';
    this.#error = undefined;
    this.#ports.onChange();
    try {
      const { reader, isIsolated, cores, getSettings } = this.#ports;
      const spec = await makeInstanceSpec(config, version, reader, {
        isIsolated,
        cores,
        instances: this.#instanceCount(),
        backend: getSettings().backend,
      });
      const { slot, report } = await this.#startInstance(spec);
      if (generation !== this.#generation) {
        slot.dispose();
        throw new NearsideError('closed', `"${this.name}" was unloaded while it was loading.`);
      }
      return this.#open(config, version, spec, report, slot);
    } catch (error) {
      const known = toNearsideError(error, 'model-load');
      if (generation === this.#generation) this.#fail(known);
      throw known;
    }
  }

  #open(
    config: ModelConfig,
    version: VersionConfig,
    spec: InstanceSpec,
    report: InstanceReport,
    slot: InstanceSlot,
  ): Deployment {
    const previous = this.#slots;
    const ports = this.#ports;
    const deployment = new Deployment(
      { config, version, spec, report },
      {
        clock: ports.clock,
        recorder: ports.recorder,
        clockTickMs: ports.isIsolated ? isolatedTickMs : plainTickMs,
        isBatching: () => ports.getSettings().batching,
      },
    );
    this.#deployment = deployment;
    this.#slots = [slot];
    for (const old of previous) old.dispose();
    this.#state = 'ready';
    this.#progress = undefined;
    deployment.setInstances(this.#slots);
    this.rescale();
    ports.onChange();
    this.offerLane();
    return deployment;
  }

  #instanceCount(): number {
    const { instances } = this.#ports.getSettings();
    return instances === 'auto' ? 1 : Math.min(Math.max(1, instances), maxInstances);
  }

  async #startInstance(spec: InstanceSpec): Promise<{ slot: InstanceSlot; report: InstanceReport }> {
    const instance = this.#ports.factory.create(spec, {
      onProgress: (progress) => {
        if (this.#state === 'loading') this.#progress = progress;
        this.#ports.onProgress(progress);
      },
      onExpress: (record) => {
        this.#deployment?.recordExpress(record);
      },
      onLost: (reason) => {
        this.#replace(slot, reason);
      },
    });
    const slot: InstanceSlot = new InstanceSlot(instance, this.#ports.clock, () => {
      this.#replace(slot, 'a run took too long', { isHung: true });
    });
    this.#starting.add(slot);
    try {
      return { slot, report: await instance.ready };
    } catch (error) {
      slot.dispose();
      throw error;
    } finally {
      this.#starting.delete(slot);
    }
  }

  async #addInstance(deployment: Deployment, delayMs: number): Promise<void> {
    if (delayMs > 0) await new Promise<void>((resolve) => void this.#ports.clock.after(delayMs, resolve));
    if (this.#deployment !== deployment) return;
    try {
      const { slot } = await this.#startInstance(deployment.spec);
      if (this.#deployment !== deployment) {
        slot.dispose();
        return;
      }
      this.#slots = [...this.#slots, slot];
      deployment.setInstances(this.#slots);
      this.#losses = 0;
      if (this.#slots.length === 1) this.offerLane();
      this.#ports.onChange();
    } catch (error) {
      this.#giveUpOrRetry(deployment, error);
    }
  }

  #giveUpOrRetry(deployment: Deployment, error: unknown): void {
    this.#losses += 1;
    const delayMs = respawnDelaysMs[this.#losses];
    if (delayMs !== undefined) void this.#addInstance(deployment, delayMs);
    else if (this.#slots.length === 0) {
      const failure = new NearsideError(
        'worker-lost',
        `"${this.name}" could not be started again: ${messageOf(error)}`,
        {
          cause: error,
        },
      );
      this.#close(failure);
      this.#fail(failure);
    }
  }

  /** A dead or hung worker: its waiting jobs are replayed, a hung run fails, a new worker takes its place. */
  #replace(slot: InstanceSlot, reason: string, { isHung = false }: { readonly isHung?: boolean } = {}): void {
    const deployment = this.#deployment;
    if (deployment === undefined || !this.#slots.includes(slot)) return;
    const [running = [], ...waiting] = slot.itemsByJob;
    this.#slots = this.#slots.filter((other) => other !== slot);
    slot.dispose();
    this.#ports.onLane({ kind: 'closed' });
    deployment.setInstances(this.#slots);
    if (isHung) deployment.failRunning(running, reason);
    deployment.replay(isHung ? waiting.flat() : [...running, ...waiting.flat()], reason);
    this.#ports.onChange();
    this.#losses += 1;
    void this.#addInstance(deployment, respawnDelaysMs[this.#losses - 1] ?? 0);
  }

  #close(error: NearsideError): void {
    const deployment = this.#deployment;
    const running = this.#slots.flatMap((slot) => slot.itemsByJob.flat());
    this.#deployment = undefined;
    for (const slot of this.#slots) slot.dispose();
    this.#slots = [];
    this.#ports.onLane({ kind: 'closed' });
    const encoded = encodeError(error);
    deployment?.refuseRunning(running, encoded);
    deployment?.refuseAll(encoded);
  }
}
