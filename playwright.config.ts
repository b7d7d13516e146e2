import { defineConfig, type PlaywrightTestConfig } from '@playwright/test';
import { findChromium } from './e2e/support/findChromium.ts';
import { servers } from './e2e/support/servers.ts';

type Server = Extract<NonNullable<PlaywrightTestConfig['webServer']>, { command: string }>;

function startServer(url: string, env: Record<string, string>, script = 'main'): Server {
  return {
    command: `node build/server/${script}.js`,
    url,
    env,
    reuseExistingServer: false,
    stdout: 'ignore',
    stderr: 'pipe',
  };
}

export default defineConfig({
  testDir: 'e2e',
  testIgnore: ['perf/**', 'remote-servers/**', 'soak/**'],
  outputDir: 'test-results',
  forbidOnly: process.env['CI'] !== undefined,
  // Two cores: engine, inference and page already take them.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    baseURL: servers.isolated.url,
    // Recording takes a share of two cores that tests of time cannot spare: TRACE=1 asks for it.
    trace: process.env['TRACE'] === undefined ? 'off' : 'retain-on-failure',
    launchOptions: {
      executablePath: findChromium(),
      args: ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
    },
  },
  webServer: [
    startServer(servers.isolated.url, { PORT: String(servers.isolated.port) }),
    startServer(servers.plain.url, { PORT: String(servers.plain.port), ISOLATION: 'off' }),
    startServer(servers.subPath.url, {
      PORT: String(servers.subPath.port),
      BASE: '/tools/nearside/',
      SITE: 'build/sub-path',
    }),
    startServer(`${servers.remote.url}v2/health/ready`, { PORT: String(servers.remote.port) }, 'remote'),
  ],
});
