import { PayoffMeter } from '../core/caching/payoffMeter.ts';
import type { CacheSettings } from '../core/settings/settingsValue.ts';
import type { LaneCachePolicy } from './clientMessages.ts';
import { laneBytes } from './laneShare.ts';

export type CacheMode = 'on' | 'off' | 'auto';

/** Whether a model's results are cached: as the settings say, and on `auto` as it pays. */
export class CacheModes {
  readonly meters = new Map<string, PayoffMeter>();
  #settings: CacheSettings;

  constructor(settings: CacheSettings) {
    this.#settings = settings;
  }

  setSettings(settings: CacheSettings): void {
    this.#settings = settings;
  }

  of(model: string): CacheMode {
    const { enabled, models } = this.#settings;
    if (!enabled) return 'off';
    return Object.hasOwn(models, model) ? (models[model] as CacheMode) : 'auto';
  }

  meterOf(model: string): PayoffMeter {
    let meter = this.meters.get(model);
    if (meter === undefined) this.meters.set(model, (meter = new PayoffMeter()));
    return meter;
  }

  /** Whether results are worth keeping now. */
  doesPay(model: string): boolean {
    const mode = this.of(model);
    return mode === 'on' || (mode === 'auto' && this.meterOf(model).doesPay);
  }

  /** What the lane of a model does with requests that may be answered from a cache. */
  laneCache(model: string): LaneCachePolicy {
    const mode = this.of(model);
    if (mode !== 'auto') return { kind: mode === 'on' ? 'engine' : 'none' };
    const { memoryBytes, ttlMs } = this.#settings;
    return { kind: 'page', maxBytes: laneBytes(memoryBytes), ttlMs };
  }
}
