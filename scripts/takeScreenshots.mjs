// Every page at four sizes, light and dark, into the folder `screenshots`, for people to look at.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { chromium } from '@playwright/test';
import { runnerImport } from 'vite';

const sizes = [
  [320, 640],
  [390, 844],
  [820, 1180],
  [1440, 900],
];
const port = process.env.PORT ?? '4199';
const address = `http://localhost:${port}/`;

const server = spawn(process.execPath, ['build/server/main.js'], {
  env: { ...process.env, PORT: port },
  stdio: ['ignore', 'pipe', 'inherit'],
});
await once(server.stdout, 'data');
const { module } = await runnerImport('./e2e/support/findChromium.ts');
const browser = await chromium.launch({ executablePath: module.findChromium() });
await mkdir('screenshots', { recursive: true });
try {
  for (const colorScheme of ['light', 'dark']) {
    for (const [width, height] of sizes) {
      const page = await browser.newPage({ colorScheme, viewport: { width, height } });
      await page.goto(address);
      await page.evaluate(() => window.nearside);
      const links = await page.getByRole('navigation', { name: 'Pages' }).getByRole('link').all();
      for (const link of links) {
        const id = ((await link.getAttribute('href')) ?? '').replace('#/', '');
        await link.click();
        await page.getByText('Fetching the page…').waitFor({ state: 'detached' });
        await page.screenshot({ path: `screenshots/${id}-${colorScheme}-${width}.png`, fullPage: true });
      }
      await page.close();
    }
  }
} finally {
  await browser.close();
  server.kill();
}
process.stdout.write('The screenshots are in the folder screenshots.\n');
