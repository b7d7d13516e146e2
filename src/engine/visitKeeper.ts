import { keepRuntimeScript } from '../platform/ort/keepRuntimeScript.ts';
import type { EngineControl } from './engineControl.ts';

/** Keeps what a visit without a network needs, until everything on the device is erased. */
export class VisitKeeper {
  readonly #keptBackends = new Set<string>();
  #isKeeping: boolean;

  constructor(isKeeping: boolean) {
    this.#isKeeping = isKeeping;
  }

  get isKeeping(): boolean {
    return this.#isKeeping;
  }

  /** An instance has started the runtime. */
  async keepRuntime(backend: 'wasm' | 'webgpu'): Promise<void> {
    if (!this.#isKeeping || this.#keptBackends.has(backend)) return;
    this.#keptBackends.add(backend);
    await keepRuntimeScript(backend);
  }

  /** The same calls; the one that erases ends the keeping too. */
  endWith(control: EngineControl): EngineControl {
    return {
      ...control,
      destroyCache: async () => {
        this.#isKeeping = false;
        await control.destroyCache();
      },
    };
  }
}
