import { expect, test } from 'vitest';
import { defaultSettings } from '../core/settings/settingsValue.ts';
import { startTestEngine } from './testing/startTestEngine.ts';

test('answers are counted by the version that gave them, wherever they came from', async () => {
  const { clock, network, connect } = startTestEngine({
    versions: ['1', '2'],
    stored: {
      remote: { url: 'https://there.test' },
      remoteConsent: true,
      cache: { ...defaultSettings.cache, models: { wide: 'on' } },
    },
  });
  const page = connect();
  const ask = async (value: number, options?: Parameters<typeof page.infer>[2]): Promise<void> => {
    page.infer('wide', [[value, 0]], options);
    await clock.advance(500);
  };
  for (const version of ['1', '2']) {
    void page.control.loadModel('wide', version);
    await clock.advance(100);
  }
  await ask(1);
  await ask(1);
  await ask(2, { version: '1' });
  await clock.advance(11_000);
  await page.control.rollBackModel('wide');
  await ask(3);
  network.version = '7';
  await ask(4, { route: 'remote' });

  const total = { local: 0, remote: 0, cache: 0 };
  expect(page.control.snapshot().versions['wide']).toEqual({
    '2': { recent: total, total: { ...total, local: 1, cache: 1 } },
    '1': { recent: { ...total, local: 1 }, total: { ...total, local: 2 } },
    '7': { recent: { ...total, remote: 1 }, total: { ...total, remote: 1 } },
  });
  const counted = page.control.prometheus().matchAll(/^nearside_request_total\{(.*)\} (\d+)$/gm);
  const labels = [...counted].map(([, text = '', count]) => [
    /,version="(.*?)"/.exec(text)?.[1],
    /source="(.*?)"/.exec(text)?.[1],
    count,
  ]);
  expect(labels.sort()).toEqual([
    ['1', 'local', '2'],
    ['2', 'local', '1'],
    ['2', 'memory', '1'],
    ['7', 'remote', '1'],
  ]);
});
