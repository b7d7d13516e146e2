import { createStore } from 'zustand/vanilla';
import { predict } from '../predict.ts';
import { createLatestAsker } from './createLatestAsker.ts';
import type { Stroke } from './paintStrokes.ts';

export const textAsker = createLatestAsker('language-id', predict);
export const digitAsker = createLatestAsker('digits', predict);

/** What the person has entered; outlives the page, so that coming back finds it. */
export const entryStore = createStore<{ readonly text: string; readonly strokes: readonly Stroke[] }>()(
  () => ({ text: '', strokes: [] }),
);

/** Asks at once: while the engine is busy it is the older question that gives way. */
export function enterText(text: string): void {
  entryStore.setState({ text });
  if (text.trim() === '') textAsker.clear();
  else void textAsker.ask(text);
}

/** `image` shows these strokes. */
export function enterStrokes(strokes: readonly Stroke[], image: ImageData): void {
  entryStore.setState({ strokes });
  if (strokes.length === 0) digitAsker.clear();
  else void digitAsker.ask(image);
}
