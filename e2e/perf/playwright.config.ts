import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';
import { findChromium } from '../support/findChromium.ts';

/** `PERF_PORT` moves the servers, so that two checkouts can be measured one after the other without a clash. */
const firstPort = Number(process.env['PERF_PORT'] ?? 4190);
const ports = { isolated: firstPort, plain: firstPort + 1, text: firstPort + 2 } as const;

export const sites = {
  isolated: `http://localhost:${ports.isolated}`,
  plain: `http://localhost:${ports.plain}`,
  /** The app with a text model from outside, where one was given. */
  text: `http://localhost:${ports.text}`,
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
    startServer(sites.isolated, { PORT: String(ports.isolated) }),
    startServer(sites.plain, { PORT: String(ports.plain), ISOLATION: 'off' }),
    ...(hasTextModel ? [startServer(sites.text, { PORT: String(ports.text), SITE: textSite })] : []),
  ].map((server) => ({ ...server, cwd: '../..' })),
});
