import type { SettingsStore } from '../../core/ports.ts';
import type { SettingsValue } from '../../core/settings/settingsValue.ts';
import { openKeyedStore } from './openKeyedStore.ts';

const store = openKeyedStore<SettingsValue>('nearside-settings');
const settingsKey = 'current';

/** Settings of the origin in IndexedDB. */
export const idbSettingsStore: SettingsStore = {
  read: () => store.read(settingsKey),
  write: (value) => store.write(settingsKey, value),
};
