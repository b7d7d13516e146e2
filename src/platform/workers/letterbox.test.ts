import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Letterbox, letterboxBytes } from './letterbox.ts';

function openBox(): { readonly sender: Letterbox; readonly receiver: Letterbox } {
  const buffer = new SharedArrayBuffer(letterboxBytes + 64);
  return { sender: new Letterbox(buffer, 64), receiver: new Letterbox(buffer, 64) };
}

const letter = { numbers: [1], text: 'a', words: Int32Array.of(7) };

test('what is taken is what was posted, letter after letter', () => {
  const { sender, receiver } = openBox();
  fc.assert(
    fc.property(
      fc.array(fc.double(), { maxLength: 8 }),
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.int32Array({ maxLength: 300 }),
      (numbers, text, values) => {
        const words = Int32Array.from(values);
        expect(sender.post({ numbers, text, words })).toBe(true);
        expect(receiver.take()).toEqual({ numbers, text, words });
        expect(receiver.take()).toBeUndefined();
      },
    ),
  );
});

test('a letter that was taken is not that of the memory any more', () => {
  const { sender, receiver } = openBox();
  sender.post(letter);
  const taken = receiver.take();
  sender.post({ numbers: [2], text: 'b', words: Int32Array.of(8) });
  expect(taken).toEqual(letter);
});

test('a second letter waits for the first to be taken, and what is too large is not posted', () => {
  const { sender, receiver } = openBox();
  expect(sender.post({ ...letter, numbers: Array.from({ length: 9 }, () => 1) })).toBe(false);
  expect(sender.post({ ...letter, text: 'x'.repeat(8193) })).toBe(false);
  expect(sender.post({ ...letter, words: new Int32Array(4097) })).toBe(false);
  expect(receiver.take()).toBeUndefined();
  expect(sender.post({ numbers: [], text: 'x'.repeat(8192), words: new Int32Array(4096) })).toBe(true);
  expect(sender.post(letter)).toBe(false);
  expect(receiver.take()?.text).toHaveLength(8192);
  expect(sender.post(letter)).toBe(true);
});

test('a wait ends with a letter or when it is called off, and is none while a letter lies there', async () => {
  const { sender, receiver } = openBox();
  const first = receiver.waitForLetter();
  expect(first).toBeInstanceOf(Promise);
  sender.post(letter);
  await first;
  expect(receiver.waitForLetter()).toBeUndefined();
  receiver.take();
  const second = receiver.waitForLetter();
  sender.wake();
  await second;
  expect(receiver.take()).toBeUndefined();
});
