import { useRef } from 'react';
import { useStore } from 'zustand';
import { Panel } from '../components/Panel.tsx';
import { DigitAnswer } from './DigitAnswer.tsx';
import { DrawingCanvas, type DrawingHandle } from './DrawingCanvas.tsx';
import { digitAsker, enterStrokes, entryStore } from './playgroundState.ts';
import styles from './DigitPanel.module.css';

export function DigitPanel() {
  const strokes = useStore(entryStore, (entry) => entry.strokes);
  const state = useStore(digitAsker.store);
  const drawing = useRef<DrawingHandle>(null);
  return (
    <Panel
      title="Digit"
      note="digits, answers when you lift the pen"
      actions={
        <>
          <button
            type="button"
            className="button"
            onClick={() => drawing.current?.draw(strokes.slice(0, -1))}
          >
            Undo stroke
          </button>
          <button type="button" className="button" onClick={() => drawing.current?.draw([])}>
            Clear
          </button>
        </>
      }
    >
      <div className={styles['columns']}>
        <div>
          <DrawingCanvas ref={drawing} strokes={strokes} onDraw={enterStrokes} />
          <p className={styles['help']} id="drawing-help">
            Keyboard: arrow keys move the pen (with Shift in small steps), Space puts it down and lifts it,
            Escape clears.
          </p>
        </div>
        <DigitAnswer state={state} />
      </div>
    </Panel>
  );
}
