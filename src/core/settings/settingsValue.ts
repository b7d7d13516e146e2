import type { VersionPolicy } from '../repository/versionPolicy.ts';

export type RoutingMode = 'local-only' | 'prefer-local' | 'prefer-remote' | 'remote-only' | 'fastest';
export type BackendChoice = 'auto' | 'wasm' | 'webgpu';

export interface RemoteSettings {
  readonly url: string;
  readonly token?: string;
  readonly timeoutMs?: number;
}

export interface CacheSettings {
  readonly enabled: boolean;
  readonly memoryBytes: number;
  readonly storeBytes: number;
  readonly ttlMs: number | null;
  readonly models: Readonly<Record<string, 'on' | 'off' | 'auto'>>;
}

/** How the batches of one model are formed; what is absent is as its `model.json` says. */
export interface BatchSettings {
  /** Rows of a batch at most, within what the model allows. */
  readonly maxBatch?: number;
  /** How long a partial batch may be held back. */
  readonly maxQueueDelayMs?: number;
  /** Sizes that are released as soon as they are reached. */
  readonly preferredBatch?: readonly number[];
  /** Takes what waits up to `maxBatch`, whatever the measured times say: the fixed rule of other servers, to compare with. */
  readonly isStatic?: boolean;
}

export interface SettingsValue {
  readonly mode: RoutingMode;
  /** By model, where one is to be answered otherwise than `mode` says. */
  readonly modes: Readonly<Record<string, RoutingMode>>;
  readonly remote: RemoteSettings | null;
  readonly remoteConsent: boolean;
  readonly deadlineMs: number | null;
  readonly batching: boolean;
  /** By model. */
  readonly batches: Readonly<Record<string, BatchSettings>>;
  readonly hedging: boolean;
  readonly backend: BackendChoice;
  readonly instances: 'auto' | number;
  readonly cache: CacheSettings;
  /** Which versions may serve, by model; what is absent is as its `model.json` says. */
  readonly versions: Readonly<Record<string, VersionPolicy>>;
  /** Models that are never unloaded to make room. */
  readonly pinned: readonly string[];
  /** What all loaded models together may take; null for a quarter of what the device says it has. */
  readonly memoryBudgetBytes: number | null;
}

export const defaultSettings: SettingsValue = {
  mode: 'local-only',
  modes: {},
  remote: null,
  remoteConsent: false,
  deadlineMs: null,
  batching: true,
  batches: {},
  hedging: true,
  backend: 'auto',
  instances: 'auto',
  cache: { enabled: true, memoryBytes: 32 * 2 ** 20, storeBytes: 256 * 2 ** 20, ttlMs: null, models: {} },
  versions: {},
  pinned: [],
  memoryBudgetBytes: null,
};
