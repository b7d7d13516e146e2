import { createStore } from 'zustand/vanilla';
import type { LoadProgress, ModelInspection } from '../../../client/index.ts';
import { describeFailure, type Failure } from '../../failure.ts';
import { formatModelLink } from '../modelLink.ts';
import type { ImageField } from '../image/imageDraft.ts';
import { nothingSaid, readSaid, type SaidDraft } from '../said/saidDraft.ts';
import { sortFiles } from './sortFiles.ts';

/** What a person says of a model to be added; without a name it goes by its file's. */
export interface AdditionDraft extends SaidDraft {
  readonly name: string;
}

/** Where a model to be added comes from. */
export type AdditionSource =
  | { readonly kind: 'file'; readonly file: File; readonly beside: Readonly<Record<string, File>> }
  | { readonly kind: 'address'; readonly url: string };

/** A model on its way in. */
export type Addition =
  | { readonly kind: 'none'; readonly refusal?: string }
  /** A link asks for it; nothing was fetched. */
  | { readonly kind: 'asked'; readonly url: string }
  | { readonly kind: 'inspecting'; readonly source: AdditionSource }
  | {
      readonly kind: 'described';
      readonly source: AdditionSource;
      readonly draft: AdditionDraft;
      readonly inspection: ModelInspection;
      readonly fault?: { readonly field: ImageField; readonly message: string };
      readonly failure?: Failure;
    }
  | {
      readonly kind: 'adding';
      readonly source: AdditionSource;
      readonly draft: AdditionDraft;
      readonly progress?: LoadProgress;
    }
  | { readonly kind: 'failed'; readonly source: AdditionSource; readonly failure: Failure };

/** Outlives the page that shows it: a model goes on being added while another page is looked at. */
export const additionStore = createStore<{ readonly addition: Addition }>()(() => ({
  addition: { kind: 'none' },
}));

let current = new AbortController();

function set(addition: Addition): void {
  additionStore.setState({ addition });
}

/** Ends whatever is going on. */
export function cancelAddition(): void {
  current.abort();
  set({ kind: 'none' });
}

/** Takes files that were chosen or dropped together. */
export async function openModelFiles(files: readonly File[]): Promise<void> {
  const sorted = sortFiles(files);
  if (sorted.kind === 'none') {
    set({ kind: 'none', refusal: 'Expected a file that ends in .onnx or .ort among those chosen.' });
  } else if (sorted.kind === 'several') {
    const names = sorted.names.join(', ');
    set({
      kind: 'none',
      refusal: `Expected one model at a time, got ${names}. Files of its own may come with it.`,
    });
  } else {
    const labels = await sorted.labels?.text();
    await inspect({ kind: 'file', file: sorted.model, beside: sorted.beside }, labels ?? '');
  }
}

/** A link names a model: the person is asked before anything is fetched. */
export function askForAddress(url: string): void {
  current.abort();
  set({ kind: 'asked', url });
}

export async function openAddress(url: string): Promise<void> {
  await inspect({ kind: 'address', url: url.trim() }, '');
}

async function inspect(source: AdditionSource, labels: string): Promise<void> {
  current.abort();
  const { signal } = (current = new AbortController());
  set({ kind: 'inspecting', source });
  try {
    const nearside = await window.nearside;
    const inspection = await nearside.models.inspect(sourceOf(source), { files: besideOf(source) });
    if (signal.aborted) return;
    const draft: AdditionDraft = { ...nothingSaid, name: nameOf(source), labels };
    set({ kind: 'described', source, draft, inspection });
  } catch (error) {
    if (!signal.aborted) set({ kind: 'failed', source, failure: describeFailure(error) });
  }
}

export function changeDraft(draft: AdditionDraft): void {
  const { addition } = additionStore.getState();
  if (addition.kind === 'described') set({ ...addition, draft });
}

/** Adds what was described, and shows it once it is there; what keeps it from being added stays with the form. */
export async function addDescribed(): Promise<void> {
  const { addition } = additionStore.getState();
  if (addition.kind !== 'described') return;
  const { source, draft, inspection } = addition;
  const read = readSaid(draft);
  if (read.kind === 'unfit') {
    set({ kind: 'described', source, draft, inspection, fault: read });
    return;
  }
  const { signal } = current;
  set({ kind: 'adding', source, draft });
  try {
    const nearside = await window.nearside;
    const name = draft.name.trim();
    const config = { ...read.said, ...(name === '' ? {} : { name }), files: besideOf(source) };
    const status = await nearside.models.add(sourceOf(source), config, {
      signal,
      onProgress: (progress) => {
        if (!signal.aborted) set({ kind: 'adding', source, draft, progress });
      },
    });
    if (signal.aborted) return;
    set({ kind: 'none' });
    window.location.hash = formatModelLink(status.name);
  } catch (error) {
    if (!signal.aborted)
      set({ kind: 'described', source, draft, inspection, failure: describeFailure(error) });
  }
}

function sourceOf(source: AdditionSource): File | string {
  return source.kind === 'file' ? source.file : source.url;
}

function besideOf(source: AdditionSource): Readonly<Record<string, File>> {
  return source.kind === 'file' ? source.beside : {};
}

/** What the model is called unless the person says otherwise. */
function nameOf(source: AdditionSource): string {
  const path =
    source.kind === 'file' ? source.file.name : source.url.replace(/[?#].*$/, '').replace(/^hf:/, '');
  const last = path.split('/').findLast((part) => part !== '') ?? path;
  return last.replace(/\.(?:onnx|ort)$/i, '');
}
