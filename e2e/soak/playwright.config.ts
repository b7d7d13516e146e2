import { defineConfig } from '@playwright/test';
import { findChromium } from '../support/findChromium.ts';

const port = Number(process.env['SOAK_PORT'] ?? 4195);
const url = `http://localhost:${port}`;

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/soak',
  workers: 1,
  timeout: 0,
  reporter: [['list']],
  use: {
    baseURL: url,
    launchOptions: { executablePath: findChromium() },
  },
  webServer: {
    command: 'node build/server/main.js',
    url,
    env: { PORT: String(port) },
    reuseExistingServer: false,
    cwd: '../..',
  },
});
