export type FileKind = 'text' | 'image' | 'other';

const textExtensions: ReadonlySet<string> = new Set(['txt', 'csv', 'tsv', 'text', 'md', 'log']);
const imageExtensions: ReadonlySet<string> = new Set(['png', 'jpg', 'jpeg', 'webp', 'gif', 'bmp', 'avif']);

/** The name decides before the type: systems with a spreadsheet installed give .csv the spreadsheet's type. */
export function fileKind(file: { readonly name: string; readonly type: string }): FileKind {
  const extension = file.name.slice(file.name.lastIndexOf('.') + 1).toLowerCase();
  if (textExtensions.has(extension)) return 'text';
  if (imageExtensions.has(extension)) return 'image';
  if (file.type.startsWith('text/')) return 'text';
  return file.type.startsWith('image/') ? 'image' : 'other';
}
