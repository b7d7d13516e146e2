import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './freePort.ts';
import { startProcess } from './serverProcess.ts';

export interface Nginx {
  readonly url: string;
  close(): Promise<void>;
}

const names = ['nginx', '/usr/sbin/nginx'] as const;

/** Undefined where there is none. */
export function findNginx(): string | undefined {
  return names.find((name) => spawnSync(name, ['-v']).status === 0);
}

/** nginx with the guide's own file, in which the guide's placeholders are replaced. */
export async function startNginx(
  nginx: string,
  { target, origin, token }: { readonly target: string; readonly origin: string; readonly token: string },
): Promise<Nginx> {
  const port = await freePort();
  const folder = resolve('build/remote-servers/nginx');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const replaced = [
    ['https://app.example.com', origin],
    ['Bearer change-me', `Bearer ${token}`],
    ['127.0.0.1:8000', new URL(target).host],
    ['listen 8080', `listen 127.0.0.1:${port}`],
    ['64m', '1m'],
  ] as const;
  let recipe = readFileSync('docs/hybrid/nginx.conf', 'utf8');
  for (const [placeholder, value] of replaced) {
    if (!recipe.includes(placeholder)) throw new Error(`docs/hybrid/nginx.conf: expected ${placeholder}.`);
    recipe = recipe.replace(placeholder, value);
  }
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const frame = [
    'daemon off; worker_processes 1; pid nginx.pid; error_log stderr warn; events { worker_connections 64; }',
    `http { access_log off; ${kinds.map((kind) => `${kind}_temp_path ${kind};`).join(' ')}`,
    recipe,
    '}',
  ];
  writeFileSync(`${folder}/nginx.conf`, frame.join('\n'));
  const server = startProcess({
    command: nginx,
    parameters: ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr'],
    env: {},
  });
  const url = `http://127.0.0.1:${port}`;
  while ((await fetch(url).catch(() => undefined)) === undefined) {
    if (server.hasExited()) throw new Error(`nginx did not start:\n${server.output()}`);
    await delay(50);
  }
  return { url, close: () => server.stop() };
}
