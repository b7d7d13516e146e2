import { encodeError, toNearsideError } from '../../core/errors.ts';
import { fetchVerified } from '../storage/fetchVerified.ts';
import { openByteStore } from '../storage/openByteStore.ts';
import { inspectSource } from './inspectSource.ts';
import type { TrialCommand, TrialNotice } from './trialMessages.ts';
import { tryModel } from './tryModel.ts';

/** The scope of a dedicated worker, as far as it is used here. */
interface TrialScope {
  postMessage(message: TrialNotice): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<TrialCommand>) => void): void;
}

/** Does one thing and is then thrown away: whatever a model did to this realm ends with it. */
export function serveTrial(scope: TrialScope): void {
  const post = (notice: TrialNotice): void => {
    scope.postMessage(notice);
  };
  scope.addEventListener('message', ({ data }) => {
    answer(data, post).then(post, (error: unknown) => {
      post({ kind: 'failed', error: encodeError(toNearsideError(error, 'model-load')) });
    });
  });
}

async function answer(command: TrialCommand, post: (notice: TrialNotice) => void): Promise<TrialNotice> {
  if (command.kind === 'run') return { kind: 'tried', report: await tryModel(command.request, post) };
  if (command.kind === 'inspect')
    return { kind: 'inspected', inspection: (await inspectSource(command.request, post)).inspection };
  const store = await openByteStore();
  if (command.kind === 'read') {
    const blobs: Blob[] = [];
    for (const file of command.files) blobs.push(new Blob([await fetchVerified(file, store)]));
    return { kind: 'read', blobs };
  }
  // A file that is being read at this moment stays; it is only space.
  for (const digest of command.digests) await store.delete(digest).catch(() => undefined);
  return { kind: 'forgotten' };
}
