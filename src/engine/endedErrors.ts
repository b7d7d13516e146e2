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

export function nothingBefore(model: string): NearsideError {
  return new NearsideError('not-found', `No other version of "${model}" served before.`);
}

/** The settings changed what an instance is. */
export function restartedWhileLoading(model: string): NearsideError {
  return new NearsideError('closed', `"${model}" is loaded anew for other settings.`);
}

/** A queue that holds all it may, with nothing in it that counts for less. */
export function queueIsFull(model: string, maxRows: number): EncodedError {
  return encodeError(
    new NearsideError('queue-full', `"${model}" has ${maxRows} rows waiting, which is the most it takes.`),
  );
}

/** Refused at once, for it would wait in vain. */
export function comesTooLate(model: string, predictedMs: number, deadlineMs: number): EncodedError {
  const message = `"${model}" would answer after about ${Math.round(predictedMs)} ms, too close to the deadline of ${Math.round(deadlineMs)} ms.`;
  return encodeError(new NearsideError('queue-full', message));
}

/** Made room for a request of a higher priority. */
export function preempted(model: string): EncodedError {
  return encodeError(
    new NearsideError(
      'queue-full',
      `The queue of "${model}" was full, and a higher priority took the place.`,
    ),
  );
}

/** Taken out of the queue, for even the next batch would end too late. */
export function droppedLate(model: string): EncodedError {
  return encodeError(new NearsideError('deadline', `"${model}" could no longer answer within the deadline.`));
}

export function noSuchModel(name: string, known: Iterable<string>): NearsideError {
  const names = [...known].map((other) => `"${other}"`).join(', ');
  return new NearsideError('not-found', `Expected one of the models ${names}, got ${JSON.stringify(name)}.`);
}
