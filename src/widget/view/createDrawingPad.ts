interface DrawingEvents {
  /** A stroke begins: what the canvas showed before, unless it was drawn, is wiped. */
  readonly onStart: () => void;
  /** Called with the whole drawing whenever a stroke has ended. */
  readonly onStroke: (image: ImageData) => void;
}

/** As thick, next to the drawing, as in the images such models learned from. */
const penShare = 1 / 13;

/** Lets a pointer draw dark strokes on the white of a canvas. */
export function createDrawingPad(
  canvas: HTMLCanvasElement,
  context: CanvasRenderingContext2D,
  { onStart, onStroke }: DrawingEvents,
): void {
  const { width, height } = canvas;
  canvas.classList.add('pad');

  const lineTo = ({ offsetX, offsetY }: PointerEvent): void => {
    context.lineTo((offsetX * width) / canvas.clientWidth, (offsetY * height) / canvas.clientHeight);
    context.stroke();
  };
  const end = (): void => {
    const drawing = context.getImageData(0, 0, width, height);
    // What was not drawn on is see-through, and the model shall see paper.
    const paper = new Uint32Array(drawing.data.buffer);
    for (let index = 3; index < drawing.data.length; index += 4) {
      if (drawing.data[index] === 0) paper[(index - 3) / 4] = 0xffffffff;
    }
    onStroke(drawing);
  };

  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    canvas.setPointerCapture(event.pointerId);
    onStart();
    context.lineWidth = width * penShare;
    context.lineCap = context.lineJoin = 'round';
    context.strokeStyle = '#10161c';
    context.beginPath();
    lineTo(event);
    lineTo(event);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (canvas.hasPointerCapture(event.pointerId)) lineTo(event);
  });
  canvas.addEventListener('lostpointercapture', end);
}
