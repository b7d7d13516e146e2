import { openApp } from '../support/openApp.ts';
import { expect, test } from '../support/test.ts';

test('without workers inside workers the engine runs on the page and answers the same', async ({ page }) => {
  await page.route('**/engine.worker-*.js', async (route) => {
    const response = await route.fetch();
    // As in a browser that has no nested workers.
    await route.fulfill({ response, body: `delete globalThis.Worker;\n${await response.text()}` });
  });
  await openApp(page);
  const { realm, labels, digits } = await page.evaluate(async () => {
    const nearside = await window.nearside;
    const texts = ['Where is the railway station?', 'Wo ist der Bahnhof?', 'Où est la gare ?'];
    const [alone, ...together] = await Promise.all([
      nearside.predict('language-id', texts[0] ?? ''),
      ...texts.map((text) => nearside.predict('language-id', text)),
    ]);
    const digit = await nearside.predict('digits', window.tools.seven(60));
    const later = await nearside.predict('language-id', texts[1] ?? '');
    return {
      realm: (await nearside.metrics.snapshot()).environment.engineRealm,
      labels: [alone, ...together, later].map((answer) => answer.labels?.[0]?.label),
      digits: digit.labels?.[0]?.label,
    };
  });
  expect(realm).toBe('page');
  expect(labels).toEqual(['eng', 'eng', 'deu', 'fra', 'deu']);
  expect(digits).toBe('7');
});
