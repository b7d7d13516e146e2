import { openApp } from '../support/openApp.ts';
import { expect, test } from '../support/test.ts';

test('the language is shown while the text is typed', async ({ page }) => {
  await openApp(page, { models: ['language-id'] });
  const text = page.getByRole('textbox', { name: 'Text' });
  const result = page.getByRole('region', { name: 'Result' });

  await text.pressSequentially('Wo ist der nächste Bahnhof');
  await expect(result).toContainText('German');
  await expect(page.getByRole('strong').filter({ hasText: 'German' })).toBeVisible();

  await text.fill('');
  await text.pressSequentially('Où est la gare la plus proche');
  await expect(result).toContainText('French');
});

test('of many texts entered at once the latest wins', async ({ page }) => {
  await openApp(page, { models: ['language-id'] });
  const text = page.getByRole('textbox', { name: 'Text' });
  for (let round = 0; round < 10; round += 1) {
    await text.fill(`Dov’è la stazione più vicina, numero ${round}?`);
    await text.fill(`Hvor er den nærmeste banegård, nummer ${round}?`);
    await text.fill(`Gdzie jest najbliższy dworzec, numer ${round}?`);
  }
  await page.evaluate(async () => {
    const nearside = await window.nearside;
    await window.tools.until(async () => {
      const { requests, queueDepth, inFlight } = (await nearside.metrics.snapshot()).models['language-id']!;
      return requests > 0 && queueDepth + inFlight === 0;
    });
  });

  await expect(page.getByRole('strong').filter({ hasText: 'Polish' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Polish');
});

test('a text without a word is answered with a hint, and the next word with its language', async ({
  page,
}) => {
  await openApp(page, { models: ['language-id'] });
  const text = page.getByRole('textbox', { name: 'Text' });

  await text.fill('12 34');
  await expect(page.getByText(/at least one word/).first()).toBeVisible();
  await text.fill('12 34 Καλημέρα σας');
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Greek');
});
