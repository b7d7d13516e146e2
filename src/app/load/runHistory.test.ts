import { expect, test } from 'vitest';
import { keptRuns, readHistory, writeHistory, type LoadRecord } from './runHistory.ts';
import { testRecord } from './testRecord.ts';

class FakeStorage {
  value: string | null = null;
  readonly #limit: number;

  constructor(limit = Infinity) {
    this.#limit = limit;
  }

  getItem(): string | null {
    return this.value;
  }

  setItem(_: string, value: string): void {
    if (value.length > this.#limit) throw new Error('QuotaExceededError');
    this.value = value;
  }

  removeItem(): void {
    this.value = null;
  }
}

const records = (count: number): readonly LoadRecord[] =>
  Array.from({ length: count }, (_, index) => ({ ...testRecord, id: String(index) }));

test('what is written is read again, the newest ones only', () => {
  const storage = new FakeStorage();
  writeHistory(() => storage, records(keptRuns + 3));
  expect(readHistory(() => storage)).toEqual(records(keptRuns));
  writeHistory(() => storage, []);
  expect(readHistory(() => storage)).toEqual([]);
});

test('where there is no room for all, the oldest go', () => {
  const storage = new FakeStorage(JSON.stringify(records(3)).length);
  writeHistory(() => storage, records(8));
  expect(readHistory(() => storage)).toEqual(records(3));
});

test.each(['{', '{}', '[1, null, {"id": "a"}]'])('what is no history is none: %s', (value) => {
  const storage = new FakeStorage();
  storage.value = value;
  expect(readHistory(() => storage)).toEqual([]);
});
