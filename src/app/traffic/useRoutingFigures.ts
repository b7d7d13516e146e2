import { useCallback, useState } from 'react';
import { useRepeated } from '../components/useRepeated.ts';
import { describeFailure, type Failure } from '../failure.ts';
import type { RoutingSample } from './routingSample.ts';

const keptSamples = 120;

interface Looked {
  readonly samples: readonly RoutingSample[];
  readonly failure?: Failure;
}

export interface RoutingFigures extends Looked {
  /** Looks at once, after something was changed. */
  readonly refresh: () => Promise<void>;
}

/** Looks at routing and settings every second while the page can be seen; keeps the last two minutes. */
export function useRoutingFigures(): RoutingFigures {
  const [looked, setLooked] = useState<Looked>({ samples: [] });

  const refresh = useCallback(async () => {
    try {
      const nearside = await window.nearside;
      const [status, settings] = await Promise.all([nearside.routing.status(), nearside.settings.get()]);
      setLooked(({ samples }) => ({ samples: [...samples, { status, settings }].slice(-keptSamples) }));
    } catch (error) {
      setLooked(({ samples }) => ({ samples, failure: describeFailure(error) }));
    }
  }, []);

  useRepeated(refresh);
  return { ...looked, refresh };
}
