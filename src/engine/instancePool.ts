import type { Clock } from '../core/clock.ts';
import { messageOf, NearsideError } from '../core/errors.ts';
import type { ExpressLane, InstanceFactory, InstanceReport, InstanceSpec } from '../core/ports.ts';
import type { LoadProgress } from '../core/repository/modelStatus.ts';
import type { Deployment } from './deployment.ts';
import type { QueueItem } from './engineRequest.ts';
import { InstanceScaler } from './instanceScaler.ts';
import { InstanceSlot } from './instanceSlot.ts';

export interface InstancePoolPorts {
  readonly clock: Clock;
  readonly factory: InstanceFactory;
  readonly onProgress: (progress: LoadProgress) => void;
  /** Instances came or went. */
  readonly onChange: () => void;
  /** The first instance, which serves the express lane, is another one or gone. */
  readonly onFirstChanged: () => void;
  /** No instance is left and none could be started again. */
  readonly onExhausted: (error: NearsideError) => void;
  /** Whether an instance rests between the steps of its start. */
  readonly givesWay: () => boolean;
  /** Whether the number of instances follows the load. */
  readonly isAutomatic: () => boolean;
  /** How many instances the device has room for now. */
  readonly countRoom: () => number;
}

const respawnDelaysMs = [0, 500, 2000, 8000, 30_000];

/** The workers of one deployment: started, replaced when they die or hang, added and retired. */
export class InstancePool {
  readonly #spec: InstanceSpec;
  readonly #ports: InstancePoolPorts;
  readonly #starting = new Set<InstanceSlot>();
  /** Of the first instance. */
  #report: InstanceReport | undefined;
  #deployment: Deployment | undefined;
  #scaler: InstanceScaler | undefined;
  #slots: readonly InstanceSlot[] = [];
  #wanted = 1;
  #losses = 0;
  #warmUpMs = 0;
  #isDisposed = false;
  #awaitingStart: (() => void)[] = [];

  constructor(spec: InstanceSpec, ports: InstancePoolPorts) {
    this.#spec = spec;
    this.#ports = ports;
  }

  get slots(): readonly InstanceSlot[] {
    return this.#slots;
  }

  /** Whether an instance is being made ready. */
  get isStarting(): boolean {
    return this.#starting.size > 0;
  }

  /** How long the last start took. */
  get warmUpMs(): number {
    return this.#warmUpMs;
  }

