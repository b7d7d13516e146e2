import { expect, test } from 'vitest';
import { draftOfLimits, readLimits, withoutTaken } from './limitsDraft.ts';

const kept = { enabled: true, memoryBytes: 33_333_333, storeBytes: 2 ** 26, ttlMs: 5_400_000, models: {} };

test('limits are shown in MiB and hours', () => {
  expect(draftOfLimits(kept)).toEqual({ isEnabled: true, memory: '31.79', store: '64', hours: '1.5' });
  expect(draftOfLimits({ ...kept, ttlMs: null }).hours).toBe('');
});

test('only what was touched is read, so that a rounded figure never replaces the kept one', () => {
  expect(readLimits({})).toEqual({});
  expect(readLimits({ memory: '5', hours: '2' })).toEqual({ memoryBytes: 5 * 2 ** 20, ttlMs: 7_200_000 });
  expect(readLimits({ isEnabled: false, store: '0.5', hours: '' })).toEqual({
    enabled: false,
    storeBytes: 2 ** 19,
    ttlMs: null,
  });
});

test('what was typed while limits were saved stays typed', () => {
  expect(withoutTaken({ memory: '5', hours: '0' }, { memory: '5', hours: '2' })).toEqual({ hours: '0' });
});
