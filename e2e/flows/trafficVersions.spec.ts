import { allowApp, send, startStubEndpoint } from '../support/stubEndpoint.ts';
import { expect, test } from '../support/test.ts';
import { serveVersions } from '../support/versionedModel.ts';

const tensor = (name: string) => ({ name, datatype: 'FP32', shape: [-1, 4] });
const described = { name: 'steps', versions: ['3', '2'], inputs: [tensor('x')], outputs: [tensor('y')] };
const answered = {
  ...{ model_name: 'steps', model_version: '3' },
  outputs: [{ ...tensor('y'), shape: [1, 4], data: [0, 0, 0, 0] }],
};

test('versions that answer are told apart, here and at the endpoint, and take over from the page', async ({
  page,
  front,
  quietConsole,
}) => {
  quietConsole.allowMessage(/Failed to load resource/);
  const endpoint = await startStubEndpoint(({ method, url }, response) => {
    const isSteps = url?.startsWith('/v2/models/steps') === true;
    allowApp(response, front.url);
    if (method === 'OPTIONS') response.writeHead(204).end();
    else if (url === '/v2/models/steps') send(response, 200, described);
    else if (url?.endsWith('/infer') === true) send(response, 200, answered);
    else if (isSteps) send(response, 404, { error: 'unknown' });
    else return false;
    return true;
  });
  await serveVersions(front, [
    { version: '1', adds: 1000 },
    { version: '2', adds: 2000 },
  ]);
  const ask = async (versions: readonly (string | undefined)[]): Promise<void> => {
    await page.evaluate(async (named) => {
      const nearside = await window.nearside;
      for (const [mark, version] of named.entries()) {
        const data = new Float32Array(4).fill(mark);
        const inputs = { x: { datatype: 'FP32', shape: [1, 4], data } } as const;
        await nearside.infer({ model: 'steps', inputs, ...(version === undefined ? {} : { version }) });
      }
    }, versions);
  };
  await page.goto(`${front.url}#/traffic`);
  const table = page.getByRole('group', { name: 'Versions by model' });
  const steps = table.getByRole('rowgroup').filter({ has: page.getByRole('link', { name: 'steps' }) });
  const head = steps.getByRole('row', { name: /^steps/ });
  const row = (version: string) => steps.getByRole('row', { name: new RegExp(`^${version}\\b`) });
  const shown = (version: string) => row(version).getByRole('cell');
  await expect(row('2')).toContainText(/default.*Not loaded.*loaded for who names it/);

  const button = (version: string) => table.getByRole('button', { name: `Let it serve: version ${version}` });
  await button('1').click();
  await expect(head).toContainText('Version 1 serves; every version may serve; version 2 is offered.');
  await ask([undefined, undefined, undefined, '2']);
  await expect(shown('1').nth(1)).toHaveText('75.0 %3 in all');
  await expect(shown('2')).toHaveText([/^Kept warm.*answered at once/, '25.0 %1 in all']);

  await button('2').press('Enter');
  await expect(table).toBeFocused();
  await expect(head.getByRole('status')).toHaveText('Version 2 serves');
  await table.getByRole('button', { name: 'Back to 1, at once' }).click();
  await expect(head.getByRole('status')).toHaveText('Version 1 serves');

  await page.evaluate(async (url) => {
    const { settings } = await window.nearside;
    await settings.update({ remote: { url }, remoteConsent: true, mode: 'prefer-remote' });
  }, endpoint.url);
  await ask(['3']);
  await expect(shown('3')).toHaveText([/^Not here/, /%1 in all: 1 endpoint$/, 'listed']);
  await expect(shown('1').last()).toHaveText('not listed');
  await expect(head).toContainText('The same inputs and outputs at the endpoint, but not version 1');

  await page.evaluate(async () => {
    const { settings } = await window.nearside;
    await settings.update({ versions: { steps: { kind: 'latest', count: 1 } } });
  });
  await expect(head).toContainText('only the highest version may serve');
  await expect(row('1')).toContainText('Left out by the policy');
  await expect(button('1')).toHaveCount(0);
  await endpoint.close();
});