  /** Starts the first instance; one death on the way is forgiven. Rejects with the reason it could not get ready. */
  async startFirst(): Promise<InstanceReport> {
    try {
      return await this.#start();
    } catch (error) {
      const isDeath = error instanceof NearsideError && error.code === 'worker-lost';
      if (!isDeath || this.#isDisposed) throw error;
      return await this.#start();
    }
  }

  /** Gives the instances to the deployment that was made from the first one's report. */
  serve(deployment: Deployment, wanted: number): void {
    this.#deployment = deployment;
    this.#scaler = new InstanceScaler(deployment.demand, this, this.#ports);
    deployment.setInstances(this.#slots);
    this.#ports.onFirstChanged();
    this.rescale(wanted);
  }

  /** Work was offered to the deployment. */
  noteOffer(): void {
    this.#scaler?.wake();
  }

  /** Adds or retires instances; what a retired one was running runs on another. */
  rescale(wanted: number): void {
    this.#wanted = wanted;
    // The first serves the express lane; of the others those go that have the least to do.
    const [first, ...others] = this.#slots;
    const byJobs = others.toSorted((left, right) => left.jobs - right.jobs);
    const retired = first === undefined ? [] : byJobs.slice(0, Math.max(0, this.#slots.length - wanted));
    if (retired.length > 0) {
      this.#slots = this.#slots.filter((slot) => !retired.includes(slot));
      const items = retired.flatMap((slot) => slot.itemsByJob.flat());
      for (const slot of retired) slot.dispose();
      this.#deployment?.setInstances(this.#slots);
      this.#deployment?.putBack(items);
      this.#ports.onChange();
    }
    for (let count = this.#slots.length + this.#starting.size; count < wanted; count += 1) void this.#add(0);
  }

  /** Resolves once no instance is starting. */
  async started(): Promise<void> {
    if (this.isStarting) await new Promise<void>((resolve) => this.#awaitingStart.push(resolve));
  }

  openLane(): ExpressLane | undefined {
    return this.#slots[0]?.instance.openLane();
  }

  /** The page waited in the express lane for too long: that run hangs, and the engine's own jobs only waited behind it. */
  reportHungLane(): void {
    const [first] = this.#slots;
    if (first !== undefined) this.#replace(first, 'a run took too long', { isHung: false });
  }

  /** Stops every worker; gives back what they were running. */
  dispose(): readonly QueueItem[] {
    this.#isDisposed = true;
    this.#scaler?.stop();
    const items = this.#slots.flatMap((slot) => slot.itemsByJob.flat());
    for (const slot of [...this.#slots, ...this.#starting]) slot.dispose();
    this.#slots = [];
    return items;
  }

  async #start(): Promise<InstanceReport> {
    const proved = this.#report === undefined ? {} : { proved: this.#report.batching };
    const instance = this.#ports.factory.create(
      { ...this.#spec, ...proved, givesWay: this.#ports.givesWay() },
      {
        onProgress: this.#ports.onProgress,
        onExpress: (record) => this.#deployment?.recordExpress(record),
        onLost: (reason) => {
          this.#replace(slot, reason, { isHung: false });
        },
      },
    );
    const slot: InstanceSlot = new InstanceSlot(instance, this.#ports.clock, () => {
      this.#replace(slot, 'a run took too long', { isHung: true });
    });
    this.#starting.add(slot);
    const startedAt = this.#ports.clock.now();
    try {
      const report = await instance.ready;
      this.#warmUpMs = this.#ports.clock.now() - startedAt;
      if (this.#isDisposed)
        throw new NearsideError('closed', `"${this.#spec.model}" was unloaded meanwhile.`);
      this.#report ??= report;
      this.#slots = [...this.#slots, slot];
      return report;
    } catch (error) {
      slot.dispose();
      throw error;
    } finally {
      this.#starting.delete(slot);
      if (!this.isStarting) for (const resolve of this.#awaitingStart.splice(0)) resolve();
    }
  }

  async #add(delayMs: number): Promise<void> {
    if (delayMs > 0) await new Promise<void>((resolve) => void this.#ports.clock.after(delayMs, resolve));
    if (this.#isDisposed || this.#slots.length + this.#starting.size >= this.#wanted) return;
    try {
      await this.#start();
    } catch (error) {
      this.#retry(error);
      return;
    }
    this.#losses = 0;
    this.#deployment?.setInstances(this.#slots);
    if (this.#slots.length === 1) this.#ports.onFirstChanged();
    this.#ports.onChange();
    if (this.#slots.length > this.#wanted) this.rescale(this.#wanted);
  }

  #retry(error: unknown): void {
    if (this.#isDisposed) return;
    this.#losses += 1;
    const delayMs = respawnDelaysMs[this.#losses];
    if (delayMs !== undefined) void this.#add(delayMs);
    else if (this.#slots.length === 0) {
      const message = `"${this.#spec.model}" could not be started again: ${messageOf(error)}`;
      this.#ports.onExhausted(new NearsideError('worker-lost', message, { cause: error }));
    }
  }

  /** A dead or hung worker: what waited behind its run is replayed, a hung run fails, a new worker takes its place. */
  #replace(slot: InstanceSlot, reason: string, { isHung }: { readonly isHung: boolean }): void {
    if (!this.#slots.includes(slot)) return;
    const [running = [], ...waiting] = slot.itemsByJob;
    const wasFirst = this.#slots[0] === slot;
    this.#slots = this.#slots.filter((other) => other !== slot);
    slot.dispose();
    this.#deployment?.setInstances(this.#slots);
    if (isHung) this.#deployment?.failRunning(running, reason);
    this.#deployment?.replay(isHung ? [] : running, waiting.flat(), reason);
    if (wasFirst) this.#ports.onFirstChanged();
    this.#ports.onChange();
    void this.#add(respawnDelaysMs[this.#losses] ?? 0);
    this.#losses = Math.min(this.#losses + 1, respawnDelaysMs.length - 1);
  }
}
