/** Settles as `result` does, or rejects with the signal's reason as soon as that is aborted. */
export function rejectOnAbort<Result>(
  result: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (signal === undefined) return result;
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  const abort = (): void => {
    reject(signal.reason);
  };
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  result.then(resolve, reject).finally(() => {
    signal.removeEventListener('abort', abort);
  });
  return promise;
}
