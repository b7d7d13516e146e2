import type { SettingsValue } from './settingsValue.ts';

/** A token lives in memory alone. */
export function withoutToken(settings: SettingsValue): SettingsValue {
  if (settings.remote === null) return settings;
  const { url, timeoutMs } = settings.remote;
  return { ...settings, remote: { url, ...(timeoutMs === undefined ? {} : { timeoutMs }) } };
}
