/** Characters that are tokenized at once for each token that is wanted. */
const charactersPerToken = 16;

interface Head {
  readonly head: string;
  readonly ids: readonly number[];
}

/**
 * As much of a long text as its first `maxTokens` tokens need, with their ids: a pasted book would hold everything else up. Texts are
 * cut at white space, where tokens end.
 */
export function headOf(text: string, maxTokens: number, encode: (head: string) => readonly number[]): Head {
  for (let length = charactersPerToken * maxTokens; length < text.length; length *= 4) {
    const head = text.slice(0, lastSpaceBefore(text, length));
    const ids = head === '' ? [] : encode(head);
    if (ids.length >= maxTokens) return { head, ids };
  }
  return { head: text, ids: encode(text) };
}

function lastSpaceBefore(text: string, before: number): number {
  let at = before;
  while (at > 0 && !/\s/u.test(text[at] as string)) at -= 1;
  return at;
}
