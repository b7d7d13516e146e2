import { useId } from 'react';
import fields from '../components/Fields.module.css';
import { Panel } from '../components/Panel.tsx';
import { SelectField } from '../components/SelectField.tsx';
import { useAppStore } from '../useAppStore.ts';
import styles from './EmbedPage.module.css';
import type { EmbedSettings } from './embedSnippet.ts';

interface EmbedFormProps {
  readonly settings: EmbedSettings;
  readonly onChange: (settings: EmbedSettings) => void;
}

const themes = [
  ['auto', "As the visitor's system"],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const;

const modes = [
  ['frame', 'In a frame of this app'],
  ['inline', 'In the page itself'],
] as const;

const modeHelp = {
  frame:
    'For pages of any site. The model runs apart from the page, in a hidden frame that all widgets of the page share.',
  inline:
    'For pages of this very origin. The model runs in the page, which must allow workers and WebAssembly.',
} as const;

export function EmbedForm({ settings, onChange }: EmbedFormProps) {
  const helpId = useId();
  const names = useAppStore(({ models }) => models).map(({ name }) => name);
  return (
    <Panel title="Widget">
      <div className={styles['form']}>
        <SelectField
          label="Model"
          value={settings.model}
          options={[...new Set([settings.model, ...names])].toSorted().map((name) => [name, name] as const)}
          onChange={(model) => {
            onChange({ ...settings, model });
          }}
        />
        <SelectField
          label="Theme"
          value={settings.theme}
          options={themes}
          onChange={(theme) => {
            onChange({ ...settings, theme });
          }}
        />
        <SelectField
          label="Mode"
          value={settings.mode}
          options={modes}
          describedBy={helpId}
          onChange={(mode) => {
            onChange({ ...settings, mode });
          }}
        />
        <label className={fields['field']}>
          Placeholder
          <input
            className={fields['input']}
            value={settings.placeholder}
            maxLength={120}
            onChange={({ target }) => {
              onChange({ ...settings, placeholder: target.value });
            }}
          />
        </label>
      </div>
      <p className={styles['none']} id={helpId}>
        {modeHelp[settings.mode]}
      </p>
    </Panel>
  );
}
