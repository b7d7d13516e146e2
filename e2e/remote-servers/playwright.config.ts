import { defineConfig } from '@playwright/test';
import { findChromium } from '../support/findChromium.ts';
import { servers } from '../support/servers.ts';
import { serverKinds } from './support/realServer.ts';
import type { ServerOptions } from './support/test.ts';

export default defineConfig<object, ServerOptions>({
  testDir: '.',
  outputDir: '../../test-results/remote-servers',
  forbidOnly: process.env['CI'] !== undefined,
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    baseURL: servers.isolated.url,
    trace: process.env['TRACE'] === undefined ? 'off' : 'retain-on-failure',
    launchOptions: { executablePath: findChromium() },
  },
  projects: serverKinds.map((kind) => ({ name: kind, use: { kind } })),
  webServer: {
    command: 'node build/server/main.js',
    cwd: '../..',
    url: servers.isolated.url,
    env: { PORT: String(servers.isolated.port) },
    reuseExistingServer: false,
    stdout: 'ignore',
    stderr: 'pipe',
  },
});
