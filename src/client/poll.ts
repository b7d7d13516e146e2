/** Reads again and again, but only after the last answer came, so that a busy engine is not asked twice; returns the stop. */
export function poll<Value>(
  read: () => Promise<Value>,
  listener: (value: Value) => void,
  everyMs: number,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  const readOnce = async (): Promise<void> => {
    try {
      const value = await read();
      if (!isStopped) listener(value);
    } catch {
      isStopped = true;
    }
    if (!isStopped) timer = setTimeout(() => void readOnce(), everyMs);
  };
  void readOnce();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
