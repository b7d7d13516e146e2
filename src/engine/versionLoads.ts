import type { NearsideError } from '../core/errors.ts';
import type { VersionConfig } from '../core/repository/modelConfig.ts';
import type { LoadedVersion } from './loadedVersion.ts';

/** A load under way; `check` throws once it was called off. */
export interface LoadTicket {
  readonly isOff: boolean;
  /** What answers until then, where no request waits for the load. */
  readonly predecessor: LoadedVersion | undefined;
  check(): void;
  /** Names what is to be closed when the load is called off. */
  hold(loaded: LoadedVersion): void;
}

interface VersionLoadsPorts {
  readonly start: (version: VersionConfig, ticket: LoadTicket) => Promise<LoadedVersion>;
  /** A load ended well or not, and is no longer among those under way. */
  readonly onEnd: () => void;
}

interface Load {
  readonly promise: Promise<LoadedVersion>;
  loaded: LoadedVersion | undefined;
  end: { readonly error: NearsideError; readonly isRestarting: boolean } | undefined;
}

/** The loads of one model that are under way: one a version, however many wait for it. */
export class VersionLoads {
  readonly #ports: VersionLoadsPorts;
  readonly #loads = new Map<string, Load>();

  constructor(ports: VersionLoadsPorts) {
    this.#ports = ports;
  }

  get isEmpty(): boolean {
    return this.#loads.size === 0;
  }

  /** What is loading and how far it is. */
  get loading(): readonly { readonly version: string; readonly loaded: LoadedVersion | undefined }[] {
    return [...this.#loads].map(([version, { loaded }]) => ({ version, loaded }));
  }

  /** The loaded version; calls at the same time share one load. A load that begins anew on other settings is waited for. */
  async obtain(version: VersionConfig, predecessor?: LoadedVersion): Promise<LoadedVersion> {
    for (;;) {
      const load = this.#loads.get(version.version) ?? this.#begin(version, predecessor);
      try {
        return await load.promise;
      } catch (error) {
        if (load.end?.isRestarting !== true) throw error;
      }
    }
  }

  /** Calls every load off; with `isRestarting` whoever waits gets a new one. */
  cancel(error: NearsideError, { isRestarting = false }: { readonly isRestarting?: boolean } = {}): void {
    for (const load of this.#loads.values()) {
      load.end = { error, isRestarting };
      load.loaded?.close(error);
    }
    this.#loads.clear();
  }

  #begin(version: VersionConfig, predecessor: LoadedVersion | undefined): Load {
    const { promise, resolve, reject } = Promise.withResolvers<LoadedVersion>();
    const load: Load = { promise, loaded: undefined, end: undefined };
    promise.catch(() => undefined);
    this.#loads.set(version.version, load);
    const check = (): void => {
      if (load.end !== undefined) throw load.end.error;
    };
    const hold = (loaded: LoadedVersion): void => {
      load.loaded = loaded;
    };
    const ticket: LoadTicket = {
      get isOff() {
        return load.end !== undefined;
      },
      predecessor,
      check,
      hold,
    };
    this.#ports
      .start(version, ticket)
      .finally(() => {
        if (this.#loads.get(version.version) !== load) return;
        this.#loads.delete(version.version);
        this.#ports.onEnd();
      })
      .then(resolve, reject);
    return load;
  }
}
