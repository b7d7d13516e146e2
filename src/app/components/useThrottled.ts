import { useEffect, useState } from 'react';

/** `value`, changing at most once in `everyMs`; the first change shows at once, the last one always does. */
export function useThrottled<Value>(value: Value, everyMs: number): Value {
  const [shown, setShown] = useState({ value, atMs: 0 });

  useEffect(() => {
    const waitMs = Math.max(0, shown.atMs + everyMs - performance.now());
    if (Object.is(shown.value, value)) return;
    const timer = setTimeout(() => {
      setShown({ value, atMs: performance.now() });
    }, waitMs);
    return () => {
      clearTimeout(timer);
    };
  }, [value, shown, everyMs]);

  return shown.value;
}
