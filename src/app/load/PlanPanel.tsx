import { useId, useLayoutEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { NumberField } from '../components/NumberField.tsx';
import { Panel } from '../components/Panel.tsx';
import { SelectField } from '../components/SelectField.tsx';
import { builtInModels } from '../store.ts';
import { useAppStore } from '../useAppStore.ts';
import { withScenario, type Draft, type Opponent } from './draft.ts';
import { loadStore, setDraft, startLoad, stopLoad } from './loadStore.ts';
import { scenarioOf, scenarios } from './scenarios.ts';
import styles from './PlanPanel.module.css';

const targets: readonly (readonly [Opponent, string])[] = [
  ['nearside', 'Nearside'],
  ['naive', 'A naive page'],
  ['both', 'Both in turn'],
];

const cachePolicies = [
  ['bypass', 'Past it'],
  ['use', 'Through it'],
] as const;

export function PlanPanel() {
  const { draft, activity } = useStore(loadStore);
  const models = useAppStore((state) => state.models);
  const explanationId = useId();
  const isIdle = activity.kind === 'idle';
  const startButton = useRef<HTMLButtonElement>(null);
  const stopButton = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    // A button that was pressed and is disabled now hands the focus on.
    const [from, to] = isIdle ? [stopButton, startButton] : [startButton, stopButton];
    if (document.activeElement === from.current) to.current?.focus();
  }, [isIdle]);
  const { explanation, fields } = scenarioOf(draft.scenario);
  const known = models.length === 0 ? [...builtInModels] : models.map(({ name }) => name);
  const names = known.includes(draft.model) ? known : [...known, draft.model];
  const change = (patch: Partial<Draft>): void => {
    setDraft({ ...draft, ...patch });
  };
  const isPeak = draft.scenario === 'find-peak';
  return (
    <Panel title="Plan">
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void startLoad();
        }}
      >
        <fieldset className={styles['fields']} disabled={!isIdle}>
          <legend className="visually-hidden">What to send</legend>
          <SelectField
            label="Model"
            value={draft.model}
            options={names.map((name) => [name, name] as const)}
            onChange={(model) => {
              change({ model });
            }}
          />
          <SelectField
            label="Scenario"
            value={draft.scenario}
            options={scenarios.map(({ id, title }) => [id, title] as const)}
            describedBy={explanationId}
            onChange={(scenario) => {
              setDraft(withScenario(draft, scenario));
            }}
          />
          {fields.includes('rate') && (
            <NumberField
              label={isPeak ? 'First rate' : 'Rate'}
              unit="a second"
              value={draft.rate}
              placeholder={isPeak ? 'measured' : '10'}
              onChange={(rate) => {
                change({ rate });
              }}
            />
          )}
          {fields.includes('concurrency') && (
            <NumberField
              label="Outstanding"
              unit="requests"
              step={1}
              value={draft.concurrency}
              placeholder="8"
              onChange={(concurrency) => {
                change({ concurrency });
              }}
            />
          )}
          <NumberField
            label="Time"
            unit="seconds"
            value={draft.seconds}
            isRequired
            onChange={(seconds) => {
              change({ seconds });
            }}
          />
          {fields.includes('sloMs') && (
            <NumberField
              label="In time within"
              unit="ms"
              value={draft.sloMs}
              placeholder={isPeak ? '100' : 'any time'}
              onChange={(sloMs) => {
                change({ sloMs });
              }}
            />
          )}
          <SelectField
            label="Sent to"
            value={draft.target}
            options={targets}
            onChange={(target) => {
              change({ target });
            }}
          />
          <NumberField
            label="Seed"
            step={1}
            least={0}
            value={draft.seed}
            placeholder="1"
            onChange={(seed) => {
              change({ seed });
            }}
          />
          <NumberField
            label="Different inputs"
            step={1}
            value={draft.distinctInputs}
            placeholder="all differ"
            onChange={(distinctInputs) => {
              change({ distinctInputs });
            }}
          />
          <SelectField
            label="Cache"
            value={draft.cache}
            options={cachePolicies}
            onChange={(cache) => {
              change({ cache });
            }}
          />
        </fieldset>
        <p id={explanationId} className={styles['explanation']}>
          {explanation}
        </p>
        <div className={styles['actions']}>
          <button ref={startButton} type="submit" className="button" data-primary="" disabled={!isIdle}>
            Start
          </button>
          <button ref={stopButton} type="button" className="button" disabled={isIdle} onClick={stopLoad}>
            Stop
          </button>
        </div>
      </form>
    </Panel>
  );
}
