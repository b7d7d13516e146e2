const smallestWidth = 4;
/** Steps between widths are a power of two, at least 4 and about an eighth of the width. */
const stepsPerDoubling = 8;

/**
 * Widths by which token rows are queued, ascending to `maxTokens`. Narrow steps, because a transformer's time grows with
 * every token and hardly gains from the batch: padding costs more than a smaller batch does.
 */
export function tokenWidths(maxTokens: number): readonly number[] {
  const widths: number[] = [];
  for (let width = smallestWidth; width < maxTokens; width += stepAfter(width)) widths.push(width);
  return [...widths, maxTokens];
}

function stepAfter(width: number): number {
  const doubling = 2 ** (Math.floor(Math.log2(width)) + 1);
  return Math.max(smallestWidth, doubling / (2 * stepsPerDoubling));
}

/** The smallest of the ascending `widths` that holds `length`; the length itself where none does. */
export function widthFor(widths: readonly number[], length: number): number {
  return widths.find((width) => width >= length) ?? length;
}
