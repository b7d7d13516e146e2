import type { Page } from '@playwright/test';
import { openApp } from '../support/openApp.ts';
import { readSentences } from '../support/samples.ts';
import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';

async function readAnswers(page: Page) {
  const texts = readSentences()
    .slice(0, 20)
    .map(({ text }) => text);
  return await page.evaluate(async (sentences) => {
    const nearside = await window.nearside;
    const answers = await Promise.all([
      ...sentences.map((text) => nearside.predict('language-id', text)),
      ...[40, 100, 300].map((size) => nearside.predict('digits', window.tools.seven(size))),
      ...[1, 2, 3].map((seed) => nearside.predict('digits', window.tools.row(seed))),
    ]);
    const { environment } = await nearside.metrics.snapshot();
    return { best: answers.map(({ labels }) => labels?.[0]), environment };
  }, texts);
}

for (const [name, server, isolated] of [
  ['a server that does not isolate', servers.plain, false],
  ['a sub-path', servers.subPath, true],
] as const) {
  test(`${name} serves the same answers`, async ({ page, warmPage }) => {
    const wanted = await readAnswers(warmPage);
    await openApp(page, { url: server.url });
    const came = await readAnswers(page);

    expect(wanted.environment.isolated).toBe(true);
    expect(came.environment).toMatchObject({ isolated, engineRealm: 'worker' });
    expect(came.best.map((best) => best?.label)).toEqual(wanted.best.map((best) => best?.label));
    for (const [index, best] of came.best.entries()) {
      expect(best?.score).toBeCloseTo(wanted.best[index]?.score ?? 9, 4);
    }
  });
}

test('all requests of an app under a sub-path stay below it', async ({ page, context }) => {
  const paths: string[] = [];
  context.on('request', (request) => paths.push(new URL(request.url()).pathname));
  await openApp(page, { url: servers.subPath.url });

  const base = new URL(servers.subPath.url).pathname;
  expect(paths.filter((path) => !path.startsWith(base))).toEqual([]);
  expect(paths).toContain(`${base}models/index.json`);
});
