import { defineConfig } from '@playwright/test';
import { findChromium } from '../support/findChromium.ts';

export const sites = { isolated: 'http://localhost:4190', plain: 'http://localhost:4191' } as const;

function startServer(
  url: string,
  env: Record<string, string>,
): { command: string; url: string; env: Record<string, string>; reuseExistingServer: boolean } {
  return {
    command: 'node build/server/main.js',
    url,
    env: { SITE: 'build/perf-site', ...env },
    reuseExistingServer: false,
  };
}

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/perf',
  workers: 1,
  timeout: 300_000,
  reporter: [['list']],
  use: { launchOptions: { executablePath: findChromium() } },
  webServer: [
    startServer(sites.isolated, { PORT: '4190' }),
    startServer(sites.plain, { PORT: '4191', ISOLATION: 'off' }),
  ].map((server) => ({ ...server, cwd: '../..' })),
});
