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

/** A priority of which all rows wait that may, with nothing below it that counts for less. */
export function queueIsFull(model: string, priority: number, maxRows: number): EncodedError {
  const message = `"${model}" has ${maxRows} rows of priority ${priority} waiting, which is the most it takes.`;
  return encodeError(new NearsideError('queue-full', message, { refusal: 'full' }));
}

/** Refused at once, for it would wait in vain. */
export function comesTooLate(model: string, predictedMs: number, deadlineMs: number): EncodedError {
  const message = `"${model}" would answer after about ${Math.round(predictedMs)} ms, too close to the deadline of ${Math.round(deadlineMs)} ms.`;
  return encodeError(new NearsideError('queue-full', message, { refusal: 'predicted-late' }));
}

/** Made room for a request of a higher priority. */
export function preempted(model: string): EncodedError {
  const message = `The queue of "${model}" was full, and a higher priority took the place.`;
  return encodeError(new NearsideError('queue-full', message, { refusal: 'preempted' }));
}

/** Taken out of the queue, for even the next batch would end too late. */
export function droppedLate(model: string): EncodedError {
  const message = `"${model}" could no longer answer within the deadline.`;
  return encodeError(new NearsideError('deadline', message, { refusal: 'dropped' }));
}

/** Its deadline passed, `afterMs` after its caller began to wait. */
export function expired(afterMs: number): EncodedError {
  const message = `The deadline passed after ${Math.round(afterMs)} ms without an answer.`;
  return encodeError(new NearsideError('deadline', message, { refusal: 'expired' }));
}

export function noSuchModel(name: string, known: Iterable<string>): NearsideError {
  const names = [...known].map((other) => `"${other}"`).join(', ');
  return new NearsideError('not-found', `Expected one of the models ${names}, got ${JSON.stringify(name)}.`);
}
