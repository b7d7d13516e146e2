import type { ModelStatus } from '../../client/index.ts';
import { formatBytes } from '../formats/formatBytes.ts';
import type { ModelLoad } from '../store.ts';
import { describeStage, shareOf } from './describeStage.ts';

export interface LoadDescription {
  readonly tone: 'busy' | 'good' | 'bad' | 'idle';
  readonly text: string;
  /** 0 to 1; absent where there is nothing to wait for. */
  readonly share?: number;
}

/** What to say of a model; `status` is what the engine last said of it. */
export function describeLoad(load: ModelLoad | undefined, status: ModelStatus | undefined): LoadDescription {
  if (load?.kind === 'failed') return { tone: 'bad', text: `Failed: ${load.failure.code}` };
  if (load?.kind === 'loading') {
    return load.progress === undefined
      ? { tone: 'busy', text: 'Waiting', share: 0 }
      : { tone: 'busy', text: describeStage(load.progress), share: shareOf(load.progress) };
  }
  if (load === undefined && status?.state !== 'ready' && status?.state !== 'loading') {
    const size = status === undefined ? [] : [formatBytes(status.sizeBytes)];
    return { tone: 'idle', text: ['On demand', ...size].join(' · ') };
  }
  if (status === undefined || status.state === 'ready') return { tone: 'good', text: describeReady(status) };
  if (status.state === 'failed') return { tone: 'bad', text: `Failed: ${status.error?.code ?? 'unknown'}` };
  return status.state === 'loading'
    ? { tone: 'busy', text: 'Loading' }
    : { tone: 'idle', text: 'Unloaded; the next request loads it' };
}

function describeReady(status: ModelStatus | undefined): string {
  if (status === undefined) return 'Ready';
  return ['Ready', status.variant, status.backend, formatBytes(status.sizeBytes)]
    .filter((part) => part !== undefined)
    .join(' · ');
}
