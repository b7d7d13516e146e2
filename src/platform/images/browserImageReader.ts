import { NearsideError } from '../../core/errors.ts';
import type { ImageReader, ImageScaling } from '../../core/ports.ts';
import type { Pixels } from '../../core/tasks/digitImage.ts';
import { placeImage, type Size } from '../../core/tasks/placeImage.ts';

const maxMegapixels = 64;

/** Decodes and scales with the browser's own codecs, off this thread where the browser does so. */
export const browserImageReader: ImageReader = {
  read: async (source, scaling) => {
    const image = source as Blob | ImageData | ImageBitmap;
    if (!(image instanceof Blob)) checkSize(image.width, image.height);
    else if (image.size === 0) throw new NearsideError('bad-input', 'Expected an image, got an empty file.');
    const whole = 'data' in image ? wholePixels(image, scaling) : undefined;
    if (whole !== undefined) return whole;
    const bitmap = await decode(image);
    try {
      checkSize(bitmap.width, bitmap.height);
      const size = { width: bitmap.width, height: bitmap.height };
      const { width, height } = targetSize(size, scaling);
      const { from, to } = placeImage(
        size,
        { width, height },
        'resize' in scaling ? scaling.resize : 'stretch',
      );
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d', { willReadFrequently: true });
      if (context === null)
        throw new NearsideError('unsupported', 'This browser cannot draw images in a worker.');
      context.imageSmoothingQuality = 'high';
      if (to.width < width || to.height < height) {
        // Bars are black, and as opaque as an image is.
        context.fillRect(0, 0, width, height);
        context.clearRect(to.left, to.top, to.width, to.height);
      }
      context.drawImage(
        bitmap,
        from.left,
        from.top,
        from.width,
        from.height,
        to.left,
        to.top,
        to.width,
        to.height,
      );
      return context.getImageData(0, 0, width, height);
    } finally {
      bitmap.close();
    }
  },
};

/** Pixels that need no scaling are given as they are: a canvas would round those that are transparent. */
function wholePixels(image: ImageData, scaling: ImageScaling): Pixels | undefined {
  if ('maxSide' in scaling || image.width !== scaling.width || image.height !== scaling.height)
    return undefined;
  const { width, height } = scaling;
  return image.data instanceof Uint8ClampedArray ? { width, height, data: image.data } : undefined;
}

function targetSize({ width, height }: Size, scaling: ImageScaling): Size {
  if (!('maxSide' in scaling)) return scaling;
  const scale = Math.min(1, scaling.maxSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

async function decode(image: Blob | ImageData | ImageBitmap): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(image, { premultiplyAlpha: 'none' });
  } catch (error) {
    const what = image instanceof Blob ? `a file of type "${image.type}"` : 'something else';
    throw new NearsideError('bad-input', `Expected an image that this browser can decode, got ${what}.`, {
      cause: error,
    });
  }
}

function checkSize(width: number, height: number): void {
  if (width === 0 || height === 0) {
    throw new NearsideError(
      'bad-input',
      `Expected an image with at least one pixel, got ${width}×${height}.`,
    );
  }
  if (width * height > maxMegapixels * 1e6) {
    throw new NearsideError(
      'bad-input',
      `Expected an image of at most ${maxMegapixels} megapixels, got ${width}×${height}.`,
    );
  }
}
