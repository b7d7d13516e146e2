export interface Section {
  readonly start: number;
  readonly section: string;
  /** Whether it is a token as a whole. */
  readonly isAdded: boolean;
}

/** A text between and at the tokens that tokenizers take out first, longest ones before others. */
export function splitAtAdded(text: string, added: readonly string[]): readonly Section[] {
  const names = added.filter((name) => name !== '').toSorted((left, right) => right.length - left.length);
  if (names.length === 0) return [{ start: 0, section: text, isAdded: false }];
  const pattern = new RegExp(`(${names.map(escapePattern).join('|')})`, 'u');
  let start = 0;
  return text.split(pattern).flatMap((section, index) => {
    const from = start;
    start += section.length;
    return section === '' ? [] : [{ start: from, section, isAdded: index % 2 === 1 }];
  });
}

function escapePattern(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
