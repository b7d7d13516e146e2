import { servers } from '../support/servers.ts';
import { findNginx, startNginx, type Nginx } from './support/startNginx.ts';
import { expect, test } from './support/test.ts';

const nginx = findNginx();
const origin = new URL(servers.isolated.url).origin;
const token = 'of-the-test';
const ids = { name: 'ids', datatype: 'INT32', shape: [1, 3], data: [5, 6, 7] };

test.describe("the guide's proxy", () => {
  test.skip(nginx === undefined, 'nginx is not installed');
  let proxy: Nginx;

  test.beforeEach(async ({ server }) => {
    proxy = await startNginx(nginx!, { target: server.url, origin, token });
  });
  test.afterEach(async () => {
    await proxy.close();
  });

  const body = JSON.stringify({ inputs: [ids] });
  const infer = (headers: Readonly<Record<string, string>> = {}, init: RequestInit = {}): Promise<Response> =>
    fetch(`${proxy.url}/v2/models/language-id/infer`, {
      method: 'POST',
      body,
      ...init,
      headers: { Origin: origin, 'Content-Type': 'application/json', ...headers },
    });
  const authorization = `Bearer ${token}`;

  test('lets pages of the app in, and no others', async () => {
    const own = await infer({ authorization });
    expect(own.status).toBe(200);
    expect(own.headers.get('access-control-allow-origin')).toBe(origin);
    expect(own.headers.get('access-control-expose-headers')).toContain('inference-header-content-length');
    expect(own.headers.get('vary')).toContain('Origin');
    const other = await infer({ authorization, Origin: 'https://other.example' });
    expect(other.headers.get('access-control-allow-origin')).toBe(null);
  });

  test('answers preflights without a token', async () => {
    const asked = {
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'content-type',
    };
    const response = await infer(asked, { method: 'OPTIONS', body: null });
    expect(response.status).toBe(204);
    for (const header of [
      'content-type',
      'content-encoding',
      'inference-header-content-length',
      'authorization',
    ]) {
      expect(response.headers.get('access-control-allow-headers')).toContain(header);
    }
  });

  test('says in JSON that a token is missing, a body too large, the server away', async ({ server }) => {
    const withoutToken = await infer();
    const tooLarge = await infer({ authorization }, { body: new Uint8Array(2 ** 21) });
    await server.stop();
    const away = await infer({ authorization });
    await server.start();
    for (const [response, status] of [
      [withoutToken, 401],
      [tooLarge, 413],
      [away, 503],
    ] as const) {
      expect(response.status).toBe(status);
      expect(response.headers.get('access-control-allow-origin')).toBe(origin);
      expect(await response.json()).toEqual({ error: expect.any(String) });
    }
    expect((await infer({ authorization })).status).toBe(200);
  });
});
