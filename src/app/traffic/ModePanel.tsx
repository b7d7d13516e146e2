import { useState } from 'react';
import type { RoutingMode, RoutingStatus, SettingsValue } from '../../client/index.ts';
import fields from '../components/Fields.module.css';
import { Notice } from '../components/Notice.tsx';
import { Panel } from '../components/Panel.tsx';
import { remarkOnModes } from './remarkOnModes.ts';
import { describeRoute } from './describeRoute.ts';
import { modes, titleOfMode } from './modes.ts';
import { TableFrame } from '../components/TableFrame.tsx';
import type { Change } from '../components/useChange.ts';
import styles from './TrafficPage.module.css';

interface ModePanelProps {
  readonly status: RoutingStatus;
  readonly settings: SettingsValue;
  readonly onChange: Change;
}

type Choice = RoutingMode | 'general';

/** Which side answers: for all models, and for each that is to be treated otherwise. */
export function ModePanel({ status, settings, onChange }: ModePanelProps) {
  // What was chosen shows at once; what became of each choice, as soon as that is known.
  const [chosen, setChosen] = useState<readonly Partial<SettingsValue>[]>([]);
  const {
    mode,
    modes: own,
    hedging,
  } = chosen.reduce<SettingsValue>((value, patch) => ({ ...value, ...patch }), settings);
  const remark = remarkOnModes({ mode, modes: own }, status.endpoint);
  const update = (patch: Partial<SettingsValue>): void => {
    setChosen((open) => [...open, patch]);
    void onChange(async () => {
      await (await window.nearside).settings.update(patch);
    }).then(() => {
      setChosen((open) => open.filter((other) => other !== patch));
    });
  };
  const setOwn = (model: string, choice: Choice): void => {
    const others = Object.entries(own).filter(([name]) => name !== model);
    update({ modes: Object.fromEntries(choice === 'general' ? others : [...others, [model, choice]]) });
  };
  return (
    <Panel title="Which side answers">
      <fieldset className={styles['modes']}>
        <legend className="visually-hidden">Mode for all models</legend>
        {modes.map(({ value, title, meaning }) => (
          <label key={value} className={styles['mode']} data-chosen={value === mode}>
            <input
              type="radio"
              name="mode"
              value={value}
              checked={value === mode}
              onChange={() => {
                update({ mode: value });
              }}
            />
            <span>
              <span className={styles['modeTitle']}>{title}</span>
              <span className={styles['modeMeaning']}>{meaning}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div role="status" className={styles['status']}>
        {remark !== undefined && <Notice kind={remark.kind}>{remark.text}</Notice>}
      </div>
      <label className={styles['check']}>
        <input
          type="checkbox"
          checked={hedging}
          onChange={({ target }) => {
            update({ hedging: target.checked });
          }}
        />
        Ask the endpoint as well when this device is unusually slow, for at most 5 % of requests
      </label>
      <TableFrame label="Mode by model">
        <table className={`table ${styles['table'] ?? ''}`}>
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col">Mode</th>
              <th scope="col">Now</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(status.models).map(([name, model]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>
                  <select
                    className={fields['input']}
                    aria-label={`Mode of ${name}`}
                    value={own[name] ?? 'general'}
                    onChange={({ target }) => {
                      setOwn(name, target.value as Choice);
                    }}
                  >
                    <option value="general">As for all ({titleOfMode(mode)})</option>
                    {modes.map(({ value, title }) => (
                      <option key={value} value={value}>
                        {title}
                      </option>
                    ))}
                  </select>
                </td>
                <td>{describeRoute(model)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </Panel>
  );
}
