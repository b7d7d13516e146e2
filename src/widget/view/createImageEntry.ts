import type { EntryView, OnEntry } from './entryView.ts';
import { createDrawingPad } from './createDrawingPad.ts';
import { make } from './make.ts';

const previewSize = 280;

/** A canvas that shows the chosen or dropped image, and takes a drawing where the model reads drawings. */
export function createImageEntry(canDraw: boolean, onEntry: OnEntry): EntryView {
  const canvas = make('canvas', {
    part: 'canvas',
    width: String(previewSize),
    height: String(previewSize),
    role: 'img',
  });
  const file = make('input', { type: 'file', accept: 'image/*', hidden: '', tabindex: '-1' });
  const choose = make('button', { part: 'button', type: 'button' }, 'Choose an image');
  const clear = make('button', { part: 'button', type: 'button' }, 'Clear');
  const actions = make('div', { class: 'actions' }, choose, clear, file);
  const hint = make('p', { class: 'soft' });
  const element = make('div', { part: 'entry', class: 'image' }, canvas, make('div', {}, hint, actions));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  let shown = 0;

  function empty(): void {
    shown += 1;
    context?.clearRect(0, 0, previewSize, previewSize);
  }

  async function open(image: Blob): Promise<void> {
    empty();
    onEntry(image);
    const own = shown;
    try {
      const bitmap = await createImageBitmap(image);
      if (own === shown) drawWhole(context, bitmap);
      bitmap.close();
    } catch {
      // The engine says what is wrong with it.
    }
  }

  if (canDraw && context !== null) {
    createDrawingPad(canvas, context, { onStart: () => (shown += 1), onStroke: onEntry });
  }
  choose.addEventListener('click', () => {
    file.click();
  });
  file.addEventListener('change', () => {
    const [image] = file.files ?? [];
    if (image !== undefined) void open(image);
    file.value = '';
  });
  clear.addEventListener('click', () => {
    empty();
    onEntry(undefined);
  });
  element.addEventListener('dragover', (event) => {
    event.preventDefault();
    element.classList.add('over');
  });
  for (const type of ['dragleave', 'drop']) {
    element.addEventListener(type, () => {
      element.classList.remove('over');
    });
  }
  element.addEventListener('drop', (event) => {
    event.preventDefault();
    const [image] = event.dataTransfer?.files ?? [];
    if (image !== undefined) void open(image);
  });
  return {
    element,
    setPlaceholder: (text) => {
      hint.textContent =
        text || (canDraw ? 'Draw here, or choose or drop an image' : 'Choose or drop an image');
      canvas.setAttribute('aria-label', hint.textContent);
    },
    focus: () => {
      choose.focus();
    },
  };
}

function drawWhole(context: CanvasRenderingContext2D | null, image: ImageBitmap): void {
  const scale = previewSize / Math.max(image.width, image.height);
  const [width, height] = [image.width * scale, image.height * scale];
  context?.drawImage(image, (previewSize - width) / 2, (previewSize - height) / 2, width, height);
}
