import { encodePng } from '../support/encodePng.ts';
import { readDigits } from '../support/samples.ts';
import { expect, test } from '../support/test.ts';

const count = 200;
const side = 28;
const { labels, pixels } = readDigits();
const bytes = new Uint8Array(Buffer.from(pixels, 'base64')).subarray(0, count * side ** 2);

/** Every pixel as a square of `factor` pixels. */
function enlarge(image: Uint8Array, factor: number): Uint8Array {
  const width = side * factor;
  return Uint8Array.from({ length: width ** 2 }, (_, index) => {
    const row = Math.floor(index / width / factor);
    const column = Math.floor((index % width) / factor);
    return image[row * side + column] as number;
  });
}

const forms: readonly {
  readonly name: string;
  readonly factor: number;
  readonly make: (image: Uint8Array) => Uint8Array;
}[] = [
  { name: 'light on dark', factor: 1, make: (image) => image },
  { name: 'dark on light', factor: 1, make: (image) => image.map((pixel) => 255 - pixel) },
  { name: 'ten times as large', factor: 10, make: (image) => enlarge(image, 10) },
  {
    name: 'large, dark on light and of little contrast',
    factor: 4,
    make: (image) => enlarge(image, 4).map((pixel) => 200 - pixel / 2),
  },
];

for (const { name, factor, make } of forms) {
  test(`digits that are ${name} are read, as files and as pixels`, async ({ warmPage }) => {
    const files = Array.from({ length: count }, (_, index) =>
      encodePng(make(bytes.subarray(index * side ** 2, (index + 1) * side ** 2)), side * factor).toString(
        'base64',
      ),
    );
    const came = await warmPage.evaluate(async (encoded) => {
      const nearside = await window.nearside;
      const blobs = encoded.map(
        (file) =>
          new Blob([Uint8Array.from(atob(file), (character) => character.charCodeAt(0))], {
            type: 'image/png',
          }),
      );
      const readPixels = async (blob: Blob): Promise<ImageData> => {
        const bitmap = await createImageBitmap(blob);
        const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
        context.drawImage(bitmap, 0, 0);
        return context.getImageData(0, 0, bitmap.width, bitmap.height);
      };
      const label = async (value: Blob | ImageData): Promise<number> =>
        Number((await nearside.predict('digits', value, { cache: 'bypass' })).labels?.[0]?.label);
      return {
        files: await Promise.all(blobs.map(label)),
        pixels: await Promise.all(blobs.map(async (blob) => label(await readPixels(blob)))),
      };
    }, files);

    const rightFiles = came.files.filter((label, index) => label === labels[index]).length;
    expect(rightFiles / count).toBeGreaterThanOrEqual(0.97);
    expect(came.pixels).toEqual(came.files);
  });
}
