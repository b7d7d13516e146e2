import { createStore } from 'zustand/vanilla';
import type { TextModel } from '../models/textModels.ts';
import { predict } from '../predict.ts';
import { loadOnce } from '../store.ts';
import { createLatestAsker, type LatestAsker } from './createLatestAsker.ts';
import type { Stroke } from './paintStrokes.ts';

export const textAskers: Readonly<Record<TextModel, LatestAsker>> = {
  'language-id': createLatestAsker('language-id', predict),
  'review-sentiment': createLatestAsker('review-sentiment', predict),
};
export const digitAsker = createLatestAsker('digits', predict);

interface Entry {
  readonly text: string;
  /** Which model reads the text. */
  readonly textModel: TextModel;
  readonly strokes: readonly Stroke[];
}

/** What the person has entered; outlives the page, so that coming back finds it. */
export const entryStore = createStore<Entry>()(() => ({ text: '', textModel: 'language-id', strokes: [] }));

/** Asks at once: while the engine is busy it is the older question that gives way. */
export function enterText(text: string): void {
  entryStore.setState({ text });
  askText();
}

/** A model that is not loaded yet is loaded now, and not before. */
export function chooseTextModel(textModel: TextModel): void {
  entryStore.setState({ textModel });
  loadOnce(textModel);
  askText();
}

function askText(): void {
  const { text, textModel } = entryStore.getState();
  for (const [model, asker] of Object.entries(textAskers)) {
    if (text.trim() === '') asker.clear();
    else if (model === textModel) void asker.ask(text);
  }
}

/** `image` shows these strokes. */
export function enterStrokes(strokes: readonly Stroke[], image: ImageData): void {
  entryStore.setState({ strokes });
  if (strokes.length === 0) digitAsker.clear();
  else void digitAsker.ask(image);
}
