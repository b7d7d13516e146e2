// Takes the pictures that the web manifest shows, of the running app: node scripts/takeManifestPictures.mjs http://localhost:4173/
import { chromium } from '@playwright/test';

const [url = 'http://localhost:4173/'] = process.argv.slice(2);
const shots = [
  { name: 'wide', width: 1280, height: 800 },
  { name: 'narrow', width: 390, height: 844 },
];

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM });
for (const { name, width, height } of shots) {
  const page = await browser.newPage({ viewport: { width, height } });
  await page.goto(`${url}#/try`);
  await page.evaluate(async () => {
    const { models } = await window.nearside;
    await Promise.all(['language-id', 'digits'].map((model) => models.load(model)));
  });
  await page.getByRole('textbox', { name: 'Text' }).fill('Dove si trova la stazione più vicina?');
  await page.getByRole('region', { name: 'Result' }).getByText('Italian').first().waitFor();
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.screenshot({ path: `public/screenshots/${name}.png` });
  await page.close();
}
await browser.close();
