import { expect, test } from 'vitest';
import type { RemoteModel } from '../../core/protocol/describeRemote.ts';
import { startRouted } from '../testing/startRouted.ts';

const bare: RemoteModel = { versions: [], inputs: [], outputs: [] };
const other: RemoteModel = {
  ...bare,
  versions: ['3'],
  inputs: [{ name: 'x', datatype: 'INT64', shape: [-1, -1] }],
};

test('the endpoint says nothing of a model before it may be asked, and then how far it agrees', async () => {
  const world = await startRouted({ mode: 'local-only' });
  const { control } = world.page;
  const described = async (): Promise<unknown> => {
    await world.clock.advance(100);
    return (await control.routingStatus()).models['wide']!.described;
  };
  expect(await described()).toEqual({ kind: 'unknown' });
  expect(world.network.described).toBe(0);
  await control.updateSettings({ mode: 'prefer-local' });
  expect(await described()).toEqual({ kind: 'described', versions: ['1'], differences: [] });
  for (const [model, seen] of [
    [bare, { kind: 'described', versions: [] }],
    [other, { versions: ['3'], differences: [{ side: 'input', name: 'x', remote: other.inputs[0] }] }],
  ] as const) {
    world.network.describe = () => model;
    const remote = { url: `https://other${model.versions.length}.test` };
    await control.updateSettings({ remote, remoteConsent: true });
    expect(await described()).toMatchObject(seen);
  }
});
