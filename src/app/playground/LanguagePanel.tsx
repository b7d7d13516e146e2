import { useStore } from 'zustand';
import { Panel } from '../components/Panel.tsx';
import { LanguageAnswer } from './LanguageAnswer.tsx';
import { enterText, entryStore, textAsker } from './playgroundState.ts';
import { sampleSentences } from './sampleSentences.ts';
import styles from './LanguagePanel.module.css';

export function LanguagePanel() {
  const text = useStore(entryStore, (entry) => entry.text);
  const state = useStore(textAsker.store);
  return (
    <Panel title="Language" note="language-id, answers while you type">
      <div className={styles['entry']}>
        <label className={styles['label']} htmlFor="text">
          Text
        </label>
        <textarea
          id="text"
          className={styles['textarea']}
          dir="auto"
          rows={3}
          spellCheck={false}
          placeholder="Write a few words in any language"
          value={text}
          onChange={(event) => {
            enterText(event.target.value);
          }}
        />
      </div>
      <ul className={styles['samples']} aria-label="Sample sentences">
        {sampleSentences.map((sample) => (
          <li key={sample.language}>
            <button
              type="button"
              className={styles['sample']}
              lang={sample.language}
              onClick={() => {
                enterText(sample.text);
              }}
            >
              {sample.autonym}
            </button>
          </li>
        ))}
      </ul>
      <LanguageAnswer state={state} />
    </Panel>
  );
}
