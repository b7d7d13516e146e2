import type { AnswerSplit, RoutingStatus } from '../../client/index.ts';
import type { TimePoint } from '../charts/timePoint.ts';

const windowSeconds = 10;

/** Answers a second by where they came from, over the ten seconds before each point. */
export function splitPoints(statuses: readonly RoutingStatus[]): readonly TimePoint[] {
  const newestAt = statuses.at(-1)?.at ?? 0;
  return statuses.map(({ at, models }) => {
    const { local, remote, cache } = sumSplits(Object.values(models).map(({ split }) => split));
    return {
      offsetSeconds: (at - newestAt) / 1000,
      values: {
        local: local / windowSeconds,
        remote: remote / windowSeconds,
        cache: cache / windowSeconds,
      },
    };
  });
}

export function sumSplits(splits: readonly AnswerSplit[]): AnswerSplit {
  const sum = (pick: (split: AnswerSplit) => number): number =>
    splits.reduce((total, split) => total + pick(split), 0);
  return {
    local: sum(({ local }) => local),
    remote: sum(({ remote }) => remote),
    cache: sum(({ cache }) => cache),
  };
}
