import { describe, expect, test } from 'vitest';
import type { ByteStore } from './byteStore.ts';

/** What every place for model bytes must keep. */
export function testByteStore(name: string, openStore: () => Promise<ByteStore>): void {
  describe(`byte store: ${name}`, () => {
    test('a new file is empty and has no validator', async () => {
      const file = await (await openStore()).open('new');
      expect(file.sizeBytes()).toBe(0);
      expect(file.validator()).toBeUndefined();
      await file.close();
    });

    test('keeps appended bytes in order and the validator over close and open', async () => {
      const store = await openStore();
      const first = await store.open('kept');
      await first.append(Uint8Array.of(1, 2));
      await first.append(Uint8Array.of(3));
      await first.setValidator('"v1"');
      await first.close();

      const second = await store.open('kept');
      expect(second.sizeBytes()).toBe(3);
      expect([...(await second.read())]).toEqual([1, 2, 3]);
      expect(second.validator()).toBe('"v1"');
      await second.close();
    });

    test('appends to what an earlier visit left', async () => {
      const store = await openStore();
      for (const value of [1, 2]) {
        const file = await store.open('resumed');
        await file.append(Uint8Array.of(value));
        await file.close();
      }
      const file = await store.open('resumed');
      expect([...(await file.read())]).toEqual([1, 2]);
      await file.close();
    });

    test('reset forgets bytes and validator', async () => {
      const store = await openStore();
      const file = await store.open('reset');
      await file.append(Uint8Array.of(9));
      await file.setValidator('"old"');
      await file.reset();
      await file.close();
      const again = await store.open('reset');
      expect([again.sizeBytes(), again.validator()]).toEqual([0, undefined]);
      await again.close();
    });

    test('does not keep the caller’s buffer', async () => {
      const store = await openStore();
      const file = await store.open('copied');
      const chunk = Uint8Array.of(5);
      await file.append(chunk);
      chunk[0] = 6;
      expect([...(await file.read())]).toEqual([5]);
      await file.close();
    });

    test('a deleted file is gone, and deleting what is not there is fine', async () => {
      const store = await openStore();
      const file = await store.open('gone');
      await file.append(Uint8Array.of(1));
      await file.close();
      await store.delete('gone');
      await store.delete('never');
      const again = await store.open('gone');
      expect(again.sizeBytes()).toBe(0);
      await again.close();
    });
  });
}
