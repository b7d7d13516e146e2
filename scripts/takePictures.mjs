// Takes the pictures of the web manifest and of the README, of the running app: node scripts/takePictures.mjs http://localhost:4173/
import { chromium } from '@playwright/test';
import { runnerImport } from 'vite';

const [url = 'http://localhost:4173/'] = process.argv.slice(2);
const { module } = await runnerImport('./e2e/support/findChromium.ts');
const browser = await chromium.launch({ executablePath: module.findChromium() });

async function openApp(options) {
  const page = await browser.newPage(options);
  await page.goto(`${url}#/try`);
  await page.evaluate(async () => {
    const { models } = await window.nearside;
    await Promise.all(['language-id', 'digits'].map((model) => models.load(model)));
  });
  return page;
}

async function askText(page, text, language) {
  await page.getByRole('textbox', { name: 'Text' }).fill(text);
  await page.getByRole('region', { name: 'Result' }).getByText(language).first().waitFor();
}

async function drawThree(page) {
  const pad = page.getByLabel('Draw a digit');
  const { x, y, width, height } = await pad.boundingBox();
  const stroke = [
    [0.3, 0.24],
    [0.5, 0.17],
    [0.7, 0.27],
    [0.66, 0.42],
    [0.5, 0.49],
    [0.68, 0.58],
    [0.72, 0.74],
    [0.5, 0.85],
    [0.29, 0.76],
  ];
  for (const [index, [across, down]] of stroke.entries()) {
    await page.mouse.move(x + across * width, y + down * height, { steps: index === 0 ? 1 : 6 });
    if (index === 0) await page.mouse.down();
  }
  await page.mouse.up();
}

async function openLines(page) {
  const lines = [
    'Guten Morgen, wie geht es dir heute?',
    'Les enfants jouent dans le jardin.',
    'The train leaves at noon.',
    'Dove si trova la stazione?',
    'Bugün hava çok güzel.',
  ];
  const text = Array.from({ length: 300 }, (_, index) =>
    index === 3 ? '12345' : lines[index % lines.length],
  ).join('\n');
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'lines.txt', mimeType: 'text/plain', buffer: Buffer.from(text) });
  await page.getByText('300 / 300').waitFor();
}

for (const [name, width, height] of [
  ['wide', 1280, 800],
  ['narrow', 390, 844],
]) {
  const page = await openApp({ viewport: { width, height } });
  await askText(page, 'Dove si trova la stazione più vicina?', 'Italian');
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.screenshot({ path: `public/screenshots/${name}.png` });
  await page.close();
}

const playground = await openApp({ viewport: { width: 1280, height: 800 } });
await openLines(playground);
await askText(playground, 'Där vägarna möts står en gammal kyrka.', 'Swedish');
await drawThree(playground);
await playground.getByRole('region', { name: 'Result' }).getByText('Digit: 3').waitFor();
await playground.evaluate(() => window.scrollTo(0, 0));
await playground.screenshot({ path: 'docs/images/playground.png', fullPage: true });
await playground.close();

const live = await openApp({ viewport: { width: 1280, height: 800 }, colorScheme: 'dark' });
await live.getByRole('link', { name: 'Live' }).click();
for (let round = 0; round < 4; round += 1) {
  await live.getByRole('button', { name: 'Send sample requests' }).click();
  await live.evaluate(async () => {
    const { metrics } = await window.nearside;
    for (let left = 1; left > 0; left = (await metrics.snapshot()).total.inFlight);
  });
}
await live.evaluate(() => window.scrollTo(0, 0));
await live.screenshot({ path: 'docs/images/live.png', fullPage: true });
await browser.close();
