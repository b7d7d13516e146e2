import { words } from './words.ts';

const poolSize = 2048;
const fewestWords = 3;
const mostWords = 9;

interface Opening {
  readonly text: string;
  readonly language: readonly string[];
}

/**
 * Sentences by number, all different: an opening from a pool, a comma, then the words that the rest of the number stands for in the
 * number system whose digits are that language's words. `random` gives numbers in [0, 1).
 */
export function makeSentences(random: () => number): (index: number) => string {
  const pool = makePool(random);
  return (index) => {
    const { text, language } = pool[index % poolSize] as Opening;
    let rest = Math.floor(index / poolSize);
    let sentence = text;
    do {
      sentence += ` ${language[rest % language.length] as string}`;
      rest = Math.floor(rest / language.length);
    } while (rest > 0);
    return sentence;
  };
}

function makePool(random: () => number): readonly Opening[] {
  const openings = new Map<string, Opening>();
  while (openings.size < poolSize) {
    const language = pick(words, random);
    const count = fewestWords + Math.floor(random() * (mostWords - fewestWords + 1));
    const text = `${Array.from({ length: count }, () => pick(language, random)).join(' ')},`;
    openings.set(text, { text, language });
  }
  return [...openings.values()];
}

function pick<Value>(values: readonly Value[], random: () => number): Value {
  return values[Math.floor(random() * values.length)] as Value;
}
