export const themePreferences = ['system', 'light', 'dark'] as const;

export type ThemePreference = (typeof themePreferences)[number];

const storageKey = 'nearside-theme';

/** The stored choice; `system` where there is none or the browser refuses storage. */
export function readThemePreference(): ThemePreference {
  try {
    const stored = localStorage.getItem(storageKey);
    return themePreferences.find((preference) => preference === stored) ?? 'system';
  } catch {
    return 'system';
  }
}

/** Applies the choice to the document at once and keeps it where the browser allows. */
export function applyThemePreference(preference: ThemePreference): void {
  document.documentElement.dataset['theme'] = preference;
  document.dispatchEvent(new Event('themechange'));
  try {
    localStorage.setItem(storageKey, preference);
  } catch {
    // The choice then holds until the page is closed.
  }
}
