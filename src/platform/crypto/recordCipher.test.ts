import { expect, test } from 'vitest';
import { createRecordKey, openRecord, sealRecord } from './recordCipher.ts';

test('records that are opened at the same time each give their own bytes, whatever their length', async () => {
  const key = await createRecordKey();
  const lengths = [0, 1, 700, 700, 700, 4084, 4085, 9000];
  const plain = lengths.map((length, index) => new Uint8Array(length).fill(index + 1));
  const places = lengths.map((_, index) => `${index}`.repeat(index === 4 ? 500 : 32));
  const sealed = await Promise.all(plain.map((bytes, index) => sealRecord(key, places[index]!, bytes)));
  const open = (index: number, place: string): Promise<Uint8Array | undefined> =>
    openRecord(key, place, sealed[index]!);
  expect(await Promise.all(places.map((place, index) => open(index, place)))).toEqual(plain);
  const elsewhere = await Promise.all(places.map((place, index) => open(index, `${place}é`)));
  expect(elsewhere.every((bytes) => bytes === undefined)).toBe(true);
});
