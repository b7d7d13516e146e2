/** How often a model was asked, counted by visits: nothing of what it was asked. */
export interface ModelUse {
  /** Share of the visits in which it was asked, those long past counting less: 0 to 1. */
  readonly share: number;
  /** Milliseconds since 1970. */
  readonly usedAt: number;
}

/** By model. */
export type ModelUsage = Readonly<Record<string, ModelUse>>;

/** What one visit weighs: a habit is what was asked in three visits in a row, or in most of many. */
const visitWeight = 1 / 4;
const habitShare = 1 / 2;
const forgottenAfterMs = 30 * 24 * 3600_000;
/** A share so small is no longer kept. */
const leastShare = 1 / 64;

/** A model is asked for the first time in a visit; `isFirst` when it is the first model of that visit. */
export function noteModelUse(
  usage: ModelUsage,
  model: string,
  { isFirst, now }: { readonly isFirst: boolean; readonly now: number },
): ModelUsage {
  const entries = Object.entries(usage).map(
    ([name, { share, usedAt }]) =>
      [name, { share: isFirst ? share * (1 - visitWeight) : share, usedAt }] as const,
  );
  const aged = entries.filter(([, { share }]) => share >= leastShare);
  const own = entries.find(([name]) => name === model)?.[1].share ?? 0;
  const use: ModelUse = { share: Math.min(1, own + visitWeight), usedAt: now };
  return { ...Object.fromEntries(aged), [model]: use };
}

/** The models that are asked in most visits, the most usual first. */
export function listHabits(usage: ModelUsage, now: number): readonly string[] {
  return Object.entries(usage)
    .filter(([, { share, usedAt }]) => share >= habitShare && now - usedAt < forgottenAfterMs)
    .toSorted(([, left], [, right]) => right.share - left.share)
    .map(([name]) => name);
}
