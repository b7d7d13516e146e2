import type { AnswerSplit } from '../../client/index.ts';

/** All answers, wherever they came from. */
export function sumSplit({ local, remote, cache }: AnswerSplit): number {
  return local + remote + cache;
}
