import type { PredictValue } from '../../client/index.ts';

/** Where a person enters what is asked. */
export interface EntryView {
  readonly element: HTMLElement;
  setPlaceholder(text: string): void;
  focus(): void;
}

/** Called with what to ask now; with undefined when there is nothing to ask any more. */
export type OnEntry = (value: PredictValue | undefined) => void;
