import { useId, useState } from 'react';
import type { SettingsValue } from '../../client/index.ts';
import { NumberField } from '../components/NumberField.tsx';
import { Panel } from '../components/Panel.tsx';
import type { Change } from '../components/useChange.ts';
import { draftOfLimits, readLimits, withoutTaken, type LimitsDraft } from './limitsDraft.ts';
import styles from './StoragePage.module.css';

interface CacheSettingsPanelProps {
  readonly settings: SettingsValue;
  readonly onChange: Change;
}

/** How much is kept and for how long. */
export function CacheSettingsPanel({ settings: { cache }, onChange }: CacheSettingsPanelProps) {
  const [typed, setTyped] = useState<Partial<LimitsDraft>>({});
  const { isEnabled, memory, store, hours } = { ...draftOfLimits(cache), ...typed };
  const hint = useId();

  function type(patch: Partial<LimitsDraft>): void {
    setTyped((before) => ({ ...before, ...patch }));
  }

  async function save(): Promise<void> {
    const isTaken = await onChange(async () => {
      const nearside = await window.nearside;
      // What is shown may be older than what another tab has set.
      const { cache: current } = await nearside.settings.get();
      await nearside.settings.update({ cache: { ...current, ...readLimits(typed) } });
    });
    if (isTaken) setTyped((now) => withoutTaken(now, typed));
  }

  return (
    <Panel title="Limits" note="what is too much or too old leaves by itself">
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <label className={styles['check']}>
          <input
            type="checkbox"
            checked={isEnabled}
            onChange={({ target }) => {
              type({ isEnabled: target.checked });
            }}
          />
          Keep results
        </label>
        <NumberField
          label="Memory, MiB"
          value={memory}
          least={0}
          isRequired
          onChange={(memory) => {
            type({ memory });
          }}
        />
        <NumberField
          label="Stored, MiB"
          value={store}
          least={0}
          isRequired
          onChange={(store) => {
            type({ store });
          }}
        />
        <NumberField
          label="Hours to keep"
          value={hours}
          least={0}
          describedBy={hint}
          onChange={(hours) => {
            type({ hours });
          }}
        />
        <button type="submit" className="button" data-primary>
          Save limits
        </button>
      </form>
      <p id={hint} className={styles['none']}>
        Without a number of hours, results are kept until they must make room.
      </p>
    </Panel>
  );
}
