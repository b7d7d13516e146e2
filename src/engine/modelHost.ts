import { encodeError, toNearsideError, type NearsideError } from '../core/errors.ts';
import type { InstanceSpec } from '../core/ports.ts';
import type { ModelConfig, VersionConfig } from '../core/repository/modelConfig.ts';
import type { LoadProgress, ModelState, ModelStatus } from '../core/repository/modelStatus.ts';
import { parseModelConfig } from '../core/repository/parseModelConfig.ts';
import { pickVersion } from '../core/repository/pickVersion.ts';
import type { Calibration } from '../core/scheduling/calibration.ts';
import type { ModelRecorder } from '../core/telemetry/modelRecorder.ts';
import { keepVerdict } from './backendVerdict.ts';
import { calibrateModel } from './calibrateModel.ts';
import { Deployment } from './deployment.ts';
import { replacedBy, unloadedBefore, unloadedWhileLoading } from './endedErrors.ts';
import { InstancePool } from './instancePool.ts';
import type { InstanceSlot } from './instanceSlot.ts';
import { describeModel } from './describeModel.ts';
import { clockTickOf, countInstances } from './makeInstanceSpec.ts';
import { loadText } from './loadText.ts';
import type { ModelHostPorts } from './modelHostPorts.ts';
import { specFor } from './specFor.ts';

/** One model of the repository: its configuration, its state and its loaded version. */
export class ModelHost {
  readonly name: string;
  readonly #ports: ModelHostPorts;
  #config: ModelConfig | undefined;
  #reading: Promise<ModelConfig> | undefined;
  #state: ModelState = 'available';
  #error: NearsideError | undefined;
  #progress: LoadProgress | undefined;
  #deployment: Deployment | undefined;
  #pool: InstancePool | undefined;
  #loading: Promise<Deployment> | undefined;
  #isRestarting = false;
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
    return this.#pool?.slots ?? [];
  }

  get state(): ModelState {
    return this.#state;
  }

  /** Why the last load failed. */
  get failure(): NearsideError | undefined {
    return this.#error;
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
    this.#close(unloadedBefore(this.name));
    this.#state = 'available';
    this.#error = undefined;
    this.#ports.onChange();
  }

  /** Brings the number of instances to what the settings say; anew where that changes the threads of each. */
  async rescale(): Promise<void> {
    const deployment = this.#deployment;
    if (deployment === undefined) return;
    const spec = await specFor(deployment.config, deployment.version, this.#ports);
    if (this.#deployment !== deployment) return;
    if (spec.threads === deployment.spec.threads)
      this.#pool?.rescale(countInstances(this.#ports.getSettings()));
    else await this.reload();
  }

  /**
   * Loads again from nothing, for settings that change what an instance is. Whoever waits for a load gets the new one, and what
   * waited or ran goes there.
   */
  async reload(): Promise<void> {
    if (this.#state !== 'ready' && this.#state !== 'loading') return;
    const previous = this.#deployment;
    const requests = previous?.release(this.#pool?.dispose() ?? []) ?? [];
    const next = Promise.withResolvers<Deployment>();
    next.promise.catch(() => undefined);
    if (previous !== undefined) previous.successor = next.promise;
    this.unload();
    this.#isRestarting = true;
    try {
      const deployment = await this.load(previous?.version.version);
      next.resolve(deployment);
      for (const request of requests) if (!request.isSettled) deployment.enqueue(request);
      deployment.pump();
    } catch (error) {
      next.reject(error);
      const encoded = encodeError(toNearsideError(error, 'model-load'));
      for (const request of requests) request.owner.refuse(request, encoded);
      throw error;
    }
  }

  /** Measures the backends against each other, keeps the verdict, and runs by it where the settings leave the choice. */
  async calibrate(): Promise<Calibration> {
    const config = await this.readConfig();
    const version = pickVersion(config, undefined);
    const specs = [
      await specFor(config, version, this.#ports, 'wasm'),
      await specFor(config, version, this.#ports, 'webgpu'),
    ];
    const calibration = await calibrateModel(specs, this.#ports.factory);
    const { backend } = calibration.chosen;
    await keepVerdict(backend, version, this.#ports);
    const isOther = this.#deployment !== undefined && this.#deployment.report.backend !== backend;
    if (isOther && this.#ports.getSettings().backend === 'auto') await this.reload();
    return calibration;
  }

  /** The page found no answer in the lane for too long. */
  reportHungLane(): void {
    this.#pool?.reportHungLane();
  }

  /** Opens the express lane for whoever may have it; without an instance it is closed. */
  offerLane(): void {
    const deployment = this.#deployment;
    const lane = deployment === undefined ? undefined : this.#pool?.openLane();
    if (lane === undefined || deployment === undefined) {
      this.#ports.onLane({ kind: 'closed' });
      return;
    }
    this.#ports.onLane({ kind: 'open', lane, lead: deployment.lead });
  }

  status(): ModelStatus {
    return describeModel({
      name: this.name,
      state: this.#state,
      config: this.#config,
      deployment: this.#deployment,
      error: this.#error,
      progress: this.#progress,
    });
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
      const spec = await specFor(config, version, this.#ports);
      if (generation !== this.#generation) throw unloadedWhileLoading(this.name);
      const pool = this.#makePool(spec);
      if (this.#pool !== undefined) this.#close(replacedBy(this.name, version.version));
      this.#pool = pool;
      const report = await pool.startFirst();
      if (generation !== this.#generation) throw unloadedWhileLoading(this.name);
      const text = (await loadText(config, this.#ports.reader))?.serve(config, report);
      if (generation !== this.#generation) throw unloadedWhileLoading(this.name);
      const deployment = new Deployment({ config, version, spec, report, text }, this.#deploymentPorts());
      this.#deployment = deployment;
      this.#state = 'ready';
      this.#progress = undefined;
      pool.serve(deployment, countInstances(this.#ports.getSettings()));
      this.#ports.onChange();
      return deployment;
    } catch (error) {
      if (generation !== this.#generation) throw unloadedWhileLoading(this.name);
      const known = toNearsideError(error, 'model-load');
      this.#fail(known);
      throw known;
    }
  }

  #deploymentPorts(): ConstructorParameters<typeof Deployment>[1] {
    const { clock, recorder, isIsolated, getSettings, readOthers } = this.#ports;
    const clockTickMs = clockTickOf(isIsolated);
    return {
      clock,
      recorder,
      clockTickMs,
      readBatching: () => {
        const { batching, batches } = getSettings();
        return { isBatching: batching, batch: batches[this.name] };
      },
      onOffer: () => this.#pool?.noteOffer(),
      readOthers,
    };
  }

  #makePool(spec: InstanceSpec): InstancePool {
    const { clock, factory, onProgress, onChange, getSettings, countRoom } = this.#ports;
    return new InstancePool(spec, {
      clock,
      factory,
      onChange,
      isAutomatic: () => getSettings().instances === 'auto',
      countRoom,
      onProgress: (progress) => {
        if (this.#state === 'loading') this.#progress = progress;
        onProgress(progress);
      },
      onFirstChanged: () => {
        this.offerLane();
      },
      onExhausted: (error) => {
        this.#close(error);
        this.#fail(error);
      },
    });
  }

  #close(error: NearsideError): void {
    const deployment = this.#deployment;
    const pool = this.#pool;
    this.#deployment = undefined;
    this.#pool = undefined;
    const running = pool?.dispose() ?? [];
    this.#ports.onLane({ kind: 'closed' });
    const encoded = encodeError(error);
    deployment?.close(encoded, running);
  }
}
