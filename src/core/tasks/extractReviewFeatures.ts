import { addWordGrams } from './addWordGrams.ts';
import type { TextFeatureOptions } from './extractTextFeatures.ts';
import { addUnit, finishHash, hashSeed } from './hashText.ts';

const tokenPattern = /([\p{L}\p{M}']+)|(\p{N}+)|[^\p{White_Space}\p{L}\p{M}\p{N}]/gu;
const curlyApostrophes = /[\u2019\u02bc]/g;
const outerApostrophes = /^'+|'+$/g;
const maxTokenCodePoints = 40;
const pairMark = 0x99;
const pairSeparator = 0;
const tokenStart = 0x5e;
const tokenEnd = 0x24;
const zero = 0x30;

const units = new Uint16Array(2 * maxTokenCodePoints + 2);
let pairs = new Int32Array(0);

/**
 * Turns a review into hashed features: NFC, lower case; words, numbers (every digit as 0) and single other signs, each between `^`
 * and `$` as 1- to `nmax`-grams and as a whole, then each pair of neighbours, the edges of the text among them. Id 0 is padding
 * and never given. Writes at most `ids.length` ids and returns how many were written; blank text has none.
 */
export function extractReviewFeatures(
  text: string,
  { bits, nmax }: TextFeatureOptions,
  ids: Int32Array,
): number {
  const source = text.normalize('NFC').toLowerCase().replace(curlyApostrophes, "'");
  const mask = 2 ** bits - 1;
  const capacity = ids.length;
  if (pairs.length <= capacity) pairs = new Int32Array(capacity + 1);
  let count = 0;
  let pairCount = 0;
  let before = hashSeed;

  for (const match of source.matchAll(tokenPattern)) {
    if (count === capacity) return count;
    const size = frameToken(match);
    count = addWordGrams(units, size, mask, nmax, ids, count);
    let pair = addUnit(before, pairSeparator);
    before = hashSeed;
    for (let index = 1; index < size - 1; index += 1) {
      const unit = units[index] as number;
      pair = addUnit(pair, unit);
      before = addUnit(before, unit);
    }
    pairs[pairCount] = finishHash(pair ^ pairMark) & mask || 1;
    pairCount += 1;
  }
  if (pairCount === 0) return 0;
  pairs[pairCount] = finishHash(addUnit(before, pairSeparator) ^ pairMark) & mask || 1;
  const room = Math.min(pairCount + 1, capacity - count);
  ids.set(pairs.subarray(0, room), count);
  return count + room;
}

/** Puts the cleaned and cut token between its frame into `units`; returns the length of it all. */
function frameToken([token, word, number]: RegExpExecArray): number {
  units[0] = tokenStart;
  let size = 1;
  if (number !== undefined) {
    for (let index = 0; index < number.length && size <= maxTokenCodePoints; size += 1) {
      units[size] = zero;
      index += widthAt(number, index);
    }
  } else {
    const cleaned = (word === undefined ? token : word.replace(outerApostrophes, '')) || "'";
    for (let index = 0, points = 0; index < cleaned.length && points < maxTokenCodePoints; points += 1) {
      const end = index + widthAt(cleaned, index);
      for (; index < end; index += 1) {
        units[size] = cleaned.charCodeAt(index);
        size += 1;
      }
    }
  }
  units[size] = tokenEnd;
  return size + 1;
}

function widthAt(source: string, index: number): number {
  return (source.codePointAt(index) as number) > 0xffff ? 2 : 1;
}
