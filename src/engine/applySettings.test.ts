import { expect, test } from 'vitest';
import { defaultSettings } from '../core/settings/settingsValue.ts';
import { applySettings } from './applySettings.ts';
import { unloadedWhileLoading } from './endedErrors.ts';
import type { ModelHost } from './modelHost.ts';

/** Models that are loaded anew for another backend, and fail as told; `applied` fills with their names. */
function applyAnew(failures: Readonly<Record<string, Error | undefined>>) {
  const applied: string[] = [];
  const reloaded: string[] = [];
  const hosts = Object.entries(failures).map(([name, failure]) => ({
    name,
    reload: () => {
      reloaded.push(name);
      return failure === undefined ? Promise.resolve() : Promise.reject(failure);
    },
  }));
  const outcome = applySettings(
    hosts as unknown as readonly ModelHost[],
    defaultSettings,
    { ...defaultSettings, backend: 'webgpu' },
    ({ name }) => applied.push(name),
  );
  return { outcome, applied, reloaded };
}

test('a model that cannot be brought to the settings does not keep the others from it', async () => {
  const { outcome, applied, reloaded } = applyAnew({
    a: new Error('no adapter'),
    b: undefined,
    c: new Error('later'),
  });
  await expect(outcome).rejects.toThrow('no adapter');
  expect({ reloaded, applied }).toEqual({ reloaded: ['a', 'b', 'c'], applied: ['a', 'b', 'c'] });
});

test('a model that is unloaded meanwhile is no failure', async () => {
  const { outcome, applied } = applyAnew({ a: unloadedWhileLoading('a'), b: undefined });
  await expect(outcome).resolves.toBeUndefined();
  expect(applied).toEqual(['a', 'b']);
});
