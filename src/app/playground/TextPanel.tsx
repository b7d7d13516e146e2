import { useStore } from 'zustand';
import { Panel } from '../components/Panel.tsx';
import { SegmentedChoice } from '../components/SegmentedChoice.tsx';
import { formatBytes } from '../formats/formatBytes.ts';
import { textModels, textModelTitles, type TextModel } from '../models/textModels.ts';
import type { AppState } from '../store.ts';
import { useAppStore } from '../useAppStore.ts';
import { LanguageAnswer } from './LanguageAnswer.tsx';
import { ModelArrival } from './ModelArrival.tsx';
import { chooseTextModel, enterText, entryStore, textAskers } from './playgroundState.ts';
import { sampleReviews } from './sampleReviews.ts';
import { sampleSentences } from './sampleSentences.ts';
import { SentimentAnswer } from './SentimentAnswer.tsx';
import styles from './TextPanel.module.css';

const placeholders: Readonly<Record<TextModel, string>> = {
  'language-id': 'Write a few words in any language',
  'review-sentiment': 'Write what you think of a product, in English',
};

export function TextPanel() {
  const { text, textModel } = useStore(entryStore);
  const sentimentSize = useAppStore((state) => sizeToFetch(state, 'review-sentiment'));
  return (
    <Panel
      title="Text"
      note={textModel}
      actions={
        <SegmentedChoice
          label="What to find out about the text"
          value={textModel}
          options={textModels.map((value) => ({
            value,
            title: textModelTitles[value],
            detail: value === 'review-sentiment' ? sentimentSize : undefined,
          }))}
          onChange={chooseTextModel}
        />
      }
    >
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
          placeholder={placeholders[textModel]}
          value={text}
          onChange={(event) => {
            enterText(event.target.value);
          }}
        />
      </div>
      {textModel === 'language-id' ? (
        <Samples
          label="Sample sentences"
          samples={sampleSentences.map(({ language, autonym, text }) => ({ language, name: autonym, text }))}
        />
      ) : (
        <Samples
          label="Sample reviews"
          samples={sampleReviews.map((text) => ({ language: 'en', name: text, text }))}
        />
      )}
      <ModelArrival name={textModel} />
      <TextAnswer textModel={textModel} />
    </Panel>
  );
}

/** How much choosing a model would download; undefined once that was asked for, or where nobody knows. */
function sizeToFetch({ loads, models }: AppState, name: TextModel): string | undefined {
  const status = models.find((model) => model.name === name);
  if (loads[name] !== undefined || status === undefined || status.state === 'ready') return undefined;
  return formatBytes(status.sizeBytes);
}

function TextAnswer({ textModel }: { readonly textModel: TextModel }) {
  const state = useStore(textAskers[textModel].store);
  return textModel === 'language-id' ? <LanguageAnswer state={state} /> : <SentimentAnswer state={state} />;
}

interface Sample {
  readonly language: string;
  readonly name: string;
  readonly text: string;
}

function Samples({ label, samples }: { readonly label: string; readonly samples: readonly Sample[] }) {
  return (
    <ul className={styles['samples']} aria-label={label}>
      {samples.map(({ language, name, text }) => (
        <li key={text}>
          <button
            type="button"
            className={styles['sample']}
            lang={language}
            onClick={() => {
              enterText(text);
            }}
          >
            {name}
          </button>
        </li>
      ))}
    </ul>
  );
}
