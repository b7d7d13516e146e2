import { useState } from 'react';
import {
  applyThemePreference,
  readThemePreference,
  themePreferences,
  type ThemePreference,
} from './themePreference.ts';
import styles from './ThemeToggle.module.css';

const names: Record<ThemePreference, string> = { system: 'System', light: 'Light', dark: 'Dark' };

export function ThemeToggle() {
  const [chosen, setChosen] = useState(readThemePreference);
  return (
    <fieldset className={styles['toggle']}>
      <legend className="visually-hidden">Theme</legend>
      {themePreferences.map((preference) => (
        <label key={preference} className={styles['choice']}>
          <input
            className="visually-hidden"
            type="radio"
            name="theme"
            checked={preference === chosen}
            onChange={() => {
              setChosen(preference);
              applyThemePreference(preference);
            }}
          />
          {names[preference]}
        </label>
      ))}
    </fieldset>
  );
}
