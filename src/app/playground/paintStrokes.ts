export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The way of the pen from down to up, in canvas pixels. */
export type Stroke = readonly Point[];

/** Side of the square canvas in pixels; more than enough for a model that sees 28. */
export const canvasSize = 392;
/** As thick, next to the digit, as in the images the model learned from. */
const penWidth = 30;

/** The part of a canvas context that painting needs. */
export interface PaintContext extends Pick<
  CanvasRenderingContext2D,
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineCap'
  | 'lineJoin'
  | 'fillRect'
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
> {
  stroke(): void;
}

/** Paints the paper and all strokes anew. */
export function paintStrokes(
  context: PaintContext,
  strokes: readonly Stroke[],
  colors: { readonly paper: string; readonly ink: string },
): void {
  context.fillStyle = colors.paper;
  context.fillRect(0, 0, canvasSize, canvasSize);
  context.strokeStyle = colors.ink;
  context.lineWidth = penWidth;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const stroke of strokes) paintStroke(context, stroke);
}

function paintStroke(context: PaintContext, [first, ...rest]: Stroke): void {
  if (first === undefined) return;
  context.beginPath();
  context.moveTo(first.x, first.y);
  // A line to itself makes a tap a dot.
  for (const { x, y } of rest.length > 0 ? rest : [first]) context.lineTo(x, y);
  context.stroke();
}
