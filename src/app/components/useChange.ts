import { useState } from 'react';
import { describeFailure, type Failure } from '../failure.ts';

/** Runs what a person asked for and looks again after it; what kept it from being done is remembered until the next. */
export function useChange(refresh: () => Promise<void>): {
  readonly refused: Failure | undefined;
  readonly change: (run: () => Promise<unknown>) => Promise<void>;
} {
  const [refused, setRefused] = useState<Failure>();
  async function change(run: () => Promise<unknown>): Promise<void> {
    setRefused(undefined);
    try {
      await run();
    } catch (error) {
      setRefused(describeFailure(error));
    }
    await refresh();
  }
  return { refused, change };
}
