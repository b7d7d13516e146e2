import { encodePng } from '../support/encodePng.ts';
import { readDigits } from '../support/samples.ts';
import { expect, test } from '../support/test.ts';

const whole = encodePng(Buffer.from(readDigits().pixels, 'base64').subarray(0, 784), 28);
const hugeSide = 12_000;

const files: readonly { readonly what: string; readonly file: () => Buffer; readonly says: RegExp }[] = [
  { what: 'an empty file', file: () => Buffer.alloc(0), says: /image.*empty/ },
  { what: 'a text', file: () => Buffer.from('This is no image.'), says: /image.*"image\/png"/ },
  { what: 'a PNG without its pixels', file: () => whole.subarray(0, 40), says: /image/ },
  {
    what: 'a PNG of one shade',
    file: () => encodePng(new Uint8Array(784).fill(90), 28),
    says: /digit.*one shade/,
  },
  {
    what: 'a PNG of 144 megapixels',
    file: () => encodePng(new Uint8Array(0), hugeSide, hugeSide),
    says: /64 megapixels.*12000×12000/,
  },
];

for (const { what, file, says } of files) {
  test(`${what} is refused as an image, and the next image is read`, async ({ warmPage }) => {
    const outcomes = await warmPage.evaluate(async (encoded) => {
      const nearside = await window.nearside;
      const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
      const bad = nearside.predict('digits', new Blob([bytes], { type: 'image/png' }));
      return await window.tools.outcomes([bad, nearside.predict('digits', window.tools.seven())]);
    }, file().toString('base64'));

    expect(outcomes).toMatchObject([
      { kind: 'rejected', name: 'NearsideError', code: 'bad-input' },
      { kind: 'answered', label: '7' },
    ]);
    expect(outcomes[0]).toHaveProperty('message', expect.stringMatching(says));
  });
}

test('a bitmap that was closed before is refused', async ({ warmPage }) => {
  const outcome = await warmPage.evaluate(async () => {
    const bitmap = await createImageBitmap(window.tools.seven());
    bitmap.close();
    return await window.tools.outcome((await window.nearside).predict('digits', bitmap));
  });

  expect(outcome).toMatchObject({ kind: 'rejected', name: 'NearsideError', code: 'bad-input' });
  expect(outcome).toHaveProperty('message', expect.stringMatching(/0×0/));
});
