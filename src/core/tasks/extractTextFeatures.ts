import { addWordGrams } from './addWordGrams.ts';
import { characterClass, classifyAstral, classifyBasic } from './characterClass.ts';
import { addUnit, finishHash, hashSeed } from './hashText.ts';

export interface TextFeatureOptions {
  /** Ids are hashes of this many bits. */
  readonly bits: number;
  /** Longest n-gram of a word. */
  readonly nmax: number;
}

const wordStart = 0x5e;
const wordEnd = 0x24;
const apostrophe = 0x27;
const maxWordCodePoints = 40;
const maxUnspacedGram = 3;

function isHighSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}

function isLowSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}

const units = new Uint16Array(2 * maxWordCodePoints + 2);

/**
 * Turns text into hashed n-grams: NFC, lower case, words between `^` and `$` as 1- to `nmax`-grams and as a whole,
 * scripts without spaces as 1- to 3-grams from each character on. Id 0 is padding and never given.
 * Writes at most `ids.length` ids and returns how many were written; 0 means that the text has no word.
 */
export function extractTextFeatures(
  text: string,
  { bits, nmax }: TextFeatureOptions,
  ids: Int32Array,
): number {
  const source = text.normalize('NFC').toLowerCase();
  const mask = 2 ** bits - 1;
  const { length } = source;
  const capacity = ids.length;
  let count = 0;
  let position = 0;

  while (position < length && count < capacity) {
    const first = classAt(source, position);
    const isRun = (first & (characterClass.unspaced | characterClass.prolonged)) !== 0;
    const accepted = isRun
      ? characterClass.unspaced | characterClass.prolonged | characterClass.mark
      : characterClass.word;
    if ((first & accepted) === 0) {
      position += 1;
      continue;
    }
    let end = position;
    while (end < length && (classAt(source, end) & accepted) !== 0) end += unitsAt(source, end);
    count = addWord(source, position, end, mask, nmax, ids, count);
    position = end;
  }
  return count;
}

function classAt(source: string, index: number): number {
  const unit = source.charCodeAt(index);
  if ((unit & 0xf800) !== 0xd800) return classifyBasic(unit);
  const isPair = isHighSurrogate(unit) && isLowSurrogate(source.charCodeAt(index + 1));
  return isPair ? classifyAstral(source.codePointAt(index) as number) : 0;
}

function unitsAt(source: string, index: number): number {
  return isHighSurrogate(source.charCodeAt(index)) ? 2 : 1;
}

function plainUnit(unit: number): number {
  return unit === 0x2019 || unit === 0x02bc ? apostrophe : unit;
}

function addWord(
  source: string,
  start: number,
  end: number,
  mask: number,
  nmax: number,
  ids: Int32Array,
  count: number,
): number {
  let from = start;
  let to = end;
  while (from < to && plainUnit(source.charCodeAt(from)) === apostrophe) from += 1;
  while (to > from && plainUnit(source.charCodeAt(to - 1)) === apostrophe) to -= 1;
  if (from === to) return count;

  units[0] = wordStart;
  let size = 1;
  for (let index = from, points = 0; index < to && points < maxWordCodePoints; points += 1) {
    const width = unitsAt(source, index);
    for (let offset = 0; offset < width; offset += 1) {
      units[size] = plainUnit(source.charCodeAt(index + offset));
      size += 1;
    }
    index += width;
  }
  if ((classAt(source, from) & characterClass.unspaced) !== 0) {
    return addUnspaced(size, mask, Math.min(maxUnspacedGram, nmax), ids, count);
  }
  units[size] = wordEnd;
  return addWordGrams(units, size + 1, mask, nmax, ids, count);
}

function addUnspaced(size: number, mask: number, nmax: number, ids: Int32Array, count: number): number {
  const capacity = ids.length;
  let next = count;
  for (let start = 1; start < size; start += 1) {
    let hash = hashSeed;
    const longest = Math.min(nmax, size - start);
    for (let n = 1; n <= longest; n += 1) {
      hash = addUnit(hash, units[start + n - 1] as number);
      if (next === capacity) return next;
      ids[next] = finishHash(hash ^ n) & mask || 1;
      next += 1;
    }
  }
  return next;
}
