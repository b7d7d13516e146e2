import { activateScores } from '../tasks/activateScores.ts';

/** A stretch of a text with its class; `start` and `end` count UTF-16 units of the source. */
export interface Entity {
  readonly text: string;
  readonly label: string;
  readonly score: number;
  readonly start: number;
  readonly end: number;
}

/** Where a token lies in its text. */
export interface TokenSpan {
  readonly start: number;
  readonly end: number;
  /** Whether it goes on with the word of the token before. */
  readonly isContinuation: boolean;
}

interface Group {
  readonly tag: string;
  readonly scores: number[];
  readonly start: number;
  end: number;
}

interface TokenClasses {
  /** `[tokens, labels]`. */
  readonly logits: Float32Array;
  readonly classes: number;
  readonly labels: readonly string[];
  /** One a token; undefined for special tokens. */
  readonly spans: readonly (TokenSpan | undefined)[];
}

const outside = 'O';

/**
 * The entities of a text, as the simple aggregation of Hugging Face's token classification pipeline gives them: neighbouring tokens
 * of one class are joined, `B-` begins another, the prefixes and what is outside (`O`) are left out; the score is the mean over
 * the tokens. Unlike there, `B-` in the middle of a word begins nothing.
 */
export function readEntities(
  text: string,
  { logits, classes, labels, spans }: TokenClasses,
): readonly Entity[] {
  const groups: Group[] = [];
  let last: Group | undefined;
  for (const [token, span] of spans.entries()) {
    if (span === undefined || span.start === span.end) continue;
    const scores = activateScores(logits.slice(token * classes, (token + 1) * classes), 'softmax');
    const best = scores.reduce((left, score, index) => (score > (scores[left] as number) ? index : left), 0);
    const { isBeginning, tag } = readLabel(labels[best] ?? String(best));
    const isJoined = last?.tag === tag && (!isBeginning || span.isContinuation);
    if (last !== undefined && isJoined) {
      last.scores.push(scores[best] as number);
      last.end = span.end;
    } else {
      last = { tag, scores: [scores[best] as number], start: span.start, end: span.end };
      groups.push(last);
    }
  }
  return groups
    .filter(({ tag }) => tag !== outside)
    .map(({ tag, scores, start, end }) => ({
      text: text.slice(start, end),
      label: tag,
      score: scores.reduce((sum, score) => sum + score, 0) / scores.length,
      start,
      end,
    }));
}

function readLabel(label: string): { readonly isBeginning: boolean; readonly tag: string } {
  const isPrefixed = label.startsWith('B-') || label.startsWith('I-');
  return { isBeginning: label.startsWith('B-'), tag: isPrefixed ? label.slice(2) : label };
}
