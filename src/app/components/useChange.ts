import { useRef, useState } from 'react';
import { describeFailure, type Failure } from '../failure.ts';

/** Runs what a person asked for, and says whether it was done; never rejects. */
export type Change = (run: () => Promise<unknown>) => Promise<boolean>;

/** Runs changes one after another and looks again after each; what kept one from being done is remembered until the next. */
export function useChange(refresh: () => Promise<void>): {
  readonly refused: Failure | undefined;
  readonly change: Change;
} {
  const [refused, setRefused] = useState<Failure>();
  const last = useRef<Promise<unknown>>(Promise.resolve());
  async function change(run: () => Promise<unknown>): Promise<boolean> {
    setRefused(undefined);
    const ran = last.current.then(run).then(
      () => true,
      (error: unknown) => {
        setRefused(describeFailure(error));
        return false;
      },
    );
    last.current = ran;
    const isDone = await ran;
    await refresh();
    return isDone;
  }
  return { refused, change };
}
