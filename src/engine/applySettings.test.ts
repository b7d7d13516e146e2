import { expect, test } from 'vitest';
import { defaultSettings } from '../core/settings/settingsValue.ts';
import { applySettings } from './applySettings.ts';
import type { ModelHost } from './modelHost.ts';

test('a model that cannot be brought to the settings does not keep the others from it', async () => {
  const reloaded: string[] = [];
  const makeHost = (name: string, failure?: Error): ModelHost =>
    ({
      name,
      reload: () => {
        reloaded.push(name);
        return failure === undefined ? Promise.resolve() : Promise.reject(failure);
      },
    }) as unknown as ModelHost;
  const applied: string[] = [];
  const hosts = [makeHost('a', new Error('no adapter')), makeHost('b'), makeHost('c', new Error('later'))];
  const outcome = applySettings(
    hosts,
    defaultSettings,
    { ...defaultSettings, backend: 'webgpu' },
    ({ name }) => applied.push(name),
  );
  await expect(outcome).rejects.toThrow('no adapter');
  expect({ reloaded, applied }).toEqual({ reloaded: ['a', 'b', 'c'], applied: ['a', 'b', 'c'] });
});
