import type { SettingsValue } from './settingsValue.ts';

/** A token lives in memory alone. */
export function withoutToken(settings: SettingsValue): SettingsValue {
  if (settings.remote === null) return settings;
  const { url, timeoutMs } = settings.remote;
  return { ...settings, remote: { url, ...(timeoutMs === undefined ? {} : { timeoutMs }) } };
}

/** `next` as it was read back, with the token that `current` holds for the same endpoint. */
export function withTokenOf(next: SettingsValue, current: SettingsValue): SettingsValue {
  const { remote } = current;
  if (next.remote === null || remote?.token === undefined || next.remote.url !== remote.url) return next;
  return { ...next, remote: { ...next.remote, token: remote.token } };
}
