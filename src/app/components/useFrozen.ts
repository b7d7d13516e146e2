import { useState } from 'react';

/** `value` while it is live; the last live one otherwise, the same object, so that nothing is drawn anew. */
export function useFrozen<Value>(value: Value, isLive: boolean): Value {
  const [kept, setKept] = useState(value);
  if (!isLive) return kept;
  if (!Object.is(kept, value)) setKept(value);
  return value;
}
