import { expect, test } from 'vitest';
import { canvasSize, paintStrokes, type PaintContext, type Stroke } from './paintStrokes.ts';

function paint(strokes: readonly Stroke[]): string[] {
  const calls: string[] = [];
  const record =
    (name: string) =>
    (...values: number[]): void => {
      calls.push([name, ...values].join(' '));
    };
  const context: PaintContext = {
    fillStyle: '',
    strokeStyle: '',
    lineWidth: 0,
    lineCap: 'butt',
    lineJoin: 'miter',
    fillRect: record('fillRect'),
    beginPath: record('beginPath'),
    moveTo: record('moveTo'),
    lineTo: record('lineTo'),
    stroke: record('stroke'),
  };
  paintStrokes(context, strokes, { paper: 'white', ink: 'black' });
  return calls;
}

const paper = `fillRect 0 0 ${String(canvasSize)} ${String(canvasSize)}`;

test('without strokes there is only paper', () => {
  expect(paint([])).toEqual([paper]);
});

test('a stroke is one connected line', () => {
  const stroke = [
    { x: 1, y: 2 },
    { x: 3, y: 4 },
    { x: 5, y: 6 },
  ];
  expect(paint([stroke])).toEqual([paper, 'beginPath', 'moveTo 1 2', 'lineTo 3 4', 'lineTo 5 6', 'stroke']);
});

test('a tap is a dot', () => {
  expect(paint([[{ x: 7, y: 8 }]])).toEqual([paper, 'beginPath', 'moveTo 7 8', 'lineTo 7 8', 'stroke']);
});
