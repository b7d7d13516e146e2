import { useState } from 'react';
import { SegmentedChoice } from '../components/SegmentedChoice.tsx';
import { applyThemePreference, readThemePreference, themePreferences } from './themePreference.ts';

const titles = { system: 'System', light: 'Light', dark: 'Dark' };

export function ThemeToggle() {
  const [chosen, setChosen] = useState(readThemePreference);
  return (
    <SegmentedChoice
      label="Theme"
      value={chosen}
      options={themePreferences.map((value) => ({ value, title: titles[value] }))}
      onChange={(preference) => {
        setChosen(preference);
        applyThemePreference(preference);
      }}
    />
  );
}
