import type { Clock } from '../core/clock.ts';

/** What a promise gives within a time; undefined when it takes longer or rejects. */
export async function settleWithin<Value>(
  clock: Clock,
  ms: number,
  promise: Promise<Value>,
): Promise<Value | undefined> {
  const { promise: settled, resolve } = Promise.withResolvers<Value | undefined>();
  const cancel = clock.after(ms, () => {
    resolve(undefined);
  });
  promise.then(resolve, () => {
    resolve(undefined);
  });
  const value = await settled;
  cancel();
  return value;
}
