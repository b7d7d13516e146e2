/** Values as they were typed, in order, and the shape that brackets or rows gave them. */
export type Literals =
  | { readonly kind: 'read'; readonly values: readonly string[]; readonly shape: readonly number[] }
  | { readonly kind: 'malformed'; readonly message: string };

/** Nested brackets as in JSON, or rows and cells as in CSV; whole numbers keep all their digits, for nothing is converted here. */
export function readLiterals(text: string): Literals {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'malformed', message: 'Expected numbers, got nothing.' };
  return trimmed.startsWith('[') ? readNested(trimmed) : readRows(trimmed);
}

const tokenPattern = /\s*(?:([[\],])|("(?:[^"\\]|\\.)*")|([^\s[\],"]+))/gy;

/** One list per open bracket: how many items it has, and the shape that its first item had. */
interface OpenList {
  count: number;
  inner: readonly number[] | undefined;
}

function readNested(text: string): Literals {
  const values: string[] = [];
  const open: OpenList[] = [];
  let shape: readonly number[] | undefined;
  const pattern = new RegExp(tokenPattern);
  let needsItem = true;
  while (pattern.lastIndex < text.length) {
    const start = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null || shape !== undefined) return malformed(text, start);
    const [, mark, string, plain] = match;
    const list = open.at(-1);
    if (mark === '[') {
      if (!needsItem) return malformed(text, start);
      open.push({ count: 0, inner: undefined });
    } else if (mark === ']') {
      if (list === undefined || (needsItem && list.count > 0)) return malformed(text, start);
      open.pop();
      const closed = [list.count, ...(list.inner ?? [])];
      const parent = open.at(-1);
      if (parent === undefined) shape = closed;
      else if (!addItem(parent, closed)) return ragged(closed, parent);
      needsItem = false;
    } else if (mark === ',') {
      if (needsItem || list === undefined) return malformed(text, start);
      needsItem = true;
    } else {
      if (!needsItem || list === undefined) return malformed(text, start);
      const value = string === undefined ? plain : readString(string);
      if (value === undefined) return malformed(text, start);
      values.push(value);
      if (!addItem(list, [])) return ragged([], list);
      needsItem = false;
    }
  }
  if (shape === undefined) return { kind: 'malformed', message: 'Expected a closing bracket, got the end.' };
  return { kind: 'read', values, shape };
}

function addItem(list: OpenList, item: readonly number[]): boolean {
  list.inner ??= item;
  list.count += 1;
  return list.inner.length === item.length && list.inner.every((size, axis) => size === item[axis]);
}

function readString(literal: string): string | undefined {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return undefined;
  }
}

function readRows(text: string): Literals {
  const rows = text
    .split(/\r\n?|\n/)
    .filter((row) => row.trim() !== '')
    .map((row) =>
      row
        .trim()
        .split(/\s*[,;\t]\s*|\s+/)
        .filter((cell) => cell !== ''),
    );
  const [first = []] = rows;
  const odd = rows.findIndex((row) => row.length !== first.length);
  if (odd !== -1) {
    const message = `Expected ${String(first.length)} values in each row as in the first, got ${String(rows[odd]?.length)} in row ${String(odd + 1)}.`;
    return { kind: 'malformed', message };
  }
  const values = rows.flat();
  return { kind: 'read', values, shape: rows.length === 1 ? [values.length] : [rows.length, first.length] };
}

function malformed(text: string, position: number): Literals {
  const near = text.slice(position, position + 12).trim();
  const message = `Expected values in brackets, separated by commas; this does not fit: ${JSON.stringify(near)} at ${String(position)}.`;
  return { kind: 'malformed', message };
}

function ragged(item: readonly number[], { inner = [] }: OpenList): Literals {
  const describe = (shape: readonly number[]) =>
    shape.length === 0 ? 'a value' : `a list of [${shape.join(', ')}]`;
  return { kind: 'malformed', message: `Expected ${describe(inner)} as before it, got ${describe(item)}.` };
}
