import { useEffect, useImperativeHandle, useRef, useState, type Ref } from 'react';
import { onThemeChange } from '../theme/onThemeChange.ts';
import { movePen, restingPen } from './keyboardPen.ts';
import { canvasSize, paintStrokes, type Point, type Stroke } from './paintStrokes.ts';
import styles from './DrawingCanvas.module.css';

export interface DrawingHandle {
  /** Shows these strokes instead of those there are. */
  draw(strokes: readonly Stroke[]): void;
}

interface DrawingCanvasProps {
  readonly ref: Ref<DrawingHandle>;
  readonly strokes: readonly Stroke[];
  /** Called with what the canvas then shows whenever a stroke has ended or was taken away. */
  readonly onDraw: (strokes: readonly Stroke[], image: ImageData) => void;
}

function contextOf(canvas: HTMLCanvasElement | null): CanvasRenderingContext2D | null {
  return canvas?.getContext('2d', { willReadFrequently: true }) ?? null;
}

function paint(canvas: HTMLCanvasElement | null, strokes: readonly Stroke[]): void {
  const context = contextOf(canvas);
  if (canvas === null || context === null) return;
  const { color, backgroundColor } = getComputedStyle(canvas);
  paintStrokes(context, strokes, { paper: backgroundColor, ink: color });
}

function pointIn(canvas: HTMLCanvasElement, event: PointerEvent): Point {
  const box = canvas.getBoundingClientRect();
  const scale = canvasSize / box.width;
  return { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale };
}

/** Where the pointer was since the last event; some browsers tell only in secure contexts, or not at all. */
function eventsBetween(event: PointerEvent): readonly PointerEvent[] {
  const events = 'getCoalescedEvents' in event ? event.getCoalescedEvents() : [];
  return events.length > 0 ? events : [event];
}

export function DrawingCanvas({ ref, strokes, onDraw }: DrawingCanvasProps) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const strokeRef = useRef<Point[] | null>(null);
  const [pen, setPen] = useState(restingPen);

  useEffect(() => {
    const repaint = (): void => {
      paint(canvasRef.current, strokes);
    };
    repaint();
    return onThemeChange(repaint);
  }, [strokes]);

  useImperativeHandle(ref, () => ({ draw }));

  function draw(next: readonly Stroke[]): void {
    strokeRef.current = null;
    setPen((before) => ({ ...before, isDown: false }));
    paint(canvasRef.current, next);
    const image = contextOf(canvasRef.current)?.getImageData(0, 0, canvasSize, canvasSize);
    if (image !== undefined) onDraw(next, image);
  }

  function extendStroke(points: readonly Point[]): void {
    const stroke = strokeRef.current;
    if (stroke === null) return;
    stroke.push(...points);
    paint(canvasRef.current, [...strokes, stroke]);
  }

  function beginStroke(point: Point): void {
    strokeRef.current = [];
    extendStroke([point]);
  }

  function endStroke(): void {
    if (strokeRef.current !== null) draw([...strokes, strokeRef.current]);
  }

  function pressKey(event: React.KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moved = movePen(pen, event.key, event.shiftKey);
    if (moved !== undefined) {
      setPen(moved);
      extendStroke([moved]);
    } else if (event.key === ' ' && pen.isDown) {
      endStroke();
    } else if (event.key === ' ') {
      setPen({ ...pen, isDown: true });
      beginStroke(pen);
    } else if (event.key === 'Escape') {
      draw([]);
    } else {
      return;
    }
    event.preventDefault();
  }

  return (
    <div className={styles['frame']}>
      <canvas
        ref={canvasRef}
        className={styles['canvas']}
        width={canvasSize}
        height={canvasSize}
        role="application"
        aria-label="Draw a digit"
        aria-describedby="drawing-help"
        tabIndex={0}
        onPointerDown={(event) => {
          if (event.button !== 0 || !event.isPrimary) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          beginStroke(pointIn(event.currentTarget, event.nativeEvent));
        }}
        onPointerMove={({ currentTarget, nativeEvent, isPrimary }) => {
          if (!isPrimary || !currentTarget.hasPointerCapture(nativeEvent.pointerId)) return;
          extendStroke(eventsBetween(nativeEvent).map((event) => pointIn(currentTarget, event)));
        }}
        onPointerUp={endStroke}
        onPointerCancel={endStroke}
        onKeyDown={pressKey}
        onBlur={endStroke}
      />
      <span
        className={styles['pen']}
        data-down={pen.isDown}
        aria-hidden="true"
        style={{
          left: `${String((pen.x / canvasSize) * 100)}%`,
          top: `${String((pen.y / canvasSize) * 100)}%`,
        }}
      />
    </div>
  );
}
