import './fillNodeGaps.ts';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { readPath } from './readPath.ts';
import { readCount } from './remote/readRemoteSettings.ts';
import { startRemote } from './remote/startRemote.ts';
import { runServer } from './runServer.ts';
import { startOrFail } from './startOrFail.ts';

const defaultPort = 8090;

startOrFail(() => {
  const { env } = process;
  const port = readCount(env, 'PORT', defaultPort);
  const models = env['MODELS'] ?? fileURLToPath(new URL('../../dist/models', import.meta.url));
  const threadScript = new URL('inferenceThread.js', import.meta.url);
  const { handle, backend } = startRemote(models, threadScript, env);
  const server = createServer((request, response) => {
    handle(request, response, readPath(request) ?? '');
  });
  runServer(server, {
    port,
    greeting: `The reference remote is at http://localhost:${port}/v2`,
    onStopped: () => backend.close(),
  });
});
