import { encodeError, NearsideError, type EncodedError } from '../core/errors.ts';

/** Why requests end without an answer although nothing is wrong with them. */
export function workerLost(model: string, reason: string): EncodedError {
  return encodeError(
    new NearsideError(
      'worker-lost',
      `The worker of "${model}" was lost while the request may have run: ${reason}`,
    ),
  );
}

export function replacedBy(model: string, version: string): NearsideError {
  return new NearsideError(
    'closed',
    `"${model}" was replaced by its version ${version} before the request was answered.`,
  );
}

export function unloadedBefore(model: string): NearsideError {
  return new NearsideError('closed', `"${model}" was unloaded before the request was answered.`);
}

export function unloadedWhileLoading(model: string): NearsideError {
  return new NearsideError('closed', `"${model}" was unloaded while it was loading.`);
}
