import { canvasSize, type Point } from './paintStrokes.ts';

/** A pen that the arrow keys move. */
export interface KeyboardPen extends Point {
  readonly isDown: boolean;
}

export const restingPen: KeyboardPen = { x: canvasSize / 2, y: canvasSize / 4, isDown: false };

const directions: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

const step = 14;
const smallStep = 4;

/** Where the pen is after an arrow key, kept on the paper; undefined for any other key. */
export function movePen(pen: KeyboardPen, key: string, isSmall: boolean): KeyboardPen | undefined {
  const direction = directions[key];
  if (direction === undefined) return undefined;
  const distance = isSmall ? smallStep : step;
  return {
    ...pen,
    x: clamp(pen.x + direction.x * distance),
    y: clamp(pen.y + direction.y * distance),
  };
}

function clamp(position: number): number {
  return Math.min(Math.max(position, 0), canvasSize);
}
