import type { Prediction } from '../../client/index.ts';
import type { EntryKind } from '../protocol/widgetMessages.ts';
import type { WidgetError } from '../widgetError.ts';
import { createAnswerView } from './createAnswerView.ts';
import { createImageEntry } from './createImageEntry.ts';
import { createTextEntry } from './createTextEntry.ts';
import type { EntryView, OnEntry } from './entryView.ts';
import { make } from './make.ts';
import { styleText } from './styles.ts';

export interface WidgetEvents {
  /** The person wants the engine now. */
  readonly onWake: () => void;
  readonly onEntry: OnEntry;
}

/** What stands in the shadow root: a poster, then what the model is asked by, its answers, or what went wrong. */
export interface WidgetView {
  setTexts(texts: { readonly model: string; readonly placeholder: string }): void;
  showPoster(): void;
  /** @param share of the download, from 0 to 1; undefined while that is not known */
  showLoading(share: number | undefined): void;
  showEntry(kind: EntryKind): void;
  showAnswer(prediction: Prediction): void;
  /** A remark in the place of the answer. */
  showNote(text: string): void;
  showFailure(error: WidgetError): void;
}

export function createWidgetView(root: ShadowRoot, { onWake, onEntry }: WidgetEvents): WidgetView {
  // Adopted sheets need no leave of a host's content policy.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styleText);
  root.adoptedStyleSheets = [sheet];

  const title = make('span', { part: 'title' });
  const hint = make('span', { class: 'soft' });
  const progress = make('progress', { part: 'progress', 'aria-label': 'Loading', hidden: '' });
  const poster = make(
    'button',
    { part: 'poster', type: 'button' },
    make('slot', { name: 'poster' }, title),
    hint,
  );
  // What stands in a button is read as its name alone, so the progress stands over it.
  const waiting = make('div', { class: 'waiting' }, poster, progress);
  const place = make('div', { hidden: '' });
  const answer = createAnswerView();
  const error = make('div', { part: 'error', role: 'alert', hidden: '' });
  root.append(make('div', { part: 'card' }, waiting, place, answer.element, error));
  poster.addEventListener('click', onWake);
  poster.addEventListener('focus', onWake);

  let entry: EntryView | undefined;
  let shownKind: EntryKind | undefined;
  let placeholder = '';

  /** The focus goes on to what takes the place of what had it. */
  function reveal(element: HTMLElement, target: Pick<HTMLElement, 'focus'> | undefined): void {
    const focused = root.activeElement;
    for (const each of [waiting, place, error]) each.hidden = each !== element;
    if (focused !== null && !element.contains(focused)) target?.focus();
  }

  return {
    setTexts: (texts) => {
      title.textContent = texts.model || 'No model named';
      placeholder = texts.placeholder;
      entry?.setPlaceholder(placeholder);
    },
    showPoster: () => {
      hint.textContent = 'Runs on your device';
      progress.hidden = true;
      answer.say('');
      reveal(waiting, poster);
    },
    showLoading: (share) => {
      hint.textContent = share === undefined ? 'Starting' : 'Loading the model';
      progress.hidden = false;
      if (share === undefined) progress.removeAttribute('value');
      else progress.value = share;
      reveal(waiting, poster);
    },
    showEntry: (kind) => {
      if (kind !== shownKind) {
        shownKind = kind;
        entry = createEntry(kind, onEntry);
        entry?.setPlaceholder(placeholder);
        place.replaceChildren(...(entry === undefined ? [] : [entry.element]));
        answer.say(kind === 'values' ? 'This model takes numbers, from a script.' : '');
      }
      reveal(place, entry);
    },
    showAnswer: (prediction) => {
      answer.show(prediction);
    },
    showNote: (text) => {
      answer.say(text);
    },
    showFailure: ({ message, code }) => {
      const retry = make('button', { part: 'button', type: 'button' }, 'Try again');
      retry.addEventListener('click', onWake);
      error.replaceChildren(make('p', { title: code }, message), retry);
      answer.say('');
      reveal(error, retry);
    },
  };
}

function createEntry(kind: EntryKind, onEntry: OnEntry): EntryView | undefined {
  if (kind === 'text') return createTextEntry(onEntry);
  return kind === 'values' ? undefined : createImageEntry(kind === 'drawing', onEntry);
}
