import type { Batch } from '../files/batch.ts';
import { formatCount } from '../formats/formatCount.ts';
import { formatCounted } from '../formats/formatCounted.ts';
import { formatMilliseconds } from '../formats/formatMilliseconds.ts';
import { formatShare } from '../formats/formatShare.ts';
import type { Answer } from './createLatestAsker.ts';
import { languageName } from './languageName.ts';
import { sentimentName } from './sentimentName.ts';

interface Answers {
  readonly language: Answer;
  readonly sentiment: Answer;
  readonly digit: Answer;
  readonly batch: Batch;
}

/** One sentence on whatever was answered last; empty before the first answer. */
export function describeLatest({ language, sentiment, digit, batch }: Answers): string {
  const languageAtMs = language.kind === 'none' ? -1 : language.atMs;
  const sentimentAtMs = sentiment.kind === 'none' ? -1 : sentiment.atMs;
  const digitAtMs = digit.kind === 'none' ? -1 : digit.atMs;
  const batchAtMs = batch.doneCount === 0 ? -1 : batch.startedAtMs + batch.elapsedMs;
  const latestAtMs = Math.max(languageAtMs, sentimentAtMs, digitAtMs, batchAtMs);
  if (latestAtMs < 0) return '';
  if (batchAtMs === latestAtMs) return describeBatch(batch);
  if (languageAtMs === latestAtMs) return describeAnswer('Language', language, languageWithCode);
  if (sentimentAtMs === latestAtMs) return describeAnswer('Sentiment', sentiment, sentimentName);
  return describeAnswer('Digit', digit, (label) => label);
}

function languageWithCode(label: string): string {
  return `${languageName(label)} (${label})`;
}

function describeAnswer(subject: string, answer: Answer, nameOf: (label: string) => string): string {
  if (answer.kind === 'none') return '';
  if (answer.kind === 'failed') return `${subject}: no answer. ${answer.failure.message}`;
  const best = answer.labels[0];
  if (best === undefined) return `${subject}: no label.`;
  const { totalMs, batchSize } = answer.trace;
  return `${subject}: ${nameOf(best.label)}, ${formatShare(best.score)}, in ${formatMilliseconds(totalMs)}, batch of ${String(batchSize)}`;
}

function describeBatch({ kind, rows, doneCount, failedCount, elapsedMs }: Batch): string {
  const failures = failedCount === 0 ? 'none failed' : `${formatCount(failedCount)} failed`;
  if (kind === 'done') {
    return `Files: ${formatCounted(doneCount, 'row')} in ${formatMilliseconds(elapsedMs)}, ${failures}`;
  }
  const counts = `${formatCount(doneCount)} of ${formatCounted(rows.length, 'row')}, ${failures}`;
  return kind === 'cancelled' ? `Files: cancelled at ${counts}` : `Files: ${counts}`;
}
