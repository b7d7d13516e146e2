/** What an express lane carries: one text, or one row of numbers. */
export type LaneInput =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'row'; readonly values: Float32Array };

export const maxLaneText = 4096;
export const maxLaneRow = maxLaneText / 2;

/** Whether it is short enough for the memory of a lane. */
export function fitsLane(input: LaneInput): boolean {
  return input.kind === 'text' ? input.text.length <= maxLaneText : input.values.length <= maxLaneRow;
}
