import { NearsideError } from '../errors.ts';

/** RGBA pixels, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** Side of the square image that the digit model takes. */
export const digitSide = 28;
const glyphSide = 20;
const minContrast = 0.08;
const inkShare = 0.2;

/**
 * Ink of a drawn or photographed digit as the model was trained on it: light on dark, 0 to 1, the glyph scaled into 20×20
 * and its centre of mass in the middle of 28×28 (LeCun's layout of MNIST). Ink may be darker or lighter than its ground; the
 * ground is taken from the border. An image already in that layout passes unchanged. Throws `bad-input` without ink.
 */
export function digitImage(pixels: Pixels): Float32Array<ArrayBuffer> {
  const ink = measureInk(pixels);
  const { width, height } = pixels;
  const box = findInkBox(ink, width, height);
  if (width === digitSide && height === digitSide && isLaidOut(ink, box)) return ink;
  return centreByMass(scaleGlyph(ink, width, box));
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Distance from the ground's lightness, 1 at the strongest ink. */
function measureInk({ width, height, data }: Pixels): Float32Array<ArrayBuffer> {
  const lightness = new Float32Array(width * height);
  const isOnTransparent = hasTransparentBorder(width, height, data);
  let sum = 0;
  let weight = 0;
  for (let index = 0; index < lightness.length; index += 1) {
    const at = index * 4;
    const value =
      (0.299 * (data[at] as number) + 0.587 * (data[at + 1] as number) + 0.114 * (data[at + 2] as number)) /
      255;
    const alpha = (data[at + 3] as number) / 255;
    lightness[index] = value;
    sum += value * alpha;
    weight += alpha;
  }
  // On a transparent ground the ink's own lightness decides which ground lets it show.
  const paper = isOnTransparent && weight > 0 && sum / weight > 0.5 ? 0 : 1;
  for (let index = 0; index < lightness.length; index += 1) {
    const alpha = (data[index * 4 + 3] as number) / 255;
    lightness[index] = (lightness[index] as number) * alpha + paper * (1 - alpha);
  }
  const ground = borderMedian(lightness, width, height);
  let strongest = 0;
  for (let index = 0; index < lightness.length; index += 1) {
    const distance = Math.abs((lightness[index] as number) - ground);
    lightness[index] = distance;
    if (distance > strongest) strongest = distance;
  }
  if (strongest < minContrast) {
    throw new NearsideError(
      'bad-input',
      `Expected an image with a digit that stands out from its ground, got ${width}×${height} pixels of one shade.`,
    );
  }
  for (let index = 0; index < lightness.length; index += 1) {
    lightness[index] = (lightness[index] as number) / strongest;
  }
  return lightness;
}

function borderIndices(width: number, height: number): number[] {
  const indices: number[] = [];
  for (let x = 0; x < width; x += 1) indices.push(x, (height - 1) * width + x);
  for (let y = 0; y < height; y += 1) indices.push(y * width, y * width + width - 1);
  return indices;
}

function hasTransparentBorder(width: number, height: number, data: Pixels['data']): boolean {
  const border = borderIndices(width, height);
  return border.filter((index) => (data[index * 4 + 3] as number) < 128).length * 2 > border.length;
}

function borderMedian(lightness: Float32Array, width: number, height: number): number {
  const values = borderIndices(width, height).map((index) => lightness[index] as number);
  values.sort((left, right) => left - right);
  return values[values.length >> 1] as number;
}

function findInkBox(ink: Float32Array, width: number, height: number): Box {
  let left = width;
  let right = -1;
  let top = height;
  let bottom = -1;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if ((ink[y * width + x] as number) < inkShare) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
  }
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}

function isLaidOut(ink: Float32Array, box: Box): boolean {
  const side = Math.max(box.width, box.height);
  if (side < glyphSide - 2 || side > glyphSide + 1) return false;
  const { x, y } = centreOfMass(ink, digitSide);
  const middle = (digitSide - 1) / 2;
  return Math.abs(x - middle) <= 2 && Math.abs(y - middle) <= 2;
}

function centreOfMass(ink: Float32Array, width: number): { readonly x: number; readonly y: number } {
  let mass = 0;
  let sumX = 0;
  let sumY = 0;
  for (let index = 0; index < ink.length; index += 1) {
    const value = ink[index] as number;
    mass += value;
    sumX += value * (index % width);
    sumY += value * Math.floor(index / width);
  }
  return { x: sumX / mass, y: sumY / mass };
}

interface Glyph {
  readonly width: number;
  readonly height: number;
  readonly ink: Float32Array;
}

/** Area average of the box into the 20×20 frame, keeping its proportions. */
function scaleGlyph(ink: Float32Array, sourceWidth: number, box: Box): Glyph {
  const scale = glyphSide / Math.max(box.width, box.height);
  const width = Math.max(1, Math.round(box.width * scale));
  const height = Math.max(1, Math.round(box.height * scale));
  const columns = coverages(box.left, box.width, width);
  const rows = coverages(box.top, box.height, height);
  const scaled = new Float32Array(width * height);
  for (const [y, row] of rows.entries()) {
    for (const [x, column] of columns.entries()) {
      let sum = 0;
      for (const { index: sourceY, share: shareY } of row) {
        for (const { index: sourceX, share: shareX } of column) {
          sum += (ink[sourceY * sourceWidth + sourceX] as number) * shareX * shareY;
        }
      }
      scaled[y * width + x] = sum;
    }
  }
  const strongest = scaled.reduce((left, right) => Math.max(left, right), 0);
  return { width, height, ink: strongest > 0 ? scaled.map((value) => value / strongest) : scaled };
}

interface Coverage {
  readonly index: number;
  readonly share: number;
}

/** For each target cell the source cells under it and their shares, which sum to 1. */
function coverages(start: number, length: number, cells: number): readonly (readonly Coverage[])[] {
  const step = length / cells;
  return Array.from({ length: cells }, (_, cell) => {
    const from = cell * step;
    const to = from + step;
    const covered: Coverage[] = [];
    for (let index = Math.floor(from); index < Math.min(length, Math.ceil(to - 1e-9)); index += 1) {
      const share = (Math.min(to, index + 1) - Math.max(from, index)) / step;
      if (share > 0) covered.push({ index: start + index, share });
    }
    return covered;
  });
}

function centreByMass({ width, height, ink }: Glyph): Float32Array<ArrayBuffer> {
  const centre = centreOfMass(ink, width);
  const middle = digitSide / 2;
  const left = clamp(Math.round(middle - centre.x - 0.5), 0, digitSide - width);
  const top = clamp(Math.round(middle - centre.y - 0.5), 0, digitSide - height);
  const image = new Float32Array(digitSide * digitSide);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      image[(top + y) * digitSide + left + x] = ink[y * width + x] as number;
    }
  }
  return image;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
