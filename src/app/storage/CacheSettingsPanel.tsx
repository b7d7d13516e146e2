import { useId, useState } from 'react';
import type { SettingsValue } from '../../client/index.ts';
import { NumberField } from '../components/NumberField.tsx';
import { Panel } from '../components/Panel.tsx';
import styles from './StoragePage.module.css';

interface CacheSettingsPanelProps {
  readonly settings: SettingsValue;
  readonly onChange: (run: () => Promise<unknown>) => Promise<void>;
}

const bytesPerMebibyte = 2 ** 20;
const msPerHour = 3_600_000;

/** How much is kept and for how long. */
export function CacheSettingsPanel({ settings: { cache }, onChange }: CacheSettingsPanelProps) {
  const [isEnabled, setIsEnabled] = useState(cache.enabled);
  const [memory, setMemory] = useState(show(cache.memoryBytes / bytesPerMebibyte));
  const [store, setStore] = useState(show(cache.storeBytes / bytesPerMebibyte));
  const [hours, setHours] = useState(cache.ttlMs === null ? '' : show(cache.ttlMs / msPerHour));
  const hint = useId();

  function save(): void {
    void onChange(async () => {
      const nearside = await window.nearside;
      await nearside.settings.update({
        cache: {
          ...cache,
          enabled: isEnabled,
          memoryBytes: Math.round(Number(memory) * bytesPerMebibyte),
          storeBytes: Math.round(Number(store) * bytesPerMebibyte),
          ttlMs: hours === '' ? null : Number(hours) * msPerHour,
        },
      });
    });
  }

  return (
    <Panel title="Limits" note="what is too much or too old leaves by itself">
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <label className={styles['check']}>
          <input
            type="checkbox"
            checked={isEnabled}
            onChange={({ target }) => {
              setIsEnabled(target.checked);
            }}
          />
          Keep results
        </label>
        <NumberField label="Memory, MiB" value={memory} least={0} isRequired onChange={setMemory} />
        <NumberField label="Stored, MiB" value={store} least={0} isRequired onChange={setStore} />
        <NumberField label="Hours to keep" value={hours} least={0} describedBy={hint} onChange={setHours} />
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

function show(value: number): string {
  return String(Math.round(value * 100) / 100);
}
