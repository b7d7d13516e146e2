import { useEffect, useState } from 'react';
import type { Nearside } from '../nearside.ts';
import { joinConnection, leaveConnection } from './sharedConnection.ts';

/** How far a component's connection is. */
export type NearsideState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open'; readonly nearside: Nearside }
  | { readonly kind: 'failed'; readonly error: unknown };

interface Outcome {
  readonly repository: string | undefined;
  readonly state: NearsideState;
}

const connecting: NearsideState = { kind: 'connecting' };

/**
 * A connection for as long as the component stands; components of the same repository share it.
 *
 * @param options.repository base URL of the model repository. @default 'models' under the page's base
 */
export function useNearside({ repository }: { readonly repository?: string } = {}): NearsideState {
  const [outcome, setOutcome] = useState<Outcome>();

  useEffect(() => {
    let isCurrent = true;
    const settle = (state: NearsideState): void => {
      if (isCurrent) setOutcome({ repository, state });
    };
    joinConnection(repository).then(
      (nearside) => {
        settle({ kind: 'open', nearside });
      },
      (error: unknown) => {
        settle({ kind: 'failed', error });
      },
    );
    return () => {
      isCurrent = false;
      leaveConnection(repository);
    };
  }, [repository]);

  return outcome !== undefined && outcome.repository === repository ? outcome.state : connecting;
}
