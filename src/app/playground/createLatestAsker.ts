import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LabelScore, PredictValue, Trace } from '../../client/index.ts';
import { describeFailure, type Failure } from '../failure.ts';
import type { Predict } from '../predict.ts';

/** What is known about the value that was asked last. */
export type Answer =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'answered';
      readonly labels: readonly LabelScore[];
      readonly trace: Trace;
      readonly atMs: number;
    }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly atMs: number };

export interface AskerState {
  readonly answer: Answer;
  /** A newer value is on its way; `answer` is still that of an older one. */
  readonly isWaiting: boolean;
}

export interface LatestAsker {
  readonly store: StoreApi<AskerState>;
  /** Takes the place of whatever was asked before; never rejects. */
  ask(value: PredictValue): Promise<void>;
  clear(): void;
}

/** Asks one model again and again; the latest question wins and aborts the one before. */
export function createLatestAsker(model: string, predict: Predict): LatestAsker {
  const store = createStore<AskerState>()(() => ({ answer: { kind: 'none' }, isWaiting: false }));
  let current = new AbortController();

  async function ask(value: PredictValue): Promise<void> {
    current.abort();
    const controller = new AbortController();
    current = controller;
    store.setState({ isWaiting: true });
    const answer = await settle(value, controller.signal);
    if (current === controller) store.setState({ answer, isWaiting: false });
  }

  async function settle(value: PredictValue, signal: AbortSignal): Promise<Answer> {
    try {
      const { labels = [], trace } = await predict(model, value, { signal });
      return { kind: 'answered', labels, trace, atMs: performance.now() };
    } catch (error) {
      return { kind: 'failed', failure: describeFailure(error), atMs: performance.now() };
    }
  }

  function clear(): void {
    current.abort();
    current = new AbortController();
    store.setState({ answer: { kind: 'none' }, isWaiting: false });
  }

  return { store, ask, clear };
}
