import { NearsideError } from '../errors.ts';
import { showValue } from '../showValue.ts';
import { checkMemoryBudget, checkPinned, checkVersions } from './checkVersions.ts';
import {
  defaultSettings,
  type BatchSettings,
  type CacheSettings,
  type RemoteSettings,
  type SettingsValue,
} from './settingsValue.ts';

type Fields = Readonly<Record<string, unknown>>;

const modes = ['local-only', 'prefer-local', 'prefer-remote', 'remote-only', 'fastest'];
const backends = ['auto', 'wasm', 'webgpu'];
const maxInstances = 8;
const expectedUrl = 'an https URL (http for localhost alone) without credentials, query or fragment';
const localHosts = ['localhost', '127.0.0.1', '[::1]'];

const checks: {
  readonly [Key in keyof SettingsValue]: (value: unknown, baseUrl: string) => SettingsValue[Key];
} = {
  mode: (value) => oneOf('mode', value, modes) as SettingsValue['mode'],
  modes: (value) => checkModes(value),
  remote: (value, baseUrl) => (value === null ? null : checkRemote(value, baseUrl)),
  remoteConsent: (value) => flag('remoteConsent', value),
  deadlineMs: (value) => (value === null ? null : positive('deadlineMs', value)),
  batching: (value) => flag('batching', value),
  batches: (value) => checkBatches(value),
  hedging: (value) => flag('hedging', value),
  backend: (value) => oneOf('backend', value, backends) as SettingsValue['backend'],
  instances: (value) => {
    if (value === 'auto') return value;
    if (Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= maxInstances)
      return value as number;
    throw wrong('instances', `"auto" or a whole number from 1 to ${maxInstances}`, value);
  },
  cache: (value) => checkCache(value),
  versions: (value) => checkVersions(value),
  pinned: (value) => checkPinned(value),
  memoryBudgetBytes: (value) => checkMemoryBudget(value),
};

/**
 * `current` with the top-level keys of `patch` in their place. Another remote URL takes the consent back unless the patch
 * gives it anew; no remote, no consent. Throws `bad-input` for an unknown key or a value out of range.
 */
export function applySettingsPatch(current: SettingsValue, patch: unknown, baseUrl: string): SettingsValue {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch))
    throw wrong('settings', 'an object', patch);
  const next: Record<string, unknown> = { ...current };
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(checks, key)) throw wrong('settings', Object.keys(checks).join(', '), key);
    next[key] = checks[key as keyof SettingsValue](value, baseUrl);
  }
  const merged = next as unknown as SettingsValue;
  const isSameRemote = merged.remote !== null && merged.remote.url === current.remote?.url;
  const isGivenAnew = (patch as Fields)['remoteConsent'] === true && merged.remote !== null;
  return isSameRemote || isGivenAnew ? merged : { ...merged, remoteConsent: false };
}

/** What was kept, with every key that no longer holds replaced by its default. */
export function restoreSettings(stored: unknown, baseUrl: string): SettingsValue {
  if (typeof stored !== 'object' || stored === null) return defaultSettings;
  let restored = defaultSettings;
  for (const key of ['remote', ...Object.keys(checks)]) {
    if (!Object.hasOwn(stored, key)) continue;
    try {
      restored = applySettingsPatch(restored, { [key]: (stored as Fields)[key] }, baseUrl);
    } catch {
      // A value of another release falls back to the default.
    }
  }
  return restored;
}

/** An endpoint that is to be tried; what a page over https may not call at all is told apart. Throws `bad-input`. */
export function readRemoteSettings(value: unknown, baseUrl: string): RemoteSettings | 'mixed-content' {
  const { url } = (typeof value === 'object' && value !== null ? value : {}) as Fields;
  if (baseUrl.startsWith('https:') && typeof url === 'string' && url.startsWith('http:')) {
    const { hostname } = parseUrl(url, baseUrl);
    if (!localHosts.includes(hostname)) return 'mixed-content';
  }
  return checkRemote(value, baseUrl);
}

function checkRemote(value: unknown, baseUrl: string): RemoteSettings {
  if (typeof value !== 'object' || value === null)
    throw wrong('remote', 'null or {url, token?, timeoutMs?}', value);
  const { url, token, timeoutMs } = value as Fields;
  if (token !== undefined && typeof token !== 'string') throw wrong('remote.token', 'a text', typeof token);
  return {
    url: checkRemoteUrl(url, baseUrl),
    ...(token === undefined ? {} : { token }),
    ...(timeoutMs === undefined ? {} : { timeoutMs: positive('remote.timeoutMs', timeoutMs) }),
  };
}

