import { encodeError, NearsideError, type EncodedError } from '../core/errors.ts';

/** The error of a request whose worker is gone; it may have run. */
export function workerLost(model: string, reason: string): EncodedError {
  return encodeError(
    new NearsideError(
      'worker-lost',
      `The worker of "${model}" was lost while the request may have run: ${reason}`,
    ),
  );
}
