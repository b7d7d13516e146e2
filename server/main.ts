import './fillNodeGaps.ts';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAppServer } from './createAppServer.ts';
import { parseEmbedOrigins } from './embed/embedOrigins.ts';
import { readCount } from './remote/readRemoteSettings.ts';
import { startRemote } from './remote/startRemote.ts';
import { runServer } from './runServer.ts';
import { startOrFail } from './startOrFail.ts';

const defaultPort = 4173;

startOrFail(() => {
  const { env } = process;
  const port = readCount(env, 'PORT', defaultPort);
  const base = env['BASE'] ?? '/';
  const root = env['SITE'] ?? fileURLToPath(new URL('../../dist', import.meta.url));
  const isIsolated = env['ISOLATION'] !== 'off';
  const embedOrigins = parseEmbedOrigins(env['EMBED_ORIGINS']);
  const threadScript = new URL('inferenceThread.js', import.meta.url);
  const { handle, backend } = startRemote(env['MODELS'] ?? join(root, 'models'), threadScript, env);
  runServer(createAppServer({ root, base, isIsolated, embedOrigins, remote: handle }), {
    port,
    greeting: `Nearside is at http://localhost:${port}${base}`,
    onStopped: () => backend.close(),
  });
});
