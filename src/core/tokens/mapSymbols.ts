/** Whether tokens are made of characters, or of the stand-ins by which byte-level tokenizers write the bytes of UTF-8. */
export type SymbolAlphabet = 'characters' | 'bytes';

/** One symbol of a normalised text with the stretch of the source that it comes from. */
export interface SourceSymbol {
  readonly symbol: string;
  readonly start: number;
  readonly end: number;
}

/** A character with the marks that go with it: they may normalise to one. */
const unit = /\P{M}\p{M}*|\p{M}+/gsu;
/** White space of characters, its stand-in in sentence pieces, and those of byte-level tokenizers. */
const space = /[\s\u2581]/u;
const byteSpace = new Set(['\u0120', '\u010a', '\u0109', '\u010d', '\u010b', '\u010c']);

/** The symbols of a text, normalised character by character, without white space. */
export function mapSymbols(
  text: string,
  {
    normalize,
    alphabet,
  }: { readonly normalize: (text: string) => string; readonly alphabet: SymbolAlphabet },
): readonly SourceSymbol[] {
  const symbols: SourceSymbol[] = [];
  for (const { 0: characters, index: start } of text.matchAll(unit)) {
    const end = start + characters.length;
    const normalized = normalize(characters);
    const written = alphabet === 'bytes' ? writeBytes(normalized) : normalized;
    for (const symbol of symbolsOf(written, alphabet)) symbols.push({ symbol, start, end });
  }
  return symbols;
}

/** The symbols of a word or token as its tokenizer writes it, without white space. */
export function symbolsOf(piece: string, alphabet: SymbolAlphabet): readonly string[] {
  return Array.from(piece).filter((symbol) =>
    alphabet === 'bytes' ? !byteSpace.has(symbol) : !space.test(symbol),
  );
}

/** Bytes as GPT-2 writes them: printable ones of Latin-1 as themselves, the others from U+0100 on in their order. */
function writeBytes(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => byteSymbols[byte]).join('');
}

const byteSymbols = makeByteSymbols();

function makeByteSymbols(): readonly string[] {
  let others = 0;
  return Array.from({ length: 256 }, (_, byte) => {
    const isPrintable =
      (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
    return String.fromCharCode(isPrintable ? byte : 0x100 + others++);
  });
}
