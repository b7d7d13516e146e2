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

export interface SettingsValue {
  readonly mode: RoutingMode;
  readonly remote: RemoteSettings | null;
  readonly remoteConsent: boolean;
  readonly deadlineMs: number | null;
  readonly batching: boolean;
  readonly hedging: boolean;
  readonly backend: BackendChoice;
  readonly instances: 'auto' | number;
  readonly cache: CacheSettings;
}

export const defaultSettings: SettingsValue = {
  mode: 'local-only',
  remote: null,
  remoteConsent: false,
  deadlineMs: null,
  batching: true,
  hedging: true,
  backend: 'auto',
  instances: 'auto',
  cache: { enabled: true, memoryBytes: 32 * 2 ** 20, storeBytes: 256 * 2 ** 20, ttlMs: null, models: {} },
};
