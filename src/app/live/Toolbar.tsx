import type { ReactNode } from 'react';
import fields from '../components/Fields.module.css';
import styles from './Toolbar.module.css';

interface ToolbarProps {
  readonly modelNames: readonly string[];
  /** Undefined for all models together. */
  readonly model: string | undefined;
  readonly onModel: (model: string | undefined) => void;
  readonly isPaused: boolean;
  readonly onPause: (isPaused: boolean) => void;
  readonly children: ReactNode;
}

export function Toolbar({ modelNames, model, onModel, isPaused, onPause, children }: ToolbarProps) {
  return (
    <div className={styles['toolbar']}>
      <label className={fields['inline']}>
        Model
        <select
          className={fields['input']}
          value={model ?? ''}
          onChange={({ target }) => {
            onModel(target.value === '' ? undefined : target.value);
          }}
        >
          <option value="">All together</option>
          {modelNames.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <button
        type="button"
        className="button"
        aria-pressed={isPaused}
        onClick={() => {
          onPause(!isPaused);
        }}
      >
        {isPaused ? 'Paused' : 'Pause'}
      </button>
      {children}
    </div>
  );
}
