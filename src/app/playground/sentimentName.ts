const names: Readonly<Record<string, string>> = { positive: 'Positive', negative: 'Negative' };

/** A label of review-sentiment as a heading says it. */
export function sentimentName(label: string): string {
  return names[label] ?? label;
}
