import { afterAll, describe, expect, test } from 'vitest';
import { parseOrigins } from './allowOrigin.ts';
import { startTestRemote } from './testing/startTestRemote.ts';

const remote = await startTestRemote();
const named = await startTestRemote({ origins: parseOrigins('https://a.test/, http://b.test:81') });

afterAll(async () => {
  await remote.close();
  await named.close();
});

describe('pages of other origins', () => {
  const preflight = { method: 'OPTIONS', headers: {} };
  const asking = { 'Access-Control-Request-Method': 'POST' };

  test.each(['http://localhost:5173', 'https://localhost', 'http://127.0.0.1:1', 'http://[::1]:80'])(
    'of this machine may call: %s',
    async (origin) => {
      const allowed = await remote.ask('/v2/models/wide/infer', {
        ...preflight,
        headers: { ...asking, Origin: origin },
      });
      expect(allowed.status).toBe(204);
      expect(allowed.headers).toMatchObject({
        'access-control-allow-origin': origin,
        'access-control-allow-methods': 'GET, POST',
        'access-control-max-age': '7200',
      });
      expect(allowed.headers['access-control-allow-headers']!.toLowerCase()).toContain(
        'inference-header-content-length',
      );
      for (const path of ['/v2', '/metrics', '/nothing']) {
        const { headers } = await remote.ask(path, { headers: { Origin: origin } });
        expect(headers).toMatchObject({
          'access-control-allow-origin': origin,
          'cross-origin-resource-policy': 'cross-origin',
        });
        expect(headers['access-control-expose-headers']).toContain('Inference-Header-Content-Length');
        expect(headers.vary).toContain('Origin');
      }
    },
  );

  test.each(['https://example.com', 'http://localhost.example.com', 'null', 'https://a.test'])(
    'of elsewhere may not: %s',
    async (origin) => {
      const headers = { ...asking, Origin: origin };
      const refused = await remote.ask('/v2', { ...preflight, headers });
      expect(refused.status).toBe(403);
      expect(refused.headers).not.toHaveProperty('access-control-allow-origin');
      const { headers: plain } = await remote.ask('/v2', { headers: { Origin: origin } });
      expect(plain).not.toHaveProperty('access-control-allow-origin');
    },
  );

  test('of the origins that were named, and no others', async () => {
    for (const [origin, status] of [
      ['https://a.test', 204],
      ['http://localhost:5173', 403],
    ] as const) {
      const reply = await named.ask('/v2', { ...preflight, headers: { ...asking, Origin: origin } });
      expect(reply.status).toBe(status);
    }
  });
});

test('all may call where that is said', async () => {
  const open = await startTestRemote({ origins: parseOrigins('*') });
  const { headers } = await open.ask('/v2', { headers: { Origin: 'https://anyone.test' } });
  expect(headers['access-control-allow-origin']).toBe('https://anyone.test');
  await open.close();
});

test.each(['example.com', 'https://a.test, nonsense', 'file:///a'])('%s is no list of origins', (text) => {
  expect(() => parseOrigins(text)).toThrow('CORS_ORIGINS: expected origins');
});
