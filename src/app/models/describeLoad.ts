import type { LoadProgress, LoadStage, ModelStatus } from '../../client/index.ts';
import { formatBytes } from '../formats/formatBytes.ts';
import type { ModelLoad } from '../store.ts';

const stages: Record<LoadStage, string> = {
  download: 'Downloading',
  verify: 'Verifying',
  create: 'Creating session',
  warm: 'Warming up',
};

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

function describeStage({ stage, loadedBytes, totalBytes }: LoadProgress): string {
  if (stage !== 'download' || totalBytes === 0) return stages[stage];
  return `${stages[stage]} ${formatBytes(loadedBytes)} of ${formatBytes(totalBytes)}`;
}

/** The download fills four fifths of the bar and each later stage its part of the rest. */
function shareOf({ stage, loadedBytes, totalBytes }: LoadProgress): number {
  const part = totalBytes === 0 ? 0 : Math.min(loadedBytes / totalBytes, 1);
  const starts: Record<LoadStage, number> = { download: 0, verify: 0.8, create: 0.85, warm: 0.95 };
  return starts[stage] + (stage === 'download' ? part * 0.8 : 0);
}

function describeReady(status: ModelStatus | undefined): string {
  if (status === undefined) return 'Ready';
  return ['Ready', status.variant, status.backend, formatBytes(status.sizeBytes)]
    .filter((part) => part !== undefined)
    .join(' · ');
}
