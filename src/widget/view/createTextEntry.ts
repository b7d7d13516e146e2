import type { EntryView, OnEntry } from './entryView.ts';
import { make } from './make.ts';

const defaultPlaceholder = 'Type some text';

export function createTextEntry(onEntry: OnEntry): EntryView {
  const input = make('textarea', { part: 'input', rows: '3', spellcheck: 'false' });
  input.addEventListener('input', () => {
    onEntry(input.value.trim() === '' ? undefined : input.value);
  });
  return {
    element: input,
    setPlaceholder: (text) => {
      input.placeholder = text || defaultPlaceholder;
      input.setAttribute('aria-label', input.placeholder);
    },
    focus: () => {
      input.focus();
    },
  };
}
