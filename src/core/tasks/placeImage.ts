import type { ImageResize } from './imageOptions.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Rectangle extends Size {
  readonly left: number;
  readonly top: number;
}

/** Which part of an image is drawn, and onto which part of the target: whole pixels there, parts of pixels may be taken. */
export interface ImagePlacement {
  readonly from: Rectangle;
  readonly to: Rectangle;
}

export function placeImage(source: Size, target: Size, resize: ImageResize): ImagePlacement {
  const whole = { from: { left: 0, top: 0, ...sizeOf(source) }, to: { left: 0, top: 0, ...sizeOf(target) } };
  if (resize === 'stretch') return whole;
  const across = target.width / source.width;
  const down = target.height / source.height;
  if (resize === 'crop') {
    const scale = Math.max(across, down);
    return { ...whole, from: centre(source, { width: target.width / scale, height: target.height / scale }) };
  }
  const scale = Math.min(across, down);
  const fitted = { width: roundSide(source.width * scale), height: roundSide(source.height * scale) };
  const { left, top, width, height } = centre(target, fitted);
  return { ...whole, to: { left: Math.floor(left), top: Math.floor(top), width, height } };
}

function sizeOf({ width, height }: Size): Size {
  return { width, height };
}

function centre(outer: Size, inner: Size): Rectangle {
  const width = Math.min(inner.width, outer.width);
  const height = Math.min(inner.height, outer.height);
  return { left: (outer.width - width) / 2, top: (outer.height - height) / 2, width, height };
}

function roundSide(side: number): number {
  return Math.max(1, Math.round(side));
}