function checkRemoteUrl(value: unknown, baseUrl: string): string {
  if (typeof value !== 'string' || value === '') throw wrong('remote.url', expectedUrl, value);
  const url = parseUrl(value, baseUrl);
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && localHosts.includes(url.hostname));
  const isBare = url.username === '' && url.password === '';
  // Paths are put behind it.
  const isOpenEnded = !url.href.includes('?') && !url.href.includes('#');
  if (!isSafe || !isBare || !isOpenEnded) throw wrong('remote.url', expectedUrl, value);
  return url.href.replace(/\/+$/, '');
}

function parseUrl(value: string, baseUrl: string): URL {
  try {
    return new URL(value, baseUrl);
  } catch {
    throw wrong('remote.url', expectedUrl, value);
  }
}

function checkCache(value: unknown): CacheSettings {
  if (typeof value !== 'object' || value === null) throw wrong('cache', 'an object', value);
  const { enabled, memoryBytes, storeBytes, ttlMs, models } = {
    ...defaultSettings.cache,
    ...value,
  } as Fields;
  if (typeof models !== 'object' || models === null) throw wrong('cache.models', 'an object', models);
  const entries = Object.entries(models).map(([model, choice]) => [
    model,
    oneOf(`cache.models.${model}`, choice, ['on', 'off', 'auto']),
  ]);
  return {
    enabled: flag('cache.enabled', enabled),
    memoryBytes: sizeOf('cache.memoryBytes', memoryBytes),
    storeBytes: sizeOf('cache.storeBytes', storeBytes),
    ttlMs: ttlMs === null ? null : positive('cache.ttlMs', ttlMs),
    models: Object.fromEntries(entries) as CacheSettings['models'],
  };
}

function checkModes(value: unknown): SettingsValue['modes'] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong('modes', 'an object by model', value);
  const entries = Object.entries(value as Fields).map(([model, mode]) => [
    model,
    oneOf(`modes.${model}`, mode, modes),
  ]);
  return Object.fromEntries(entries) as SettingsValue['modes'];
}

function checkBatches(value: unknown): SettingsValue['batches'] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong('batches', 'an object by model', value);
  const entries = Object.entries(value as Fields).map(([model, choice]) => [
    model,
    checkBatch(`batches.${model}`, choice),
  ]);
  return Object.fromEntries(entries) as SettingsValue['batches'];
}

function checkBatch(path: string, value: unknown): BatchSettings {
  if (typeof value !== 'object' || value === null) throw wrong(path, 'an object', value);
  const { maxBatch, maxQueueDelayMs, preferredBatch, isStatic } = value as Fields;
  if (preferredBatch !== undefined && !Array.isArray(preferredBatch))
    throw wrong(`${path}.preferredBatch`, 'a list of sizes', preferredBatch);
  return {
    ...(maxBatch === undefined ? {} : { maxBatch: rowsOf(`${path}.maxBatch`, maxBatch) }),
    ...(maxQueueDelayMs === undefined || maxQueueDelayMs === 0
      ? {}
      : { maxQueueDelayMs: positive(`${path}.maxQueueDelayMs`, maxQueueDelayMs) }),
    ...(preferredBatch === undefined
      ? {}
      : { preferredBatch: preferredBatch.map((size) => rowsOf(`${path}.preferredBatch`, size)) }),
    ...(isStatic === undefined ? {} : { isStatic: flag(`${path}.isStatic`, isStatic) }),
  };
}

function rowsOf(path: string, value: unknown): number {
  if (Number.isSafeInteger(value) && (value as number) >= 1) return value as number;
  throw wrong(path, 'a whole number of rows', value);
}

function wrong(path: string, expected: string, came: unknown): NearsideError {
  return new NearsideError('bad-input', `${path}: expected ${expected}, got ${showValue(came)}.`);
}

function oneOf(path: string, value: unknown, allowed: readonly string[]): string {
  if (typeof value === 'string' && allowed.includes(value)) return value;
  throw wrong(path, `one of ${allowed.join(', ')}`, value);
}

function flag(path: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw wrong(path, 'true or false', value);
}

function positive(path: string, value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
  throw wrong(path, 'a positive number', value);
}

function sizeOf(path: string, value: unknown): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw wrong(path, 'a whole number of bytes', value);
}
