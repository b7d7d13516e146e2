import { createStore } from 'zustand/vanilla';
import type { TextModel } from '../models/textModels.ts';
import { predict } from '../predict.ts';
import { loadOnce } from '../store.ts';
import { idleBatch, type Batch } from './batch.ts';
import { readInputs } from './readInputs.ts';
import { runBatch } from './runBatch.ts';

/** Outlives the page that shows it, so that a long batch can be watched from the Live page. */
export const batchStore = createStore<Batch>()(() => idleBatch);

export const linesModelStore = createStore<{ readonly textModel: TextModel }>()(() => ({
  textModel: 'language-id',
}));

let current = new AbortController();

/** Answers these files in place of those before; never rejects. */
export async function openFiles(files: readonly File[]): Promise<void> {
  if (files.length === 0) return;
  current.abort();
  const controller = new AbortController();
  current = controller;
  const publish = (batch: Batch): void => {
    if (current === controller) batchStore.setState(batch, true);
  };
  publish({ ...idleBatch, kind: 'reading' });
  const { textModel } = linesModelStore.getState();
  const inputs = await readInputs(files);
  if (inputs.some(({ kind }) => kind === 'text')) loadOnce(textModel);
  await runBatch(inputs, { predict, textModel, signal: controller.signal, publish });
}

/** Keeps the answers that are there. */
export function cancelFiles(): void {
  current.abort();
}
