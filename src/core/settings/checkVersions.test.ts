import { describe, expect, test } from 'vitest';
import { defaultSettings, type SettingsValue } from './settingsValue.ts';
import { applySettingsPatch, restoreSettings } from './validateSettings.ts';

const base = 'https://example.test/';
const apply = (patch: unknown): SettingsValue => applySettingsPatch(defaultSettings, patch, base);

describe('settings of versions and memory', () => {
  test.each<[object, object]>([
    [{ versions: { toy: { kind: 'latest', count: 2 } } }, {}],
    [{ versions: { toy: { kind: 'specific', versions: ['1'] } } }, {}],
    [{ pinned: ['toy', 'toy', 'other'] }, { pinned: ['toy', 'other'] }],
    [{ memoryBudgetBytes: 2 ** 28 }, {}],
    [{ memoryBudgetBytes: null }, {}],
  ])('takes %j', (patch, taken) => {
    expect(apply(patch)).toMatchObject({ ...patch, ...taken });
    expect(restoreSettings(apply(patch), base)).toEqual(apply(patch));
  });

  test.each([
    { versions: [] },
    { versions: { toy: 'all' } },
    { versions: { toy: { kind: 'specific', versions: ['v1'] } } },
    { pinned: 'toy' },
    { pinned: [''] },
    { memoryBudgetBytes: 0 },
    { memoryBudgetBytes: '1 GB' },
  ])('refuses %j', (patch) => {
    expect(() => apply(patch)).toThrow(expect.objectContaining({ code: 'bad-input' }));
  });
});
