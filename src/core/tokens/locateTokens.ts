import { mapSymbols, symbolsOf, type SourceSymbol, type SymbolAlphabet } from './mapSymbols.ts';
import type { TokenSpan } from './readEntities.ts';

/** The steps of a tokenizer by which tokens are followed back to their text. */
export interface TokenizerSteps {
  readonly alphabet: SymbolAlphabet;
  /** Marks of tokens that are no part of their text, such as `##` before one that goes on with a word. */
  readonly continuingPrefix: string;
  readonly endOfWord: string;
  readonly normalize: (text: string) => string;
  readonly split: (normalized: string) => readonly string[];
  readonly tokenize: (word: string) => readonly string[];
  readonly isUnknown: (token: string) => boolean;
}

export interface LocatedToken extends TokenSpan {
  readonly token: string;
}

/** How far a word is looked for behind the place where it was expected. */
const searchSymbols = 64;
const byteToken = /^<0x([0-9A-F]{2})>$/;

/**
 * Follows the tokens of a text back to where they come from. Tokenizers give tokens of the normalised text and no places; so the text
 * is normalised character by character to know the origin of each symbol, and words, then the tokens in them, take their symbols
 * from it in order. White space takes part on neither side. Characters that normalise otherwise in their neighbourhood than alone
 * are stepped over: the next word is looked for.
 */
export function locateTokens(text: string, steps: TokenizerSteps): readonly LocatedToken[] {
  const source = mapSymbols(text, steps);
  const located: LocatedToken[] = [];
  let at = 0;
  for (const word of steps.split(steps.normalize(text))) {
    const symbols = symbolsOf(word, steps.alphabet);
    at = findWord(source, symbols, at);
    const tokens = steps.tokenize(word);
    placeTokens(tokens, symbols, source.slice(at, at + symbols.length), steps, located);
    at += symbols.length;
  }
  return located;
}

function findWord(source: readonly SourceSymbol[], symbols: readonly string[], expected: number): number {
  const isAt = (at: number): boolean =>
    symbols.every((symbol, index) => source[at + index]?.symbol === symbol);
  for (let at = expected; at < expected + searchSymbols && at + symbols.length <= source.length; at += 1)
    if (isAt(at)) return at;
  return expected;
}

function placeTokens(
  tokens: readonly string[],
  symbols: readonly string[],
  source: readonly SourceSymbol[],
  steps: TokenizerSteps,
  located: LocatedToken[],
): void {
  let at = 0;
  let bytes = 0;
  for (const [index, token] of tokens.entries()) {
    const isContinuation = index > 0 && !startsWord(token);
    const place = (from: number, to: number): void => {
      const first = source[Math.min(from, source.length - 1)];
      const last = source[Math.min(to, source.length) - 1];
      const start = first?.start ?? located.at(-1)?.end ?? 0;
      located.push({ token, start, end: to > from ? (last?.end ?? start) : start, isContinuation });
    };
    if (byteToken.test(token)) {
      place(at, at + 1);
      bytes += 1;
      const whole = new TextEncoder().encode(symbols[at] ?? '').length;
      if (bytes < whole) continue;
      bytes = 0;
      at += 1;
      continue;
    }
    const length = steps.isUnknown(token)
      ? unknownLength(tokens.slice(index + 1), symbols.slice(at), steps)
      : symbolsOf(surfaceOf(token, index, steps), steps.alphabet).length;
    place(at, Math.min(at + length, symbols.length));
    at = Math.min(at + length, symbols.length);
  }
}

/** An unknown token reaches to where the next known one is found, or to the end of its word. */
function unknownLength(next: readonly string[], rest: readonly string[], steps: TokenizerSteps): number {
  const known = next.find((token) => !steps.isUnknown(token) && !byteToken.test(token));
  if (known === undefined) return next.length === 0 ? rest.length : 1;
  const wanted = symbolsOf(surfaceOf(known, 1, steps), steps.alphabet);
  for (let at = 1; at + wanted.length <= rest.length; at += 1)
    if (wanted.every((symbol, index) => rest[at + index] === symbol)) return at;
  return 1;
}

function surfaceOf(token: string, index: number, { continuingPrefix, endOfWord }: TokenizerSteps): string {
  const isPrefixed = index > 0 && continuingPrefix !== '' && token.startsWith(continuingPrefix);
  const bare = isPrefixed ? token.slice(continuingPrefix.length) : token;
  return endOfWord !== '' && bare.endsWith(endOfWord) ? bare.slice(0, -endOfWord.length) : bare;
}

function startsWord(token: string): boolean {
  return token.startsWith('\u2581') || token.startsWith('\u0120');
}
