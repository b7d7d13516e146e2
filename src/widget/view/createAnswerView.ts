import type { Prediction } from '../../client/index.ts';
import { make } from './make.ts';
import { nameLabels } from './nameLabels.ts';

const shownLabels = 4;
/** Fast typing would otherwise make a screen reader read every answer in between. */
const announceAfterMs = 700;

export interface AnswerView {
  readonly element: HTMLElement;
  show(prediction: Prediction): void;
  /** Takes away what was shown and says this instead. */
  say(text: string): void;
}

/** The best labels with bars, or a sentence; spoken once it stays. */
export function createAnswerView(): AnswerView {
  const list = make('ol', { part: 'results' });
  const note = make('p', { part: 'status', class: 'soft' });
  const spoken = make('p', { role: 'status', class: 'hidden' });
  let timer: ReturnType<typeof setTimeout> | undefined;

  function announce(text: string): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      spoken.textContent = text;
    }, announceAfterMs);
  }

  return {
    element: make('div', { class: 'answer' }, list, note, spoken),
    show: (prediction) => {
      const rows = readRows(prediction);
      list.replaceChildren(...rows.map(makeRow));
      note.textContent = describeTrace(prediction.trace);
      announce(rows[0] === undefined ? note.textContent : `${rows[0].name} ${rows[0].detail}`);
    },
    say: (text) => {
      list.replaceChildren();
      note.textContent = text;
      announce(text);
    },
  };
}

interface Row {
  readonly name: string;
  readonly detail: string;
  readonly share?: number;
}

function readRows({ labels, value }: Prediction): readonly Row[] {
  if (labels !== undefined) {
    const nameOf = nameLabels(labels.map(({ label }) => label));
    return labels.slice(0, shownLabels).map(({ label, score }) => ({
      name: nameOf(label),
      detail: `${(score * 100).toFixed(score > 0.9995 || score < 0.0005 ? 0 : 1)} %`,
      share: score,
    }));
  }
  if (Array.isArray(value)) {
    return (value as readonly Record<string, unknown>[]).slice(0, 2 * shownLabels).map(({ text, label }) => ({
      name: String(text),
      detail: String(label),
    }));
  }
  return ArrayBuffer.isView(value)
    ? [{ name: 'Numbers', detail: String((value as Float32Array).length) }]
    : [];
}

function makeRow({ name, detail, share }: Row): HTMLElement {
  const row = make(
    'li',
    { part: 'result' },
    make('span', { part: 'label' }, name),
    make('span', { part: 'score' }, detail),
  );
  if (share !== undefined) {
    const bar = make('span', { part: 'bar' });
    bar.style.inlineSize = `${String(share * 100)}%`;
    row.append(make('span', { class: 'track' }, bar));
  }
  return row;
}

function describeTrace({ source, totalMs }: Prediction['trace']): string {
  if (source === 'remote') return 'Answered by a server';
  return source === 'local' || source === 'joined'
    ? `Answered on this device in ${totalMs < 10 ? totalMs.toFixed(1) : String(Math.round(totalMs))} ms`
    : 'Answered on this device, from memory';
}
