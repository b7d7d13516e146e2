import { useEffect, useRef, useState } from 'react';
import { describeFailure, type Failure } from '../../failure.ts';

/** What a question by hand came to. */
export type Run<Result> =
  | { readonly kind: 'none' }
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly result: Result; readonly atMs: number }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** One question at a time; a newer one, or leaving the page, aborts the one before. */
export function useRun<Result>(): {
  readonly run: Run<Result>;
  readonly ask: (question: (signal: AbortSignal) => Promise<Result>) => Promise<void>;
  readonly stop: () => void;
} {
  const [run, setRun] = useState<Run<Result>>({ kind: 'none' });
  const current = useRef<AbortController>(undefined);
  useEffect(
    () => () => {
      current.current?.abort();
    },
    [],
  );

  async function ask(question: (signal: AbortSignal) => Promise<Result>): Promise<void> {
    current.current?.abort();
    const controller = new AbortController();
    current.current = controller;
    setRun({ kind: 'running' });
    try {
      const result = await question(controller.signal);
      if (current.current === controller) setRun({ kind: 'done', result, atMs: performance.now() });
    } catch (error) {
      if (current.current === controller) setRun({ kind: 'failed', failure: describeFailure(error) });
    }
  }

  function stop(): void {
    current.current?.abort();
    current.current = undefined;
    setRun({ kind: 'none' });
  }

  return { run, ask, stop };
}
