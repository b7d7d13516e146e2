import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';
import { findChromium } from '../support/findChromium.ts';

export const sites = {
  isolated: 'http://localhost:4190',
  plain: 'http://localhost:4191',
  /** The app with a text model from outside, where one was given. */
  text: 'http://localhost:4192',
} as const;

export const textSite = 'build/perf-text-site';
const root = new URL('../../', import.meta.url);
export const hasTextModel = existsSync(new URL(textSite, root));

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
    ...(hasTextModel ? [startServer(sites.text, { PORT: '4192', SITE: textSite })] : []),
  ].map((server) => ({ ...server, cwd: '../..' })),
});
