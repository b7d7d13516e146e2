import type { CacheStats, ModelCacheStats, SettingsValue } from '../../client/index.ts';
import fields from '../components/Fields.module.css';
import { Panel } from '../components/Panel.tsx';
import { formatBytes } from '../formats/formatBytes.ts';
import { formatCount } from '../formats/formatCount.ts';
import { formatShare } from '../formats/formatShare.ts';
import { useAppStore } from '../useAppStore.ts';
import { TableFrame } from '../components/TableFrame.tsx';
import type { Change } from '../components/useChange.ts';
import styles from './StoragePage.module.css';

interface ModelResultsPanelProps {
  readonly stats: CacheStats;
  readonly settings: SettingsValue;
  readonly onChange: Change;
}

type Mode = SettingsValue['cache']['models'][string];

const modes: readonly Mode[] = ['auto', 'on', 'off'];
const nothing: ModelCacheStats = { entries: 0, sizeBytes: 0, hitRate: null, doesPay: true };

/** Results by model: whether they are kept, how many there are, and a button to clear them. */
export function ModelResultsPanel({ stats, settings, onChange }: ModelResultsPanelProps) {
  const listed = useAppStore((state) => state.models);
  const names = [...new Set([...listed.map(({ name }) => name), ...Object.keys(stats.models)])].sort();
  const { cache } = settings;

  function setMode(name: string, mode: Mode): void {
    void onChange(async () => {
      const nearside = await window.nearside;
      // What is shown may be older than the choice before this one.
      const { cache: current } = await nearside.settings.get();
      await nearside.settings.update({ cache: { ...current, models: { ...current.models, [name]: mode } } });
    });
  }

  function clear(model: string): void {
    void onChange(async () => {
      await (await window.nearside).cache.clear({ model });
    });
  }

  return (
    <Panel title="Results by model" note="auto keeps results while that saves more time than it costs">
      {names.length === 0 ? (
        <p className={styles['none']}>No model is known yet.</p>
      ) : (
        <TableFrame label="Results by model">
          <table className={`table ${styles['table'] ?? ''}`}>
            <thead>
              <tr>
                <th scope="col">Model</th>
                <th scope="col">Keep results</th>
                <th scope="col" className="number">
                  Results
                </th>
                <th scope="col" className="number">
                  Size
                </th>
                <th scope="col" className="number">
                  Found lately
                </th>
                <th scope="col">
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {names.map((name) => {
                const model = stats.models[name] ?? nothing;
                const mode = cache.models[name] ?? 'auto';
                return (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    <td>
                      <select
                        className={fields['input']}
                        aria-label={`Keep results of ${name}`}
                        value={mode}
                        disabled={!cache.enabled}
                        onChange={({ target }) => {
                          setMode(name, target.value as Mode);
                        }}
                      >
                        {modes.map((choice) => (
                          <option key={choice} value={choice}>
                            {labelOf(choice, model.doesPay)}
                          </option>
                        ))}
                      </select>
                    </td>
                    <td className="number">{formatCount(model.entries)}</td>
                    <td className="number">{formatBytes(model.sizeBytes)}</td>
                    <td className="number">{model.hitRate === null ? '–' : formatShare(model.hitRate)}</td>
                    <td className="number">
                      <button
                        type="button"
                        className="button"
                        data-small
                        aria-label={`Clear results of ${name}`}
                        onClick={() => {
                          clear(name);
                        }}
                      >
                        Clear
                      </button>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </TableFrame>
      )}
    </Panel>
  );
}

function labelOf(mode: Mode, doesPay: boolean): string {
  return mode === 'auto' ? `auto (${doesPay ? 'on' : 'off'} now)` : mode;
}
