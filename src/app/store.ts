import { createStore } from 'zustand/vanilla';
import type { LoadProgress, MetricsSnapshot, ModelStatus, Nearside } from '../client/index.ts';
import { describeFailure, type Failure } from './failure.ts';
import { appendSnapshot } from './live/appendSnapshot.ts';

declare global {
  interface Window {
    /** The page's connection, for the app, for scripts and for the console. */
    nearside: Promise<Nearside>;
  }
}

export const builtInModels = ['language-id', 'digits', 'review-sentiment'] as const;

/** The others wait until the person asks for them. */
const modelsAtStart: readonly (typeof builtInModels)[number][] = ['language-id', 'digits'];

type Connection =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'closed' };

/** How far a model has come that the app loads, at its start or because the person asked for it. */
export type ModelLoad =
  | { readonly kind: 'loading'; readonly progress?: LoadProgress }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface AppState {
  readonly connection: Connection;
  /** Has no entry for a model that was not asked for. */
  readonly loads: Readonly<Record<string, ModelLoad>>;
  readonly models: readonly ModelStatus[];
  /** Snapshots of the last two minutes, oldest first. */
  readonly history: readonly MetricsSnapshot[];
  /** Counts up with every snapshot: when it stands still, so do the figures. */
  readonly snapshotCount: number;
}

const everySnapshotMs = 1000;

export const appStore = createStore<AppState>()(() => ({
  connection: { kind: 'connecting' },
  loads: Object.fromEntries(modelsAtStart.map((name) => [name, { kind: 'loading' }])),
  models: [],
  history: [],
  snapshotCount: 0,
}));

function setLoad(name: string, load: ModelLoad): void {
  appStore.setState(({ loads }) => ({ loads: { ...loads, [name]: load } }));
}

/** Progress may arrive after its model is ready; it then says nothing new. */
export function recordProgress(progress: LoadProgress): void {
  if (appStore.getState().loads[progress.model]?.kind !== 'loading') return;
  setLoad(progress.model, { kind: 'loading', progress });
}

/** Loads a model and records how it went; never rejects. */
export async function loadModel(name: string): Promise<void> {
  setLoad(name, { kind: 'loading' });
  try {
    const nearside = await window.nearside;
    // What serves in another tab stays as it is there.
    const isReady = (await nearside.models.list()).some(
      (model) => model.name === name && model.state === 'ready',
    );
    if (!isReady) await nearside.models.load(name);
    setLoad(name, { kind: 'ready' });
  } catch (error) {
    setLoad(name, { kind: 'failed', failure: describeFailure(error) });
  }
}

/** Loads a model unless that is done, under way or was tried; never rejects. */
export function loadOnce(name: string): void {
  if (appStore.getState().loads[name] === undefined) void loadModel(name);
}

/** Follows a connection's models and metrics, and loads the models of the start; never rejects. */
export async function followConnection(connecting: Promise<Nearside>): Promise<void> {
  try {
    const nearside = await connecting;
    appStore.setState({ connection: { kind: 'open' } });
    nearside.models.subscribe((models) => {
      appStore.setState({ models });
    });
    nearside.metrics.subscribe((snapshot) => {
      appStore.setState(({ history, snapshotCount }) => ({
        history: appendSnapshot(history, snapshot),
        snapshotCount: snapshotCount + 1,
      }));
    }, everySnapshotMs);
  } catch (error) {
    appStore.setState({ connection: { kind: 'failed', failure: describeFailure(error) } });
    return;
  }
  await Promise.all(modelsAtStart.map(loadModel));
}

export function recordClosed(): void {
  appStore.setState({ connection: { kind: 'closed' } });
}
