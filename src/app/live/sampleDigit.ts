const size = 28;
const strokeWidth = 3;

/** A slanting stroke that reads as a one, a little different for each `variation`. */
export function sampleDigit(variation: number): ImageData {
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255);
  const slant = (variation % 5) / 10;
  const start = 12 + (variation % 4);
  for (let y = 5; y < 23; y++) {
    const left = Math.round(start - (y - 14) * slant);
    for (let x = left; x < left + strokeWidth; x++) {
      pixels.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3);
    }
  }
  return new ImageData(pixels, size, size);
}
