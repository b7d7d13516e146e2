import { expect, test } from 'vitest';
import { isSampled } from './isSampled.ts';

test('about one input in eight is chosen, of texts as of images with empty margins', () => {
  let texts = 0;
  let images = 0;
  let state = 7;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const count = 20_000;
  for (let round = 0; round < count; round += 1) {
    const ids = Int32Array.from({ length: 5 + Math.floor(random() * 60) }, () =>
      Math.floor(random() * 32_768),
    );
    texts += Number(isSampled(ids));
    const image = Float32Array.from({ length: 256 }, (_, at) => (at < 64 || at > 191 ? 0 : random()));
    images += Number(isSampled(new Uint8Array(image.buffer)));
  }
  for (const chosen of [texts, images]) {
    expect(chosen / count).toBeGreaterThan(1 / 16);
    expect(chosen / count).toBeLessThan(1 / 4);
  }
});

test('the same numbers are chosen alike wherever they stand', () => {
  for (let seed = 0; seed < 500; seed += 1) {
    const ids = Int32Array.from({ length: 20 }, (_, index) => (seed * 7919 + index * 104_729) % 32_768);
    const store = new Int32Array(100);
    store.set(ids, 33);
    expect(isSampled(store, 33, 20)).toBe(isSampled(ids));
  }
});
