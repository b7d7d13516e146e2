import { decodeText } from './decodeText.ts';
import { fileKind } from './fileKind.ts';
import { splitLines } from './splitLines.ts';

/** What one row asks for. */
export type BatchInput =
  | { readonly kind: 'text'; readonly input: string }
  | { readonly kind: 'image'; readonly input: string; readonly file: File }
  | { readonly kind: 'unreadable'; readonly input: string; readonly error: string };

/** One input for every line of a text file and for every other file, in the order the files were given. */
export async function readInputs(files: readonly File[]): Promise<readonly BatchInput[]> {
  return (await Promise.all(files.map(readFile))).flat();
}

async function readFile(file: File): Promise<readonly BatchInput[]> {
  const kind = fileKind(file);
  if (kind === 'image') return [{ kind, input: file.name, file }];
  if (kind === 'other') {
    const found = file.type === '' ? 'a file of unknown type' : file.type;
    return [unreadable(file, `Expected a text file or an image, got ${found}.`)];
  }
  try {
    const lines = splitLines(decodeText(new Uint8Array(await file.arrayBuffer())));
    if (lines.length === 0) return [unreadable(file, 'Expected lines of text, got an empty file.')];
    return lines.map((input) => ({ kind, input }));
  } catch {
    return [unreadable(file, 'The browser could not read the file.')];
  }
}

function unreadable(file: File, error: string): BatchInput {
  return { kind: 'unreadable', input: file.name, error };
}
