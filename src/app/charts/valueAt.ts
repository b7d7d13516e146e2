import type { TimePoint } from './timePoint.ts';

/** The value of a series at a point, whether or not enough samples stand behind it. */
export function valueAt({ values }: TimePoint, key: string): number | null {
  return values[key] ?? values[`${key}Early`] ?? null;
}
