import { expect, test } from 'vitest';
import { movePen, restingPen } from './keyboardPen.ts';
import { canvasSize } from './paintStrokes.ts';

test('arrow keys move the pen, in small steps with Shift', () => {
  const pen = { x: 100, y: 100, isDown: true };
  expect(movePen(pen, 'ArrowRight', false)).toEqual({ x: 114, y: 100, isDown: true });
  expect(movePen(pen, 'ArrowUp', true)).toEqual({ x: 100, y: 96, isDown: true });
});

test('the pen stays on the paper', () => {
  const corner = { x: canvasSize - 1, y: 2, isDown: false };
  expect(movePen(corner, 'ArrowRight', false)?.x).toBe(canvasSize);
  expect(movePen(corner, 'ArrowUp', false)?.y).toBe(0);
});

test('other keys do not move it', () => {
  expect(movePen(restingPen, 'a', false)).toBeUndefined();
});
