import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAppServer } from './createAppServer.ts';

const folder = mkdtempSync(join(tmpdir(), 'nearside-'));
const root = join(folder, 'site');
const servers = {
  root: createAppServer({ root }),
  below: createAppServer({ root, base: '/tools/nearside/' }),
  open: createAppServer({ root, isIsolated: false }),
  mounted: createAppServer({
    root,
    base: '/tools/',
    remote: (request, response, path) => {
      response.end(`${request.method} ${path}`);
    },
  }),
};

interface Question {
  readonly site?: keyof typeof servers;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** The path goes out as it stands, dots and all. */
function ask(path: string, { site = 'root', method = 'GET', headers = {} }: Question = {}): Promise<Reply> {
  const { port } = servers[site].address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}

beforeAll(async () => {
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(root, '.hidden'), 'secret');
  writeFileSync(join(root, 'index.html'), '<h1>Nearside</h1>');
  writeFileSync(join(root, 'assets', 'app-1234.js'), '0123456789');
  writeFileSync(join(root, 'model.wasm'), 'wasm');
  for (const server of Object.values(servers))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});

afterAll(() => {
  for (const server of Object.values(servers)) server.close();
  rmSync(folder, { recursive: true });
});

describe('files', () => {
  test('are served with their type, the page at the root', async () => {
    expect(await ask('/')).toMatchObject({ status: 200, text: '<h1>Nearside</h1>' });
    expect((await ask('/')).headers['content-type']).toContain('text/html');
    expect((await ask('/model.wasm')).headers['content-type']).toBe('application/wasm');
    expect((await ask('/assets/app-1234.js?v=1')).text).toBe('0123456789');
  });

  test('give their head alone when asked for it', async () => {
    const { status, headers, text } = await ask('/assets/app-1234.js', { method: 'HEAD' });
    expect({ status, text, length: headers['content-length'] }).toEqual({
      status: 200,
      text: '',
      length: '10',
    });
  });

  test('are kept for ever when hashed, else asked for again by their tag', async () => {
    expect((await ask('/assets/app-1234.js')).headers['cache-control']).toBe(
      'public, max-age=31536000, immutable',
    );
    const { headers } = await ask('/index.html');
    expect(headers['cache-control']).toBe('public, max-age=0');
    const again = await ask('/index.html', { headers: { 'If-None-Match': headers.etag ?? '' } });
    expect(again).toMatchObject({ status: 304, text: '' });
  });

  test('are continued from where a download was cut', async () => {
    const part = await ask('/assets/app-1234.js', { headers: { Range: 'bytes=4-' } });
    expect(part).toMatchObject({ status: 206, text: '456789' });
    expect(part.headers['content-range']).toBe('bytes 4-9/10');
    const past = await ask('/assets/app-1234.js', { headers: { Range: 'bytes=99-' } });
    expect(past.status).toBe(416);
    const changed = await ask('/assets/app-1234.js', {
      headers: { Range: 'bytes=4-', 'If-Range': '"other"' },
    });
    expect(changed).toMatchObject({ status: 200, text: '0123456789' });
  });
});

describe('what is not there', () => {
  test.each(['/nothing.js', '/assets/', '/nothing/', '/%E0%A4%A', '/a%00b'])(
    '%s is told as JSON',
    async (path) => {
      const { status, headers, text } = await ask(path);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(headers['content-type']).toBe('application/json');
      expect(JSON.parse(text)).toEqual({ error: expect.any(String) as string });
    },
  );

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/.hidden',
    '//../secret.txt',
    '/assets/..%5c..%5csecret.txt',
  ])('%s gives nothing away', async (path) => {
    const { status, text } = await ask(path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(text).not.toContain('secret.txt"');
    expect(text).not.toBe('secret');
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is not taken', async (method) => {
    const reply = await ask('/', { method });
    expect(reply.status).toBe(405);
    expect(reply.headers.allow).toBe('GET, HEAD');
  });

  test.each(['//', 'http://[', '/\\'])('an odd address %s does not end the server', async (path) => {
    expect((await ask(path)).status).toBeLessThan(500);
    expect((await ask('/')).status).toBe(200);
  });
});

describe('the protocol', () => {
  test.each([
    ['/v2', 'GET'],
    ['/v2/health/ready', 'GET'],
    ['/v2/models/digits/infer', 'POST'],
  ])('at %s is no page of the server', async (path, method) => {
    for (const site of ['root', 'open'] as const) {
      const { status, headers, text } = await ask(path, { method, site });
      expect({ status, type: headers['content-type'] }).toEqual({ status: 503, type: 'application/json' });
      expect(JSON.parse(text)).toHaveProperty('error');
    }
  });
});

describe('headers', () => {
  test('isolate every page, failures included, unless that is off', async () => {
    for (const path of ['/', '/nothing', '/v2', '/assets/app-1234.js']) {
      expect((await ask(path)).headers).toMatchObject({
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'x-content-type-options': 'nosniff',
      });
      expect((await ask(path, { site: 'open' })).headers).not.toHaveProperty('cross-origin-embedder-policy');
    }
    expect((await ask('/')).headers['content-security-policy']).toContain("default-src 'none'");
  });
});

describe('what is mounted', () => {
  const site = 'mounted';

  test.each(['/remote/v2/models/m/infer', '/tools/remote/v2/models/m/infer'])(
    'answers below /remote, whatever the method: %s',
    async (path) => {
      for (const method of ['GET', 'POST', 'OPTIONS']) {
        const { status, headers, text } = await ask(path, { site, method });
        expect({ status, text }).toEqual({ status: 200, text: `${method} /v2/models/m/infer` });
        expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
      }
    },
  );

  test('leaves the rest to the site', async () => {
    expect((await ask('/tools/', { site })).text).toBe('<h1>Nearside</h1>');
    expect((await ask('/tools/v2', { site })).status).toBe(503);
    for (const path of ['/remote', '/tools/remote', '/tools/remoter/v2']) {
      expect((await ask(path, { site })).status).toBe(404);
    }
    expect((await ask('/remote/v2')).status).toBe(404);
  });
});

describe('below a path', () => {
  test('serves the site there and nothing beside it', async () => {
    const site = 'below';
    expect((await ask('/tools/nearside/', { site })).text).toBe('<h1>Nearside</h1>');
    expect((await ask('/tools/nearside/assets/app-1234.js', { site })).headers['cache-control']).toContain(
      'immutable',
    );
    expect((await ask('/', { site })).status).toBe(404);
    expect((await ask('/tools/nearside/../../secret.txt', { site })).status).toBe(404);
    expect((await ask('/tools/nearside/v2/models', { site })).status).toBe(503);
    expect((await ask('/tools/nearside/v2', { site })).status).toBe(503);
  });
});
