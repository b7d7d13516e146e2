import type { SettingsValue } from '../../client/index.ts';

type CacheSettings = SettingsValue['cache'];

/** The fields of the limits as they are typed. */
export interface LimitsDraft {
  readonly isEnabled: boolean;
  readonly memory: string;
  readonly store: string;
  readonly hours: string;
}

const bytesPerMebibyte = 2 ** 20;
const msPerHour = 3_600_000;

/** The fields as they stand for what is kept. */
export function draftOfLimits({ enabled, memoryBytes, storeBytes, ttlMs }: CacheSettings): LimitsDraft {
  return {
    isEnabled: enabled,
    memory: show(memoryBytes / bytesPerMebibyte),
    store: show(storeBytes / bytesPerMebibyte),
    hours: ttlMs === null ? '' : show(ttlMs / msPerHour),
  };
}

/** What the fields that were touched say; whether it can be is judged by whoever takes it. */
export function readLimits({
  isEnabled,
  memory,
  store,
  hours,
}: Partial<LimitsDraft>): Partial<CacheSettings> {
  return {
    ...(isEnabled === undefined ? {} : { enabled: isEnabled }),
    ...(memory === undefined ? {} : { memoryBytes: Math.round(Number(memory) * bytesPerMebibyte) }),
    ...(store === undefined ? {} : { storeBytes: Math.round(Number(store) * bytesPerMebibyte) }),
    ...(hours === undefined ? {} : { ttlMs: hours === '' ? null : Number(hours) * msPerHour }),
  };
}

/** What was typed beyond what was taken: fields that say something else by now. */
export function withoutTaken(typed: Partial<LimitsDraft>, taken: Partial<LimitsDraft>): Partial<LimitsDraft> {
  return Object.fromEntries(
    Object.entries(typed).filter(([field, value]) => taken[field as keyof LimitsDraft] !== value),
  );
}

function show(value: number): string {
  return String(Math.round(value * 100) / 100);
}
