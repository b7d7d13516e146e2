import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';
import { nextEvent, widgetPage } from '../support/widgetPage.ts';

const body = '<nearside-widget model="language-id" placeholder="Type in any language"></nearside-widget>';

const hosts = {
  plain: {},
  'COEP require-corp': {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
  },
  'COEP credentialless': {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'credentialless',
  },
  'Document-Isolation-Policy': { 'Document-Isolation-Policy': 'isolate-and-require-corp' },
  'strict content policy': {
    'Content-Security-Policy': `default-src 'none'; script-src 'unsafe-inline' ${servers.isolated.url}; frame-src ${servers.isolated.url}`,
  },
} as const;

for (const [name, headers] of Object.entries(hosts)) {
  for (const site of ['origin', 'otherSiteOrigin'] as const) {
    test(`a ${name} host of another ${site === 'origin' ? 'origin' : 'site'} gets an isolated engine`, async ({
      page,
      host,
    }) => {
      host.put('/', { body: widgetPage(body), headers });
      await page.goto(host[site]);
      await nextEvent(page, 'nearside-ready');
      await page.getByRole('textbox', { name: 'Type in any language' }).fill('Wo ist der Bahnhof?');
      const { detail } = await nextEvent(page, 'nearside-result');
      expect(detail.labels?.[0]?.label).toBe('deu');
      await expect(page.getByText('German', { exact: true })).toBeVisible();

      const [, frame] = page.frames();
      expect(frame?.url()).toBe(`${servers.isolated.url}embed.html`);
      expect(await frame?.evaluate(() => window.crossOriginIsolated)).toBe(true);
    });
  }
}
