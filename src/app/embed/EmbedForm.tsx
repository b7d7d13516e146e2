import { useId } from 'react';
import { Panel } from '../components/Panel.tsx';
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
        <label className={styles['field']}>
          Model
          <select
            className={styles['input']}
            value={settings.model}
            onChange={({ target }) => {
              onChange({ ...settings, model: target.value });
            }}
          >
            {[...new Set([settings.model, ...names])].toSorted().map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <Choice
          label="Theme"
          value={settings.theme}
          options={themes}
          onChange={(theme) => {
            onChange({ ...settings, theme });
          }}
        />
        <Choice
          label="Mode"
          value={settings.mode}
          options={modes}
          describedBy={helpId}
          onChange={(mode) => {
            onChange({ ...settings, mode });
          }}
        />
        <label className={styles['field']}>
          Placeholder
          <input
            className={styles['input']}
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

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly (readonly [Value, string])[];
  readonly describedBy?: string;
  readonly onChange: (value: Value) => void;
}

function Choice<Value extends string>({ label, value, options, describedBy, onChange }: ChoiceProps<Value>) {
  return (
    <label className={styles['field']}>
      {label}
      <select
        className={styles['input']}
        value={value}
        aria-describedby={describedBy}
        onChange={({ target }) => {
          onChange(target.value as Value);
        }}
      >
        {options.map(([option, title]) => (
          <option key={option} value={option}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}
