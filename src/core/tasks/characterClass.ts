/** What a character means for splitting text into words. */
export const characterClass = {
  /** Letter, mark or apostrophe of a script that separates words. */
  word: 1,
  /** Character of a script written without spaces. */
  unspaced: 2,
  /** Combining mark. */
  mark: 4,
  /** U+30FC, which lengthens kana and belongs to no single script. */
  prolonged: 8,
} as const;

const unspacedScripts = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Khmer', 'Lao', 'Myanmar'];
const unspacedPattern = new RegExp(`[${unspacedScripts.map((name) => `\\p{Script=${name}}`).join('')}]`, 'u');
const wordPattern = /[\p{L}\p{M}'\u2019\u02bc]/u;
const markPattern = /\p{M}/u;
const prolongedMark = '\u30fc';

const blockSize = 256;
const blocks = new Map<number, Uint8Array>();
const basicPlane = new Uint8Array(0x10000);
const knownBasicBlocks = new Uint8Array(0x10000 / blockSize);

function classify(codePoint: number): number {
  const character = String.fromCodePoint(codePoint);
  const isUnspaced = unspacedPattern.test(character);
  let flags = 0;
  if (isUnspaced) flags |= characterClass.unspaced;
  else if (wordPattern.test(character)) flags |= characterClass.word;
  if (markPattern.test(character)) flags |= characterClass.mark;
  if (character === prolongedMark) flags |= characterClass.prolonged;
  return flags;
}

/** The flags of a UTF-16 unit that is no surrogate; tables are filled block by block on first use. */
export function classifyBasic(unit: number): number {
  const block = unit >>> 8;
  if (knownBasicBlocks[block] === 0) {
    const start = block * blockSize;
    for (let index = start; index < start + blockSize; index += 1) basicPlane[index] = classify(index);
    knownBasicBlocks[block] = 1;
  }
  return basicPlane[unit] as number;
}

/** The flags of a code point beyond U+FFFF. */
export function classifyAstral(codePoint: number): number {
  const block = codePoint >>> 8;
  let table = blocks.get(block);
  if (table === undefined) {
    const start = block * blockSize;
    table = Uint8Array.from({ length: blockSize }, (_, index) => classify(start + index));
    blocks.set(block, table);
  }
  return table[codePoint & (blockSize - 1)] as number;
}
