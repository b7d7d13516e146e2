import { expect, test } from 'vitest';
import { readEntities, type TokenSpan } from './readEntities.ts';

const labels = ['O', 'B-PER', 'I-PER', 'B-LOC', 'I-LOC', 'MISC'];

/** Tokens as `label start end`, `+` before those that go on with a word. */
function read(text: string, tokens: readonly string[]): readonly string[] {
  const spans: (TokenSpan | undefined)[] = [];
  const logits = new Float32Array(tokens.length * labels.length);
  for (const [token, written] of tokens.entries()) {
    const [label = '', start, end] = written.replace('+', '').split(' ');
    logits[token * labels.length + labels.indexOf(label)] = 9;
    spans.push(
      start === undefined
        ? undefined
        : { start: Number(start), end: Number(end), isContinuation: written.startsWith('+') },
    );
  }
  return readEntities(text, { logits, classes: labels.length, labels, spans }).map(
    ({ text: part, label, start, end }) => `${label} ${part} ${start}-${end}`,
  );
}

test.each([
  ['what is inside goes on, also over spaces', ['B-PER 0 3', 'I-PER 4 10'], ['PER Ada Byron! 0-10']],
  ['what begins again is another', ['B-PER 0 3', 'B-PER 4 9'], ['PER Ada 0-3', 'PER Byron 4-9']],
  ['another class is another', ['B-PER 0 3', 'I-LOC 4 9'], ['PER Ada 0-3', 'LOC Byron 4-9']],
  ['what is outside comes between', ['I-PER 0 3', 'O 4 5', 'I-PER 5 9'], ['PER Ada 0-3', 'PER yron 5-9']],
  ['nothing begins in the middle of a word', ['B-PER 4 6', '+B-PER 6 9'], ['PER Byron 4-9']],
  ['classes without a prefix go on', ['MISC 0 3', 'MISC 4 9'], ['MISC Ada Byron 0-9']],
  ['special tokens and empty ones are left out', ['B-PER', 'B-PER 0 0', 'O 0 3'], []],
])('%s', (_, tokens, expected) => {
  expect(read('Ada Byron!', tokens)).toEqual(expected);
});

test('the score is the mean over the tokens', () => {
  const logits = Float32Array.of(0, 0, 0, Math.log(3));
  const spans = [
    { start: 0, end: 1, isContinuation: false },
    { start: 1, end: 2, isContinuation: true },
  ];
  const [entity] = readEntities('ab', { logits, classes: 2, labels: ['X', 'X'], spans });
  expect(entity?.score).toBeCloseTo((0.5 + 0.75) / 2, 6);
});
