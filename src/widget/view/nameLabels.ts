/** So many labels of two or three letters are codes of languages and not words of three letters. */
const minLanguages = 20;

/** Gives the words for the labels of one answer: languages by name where all labels are codes of languages. */
export function nameLabels(labels: readonly string[]): (label: string) => string {
  const areCodes = labels.length >= minLanguages && labels.every((label) => /^[a-z]{2,3}$/.test(label));
  if (!areCodes || typeof Intl.DisplayNames !== 'function') return (label) => label;
  const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
  return (label) => names.of(label) ?? label;
}
