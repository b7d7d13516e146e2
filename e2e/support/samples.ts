import { readFileSync } from 'node:fs';

interface DigitSample {
  readonly count: number;
  /** Base64 of uint8 [count, 28, 28], light on dark. */
  readonly pixels: string;
  readonly labels: readonly number[];
  readonly predicted: Readonly<Record<string, readonly number[]>>;
}

interface TextSample {
  readonly rows: readonly {
    readonly text: string;
    readonly label: string;
    readonly predicted: Readonly<Record<string, string>>;
  }[];
}

function readFixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8'));
}

export const readDigits = (): DigitSample => readFixture('digits-sample.json') as DigitSample;

/** Remarks on products with `positive` or `negative`. */
export const readReviews = (): TextSample['rows'] => (readFixture('review-sample.json') as TextSample).rows;

export const readSentences = (): TextSample['rows'] =>
  (readFixture('language-sample.json') as TextSample).rows;
