import type { Clock } from '../core/clock.ts';
import { initialScaleState, planInstances, type ScaleState } from '../core/scheduling/planInstances.ts';
import type { DemandMeter } from './demandMeter.ts';

export interface InstanceScalerPorts {
  readonly clock: Clock;
  readonly isAutomatic: () => boolean;
  /** How many instances the device has room for now. */
  readonly countRoom: () => number;
}

/** What is brought to the load. */
interface ScaledPool {
  readonly slots: readonly unknown[];
  readonly isStarting: boolean;
  readonly warmUpMs: number;
  rescale(wanted: number): void;
}

const tickMs = 1000;
/** How long a model that nobody asks keeps being watched. */
const watchMs = 90_000;

/** Brings the instances of one deployment to its load, second by second while there is any. */
export class InstanceScaler {
  readonly #demand: DemandMeter;
  readonly #pool: ScaledPool;
  readonly #ports: InstanceScalerPorts;
  #state: ScaleState = initialScaleState;
  #cancelTick: (() => void) | undefined;
  #lastBusyAt = 0;
  #lastTickAt = 0;

  constructor(demand: DemandMeter, pool: ScaledPool, ports: InstanceScalerPorts) {
    this.#demand = demand;
    this.#pool = pool;
    this.#ports = ports;
  }

  /** Work came: begins to watch, if it does not yet. */
  wake(): void {
    if (this.#cancelTick !== undefined) return;
    const now = this.#ports.clock.now();
    this.#lastBusyAt = now;
    this.#lastTickAt = now;
    this.#tickLater();
  }

  stop(): void {
    this.#cancelTick?.();
    this.#cancelTick = undefined;
  }

  #tickLater(): void {
    this.#cancelTick = this.#ports.clock.after(tickMs, () => {
      this.#tick();
    });
  }

  #tick(): void {
    const now = this.#ports.clock.now();
    const { workMs, msPerRow } = this.#demand.take();
    const demand = workMs / Math.max(1, now - this.#lastTickAt);
    this.#lastTickAt = now;
    if (workMs > 0) this.#lastBusyAt = now;
    const ready = this.#pool.slots.length;
    if (this.#ports.isAutomatic() && ready > 0 && !this.#pool.isStarting) {
      const limits = { ready, most: this.#ports.countRoom(), warmUpMs: this.#pool.warmUpMs };
      const plan = planInstances(this.#state, { at: now, demand, msPerRow }, limits);
      this.#state = plan.state;
      if (plan.wanted !== ready) this.#pool.rescale(plan.wanted);
    }
    if (now - this.#lastBusyAt < watchMs) this.#tickLater();
    else this.stop();
  }
}
