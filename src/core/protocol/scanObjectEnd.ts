const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const quote = 0x22;
const backslash = 0x5c;

/**
 * The index behind the JSON object that `bytes` begin with, or undefined where no object begins or ends. Braces within texts do
 * not count; UTF-8 never holds an ASCII byte within a longer character.
 */
export function scanObjectEnd(bytes: Uint8Array): number | undefined {
  let depth = 0;
  let isText = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (isText) {
      if (byte === backslash) index += 1;
      else if (byte === quote) isText = false;
    } else if (byte === quote) isText = true;
    else if (byte === openBrace || byte === openBracket) depth += 1;
    else if (byte === closeBrace || byte === closeBracket) {
      depth -= 1;
      if (depth <= 0) return depth === 0 && byte === closeBrace ? index + 1 : undefined;
    }
    if (depth === 0 && !isJsonSpace(byte as number)) return undefined;
  }
  return undefined;
}

export function isJsonSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
