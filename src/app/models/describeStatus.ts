import type { ModelStatus } from '../../client/index.ts';
import { describeStage, shareOf } from './describeStage.ts';
import type { LoadDescription } from './describeLoad.ts';

/** What to say of a model's state as the engine tells it. */
export function describeStatus({
  state,
  progress,
  error,
  isLoadedAhead = false,
}: ModelStatus): LoadDescription {
  switch (state) {
    case 'ready':
      return { tone: 'good', text: isLoadedAhead ? 'Ready, loaded ahead' : 'Ready' };
    case 'available':
      return { tone: 'idle', text: 'Not loaded' };
    case 'failed':
      return { tone: 'bad', text: `Failed: ${error?.code ?? 'unknown'}` };
    case 'loading':
      return progress === undefined
        ? { tone: 'busy', text: 'Loading', share: 0 }
        : { tone: 'busy', text: describeStage(progress), share: shareOf(progress) };
  }
}
